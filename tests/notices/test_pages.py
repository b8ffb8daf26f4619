"""The notices' pages: who may, who sees which venues, what is kept, how often they ask."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inspections.plates.models import Plate
from inspections.tracking.notices import actions as notices
from inspections.tracking.notices.models import Notice
from inspections.tracking.notices.rules import NOTICE_TABLE
from tests.cast import OFFICERS, Cast, jpeg
from tests.notices import stages
from tests.rules import rule
from venues.models import Venue

COMMAND = {"command", "command-reviewer", "command-reviewer-2", "command-leader"}
DAY = str(timezone.localdate() + timedelta(days=5))
WHOLE = {
    "level": "superior", "document_number": "C-7", "title": "Fire exits", "text": "all & every",
    "found": "locked", "severity": "major", "deadline": DAY, "venues": "V1\nV2 gas bottles",
}  # fmt: skip
PDF = b"%PDF-1.4\n%%EOF"
FORMS = {"issue_notice": {}, "drop_notice": {"reason": "x"}, "withdraw_notice": {"reason": "x"}}
MAY = {"issue_notice": {"command-leader"}, "drop_notice": COMMAND,
       "withdraw_notice": {"command-leader"}}  # fmt: skip
FROM: dict[str, Callable[[Cast], Notice]] = {
    "issue_notice": stages.drafted, "drop_notice": stages.drafted, "withdraw_notice": stages.issued,
}  # fmt: skip


def address(notice: Notice, more: str = "") -> str:
    return f"/notices/{notice.event_key}/{more}"


@rule("R-NOTICE-1", "R-NOTICE-2")
@pytest.mark.parametrize("name", list(OFFICERS))
@pytest.mark.parametrize("act", list(FORMS))
def test_only_those_may_whom_the_scheme_names(
    cast: Cast, client: Client, act: str, name: str
) -> None:
    notice = FROM[act](cast)
    client.force_login(cast[name])

    answer = client.post(address(notice, f"{act}/"), FORMS[act])

    may = name in MAY[act]
    assert (answer.status_code == 302) == may, answer.status_code
    assert (stages.fresh(notice).event_seq > notice.event_seq) == may
    if not may:
        assert answer.status_code in (403, 404)


def test_the_tables_hold_every_act() -> None:
    written = {"draft_notice", "edit_notice"}
    assert {each.name for each in NOTICE_TABLE} == {*FORMS, *written}


@rule("R-SCOPE-1", "R-SCOPE-2")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_who_sees_it_and_which_of_its_venues(cast: Cast, client: Client, name: str) -> None:
    notice = stages.issued(cast)
    client.force_login(cast[name])
    own = set(Venue.objects.visible_to(cast[name]).values_list("code", flat=True)) & {"V1", "V2"}
    for where in ("", "print/"):
        page = client.get(address(notice, where))
        assert page.status_code == (200 if own else 404)
        if own:
            assert {line.venue.code for line in page.context["lines"]} == own
            text = page.content.decode()
            assert ("Tea house" in text) == ("V2" in own)
            assert ("Noodle house" in text) == ("V1" in own)
    if OFFICERS[name][0]:
        row = client.get("/notices/").content.decode()
        assert (notice.number in row) == bool(own)
        assert (f"0 / {len(own)}" in row) == bool(own)


@rule("R-SCOPE-2")
@pytest.mark.parametrize("state", ["draft", "dropped"])
def test_drafts_are_commands_alone(cast: Cast, client: Client, state: str) -> None:
    notice = stages.STAGES[state](cast)
    for name in OFFICERS:
        client.force_login(cast[name])
        status = client.get(address(notice)).status_code
        assert status == (200 if name in COMMAND else 404), name


@rule("R-NOTICE-1")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_command_staff_draft(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast[name])

    shown, sent = client.get("/notices/new/"), client.post("/notices/new/", WHOLE)

    if name == "outsider":  # another district's leader, who sees none of these venues
        assert (shown.status_code, sent.status_code) == (200, 400)
        return
    may = name in COMMAND
    assert (shown.status_code, sent.status_code) == ((200, 302) if may else (403, 403))
    assert Notice.objects.count() == may


@rule("R-NOTICE-1")
def test_bad_venues_are_told_beside_their_cause_and_nothing_is_lost(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast["command"])
    file = SimpleUploadedFile("n.pdf", PDF, "application/pdf")
    typed = {**WHOLE, "venues": "V1\nV9 nothing\nV2 gas bottles\nV1"}

    page = client.post("/notices/new/", {**typed, "file": file})

    assert page.status_code == 400
    errors = page.context["form"].errors["venues"]
    assert len(errors) == 2
    assert "V9" in errors[0]
    text = page.content.decode()
    for word in ("V2 gas bottles", "all &amp; every", "C-7", "Fire exits"):
        assert word in text
    kept = page.context["form"].kept
    assert len(kept) == 1
    assert client.post("/notices/new/", {**WHOLE, "kept": kept}).status_code == 302
    assert Notice.objects.get().file.read() == PDF


@rule("R-NOTICE-1")
def test_venues_are_found_and_ticked(cast: Cast, client: Client) -> None:
    client.force_login(cast["command"])
    page = client.post("/notices/new/", {**WHOLE, "venues": "V1", "find": "house", "look": "1"})
    text = page.content.decode()
    assert page.status_code == 200
    assert not page.context["form"].errors
    assert 'value="V2"' in text
    assert "all &amp; every" in text

    client.post("/notices/new/", {**WHOLE, "venues": "V1", "pick": ["V2", "V4"]})

    named = Notice.objects.get().venues.values_list("venue__code", flat=True)
    assert sorted(named) == ["V1", "V2", "V4"]


@pytest.mark.parametrize(
    "file", [b"", b"not a document", b"%PDF-1.4 cut off"]
)  # fmt: skip
def test_a_file_that_is_no_document_is_told(cast: Cast, client: Client, file: bytes) -> None:
    client.force_login(cast["command"])
    sent = SimpleUploadedFile("n.pdf", file, "application/pdf")

    page = client.post("/notices/new/", {**WHOLE, "file": sent})

    assert page.status_code == 400
    assert list(page.context["form"].errors) == ["file"]


@rule("R-SCOPE-2")
@pytest.mark.parametrize(("name", "status"), [("inspector", 200), ("co", 200), ("outsider", 404)])
@pytest.mark.parametrize("content", [PDF, jpeg()])
def test_the_document_is_for_who_sees_the_notice(
    cast: Cast, client: Client, name: str, status: int, content: bytes
) -> None:
    client.force_login(cast["command"])
    client.post("/notices/new/", {**WHOLE, "file": SimpleUploadedFile("n", content)})
    notice = notices.issue_notice(Notice.objects.get(), by=cast["command-leader"])
    client.force_login(cast[name])

    answer = client.get(address(notice, "file/"))

    assert answer.status_code == status
    if status == 200:
        assert "attachment" in answer["Content-Disposition"]


@rule("R-NOTICE-1")
def test_a_draft_is_changed_and_one_that_was_overtaken_is_told(cast: Cast, client: Client) -> None:
    notice = stages.drafted(cast)
    client.force_login(cast["command"])
    form = client.get(address(notice, "edit/")).context["form"]
    assert form["venues"].value() == "V1\nV2 gas bottles in the kitchen"

    seen = {"seen": form.initial["seen"]}
    changed = client.post(address(notice, "edit/"), {**WHOLE, **seen, "venues": "V1"})
    late = client.post(address(notice, "edit/"), {**WHOLE, **seen, "title": "Late & typed"})

    assert (changed.status_code, late.status_code) == (302, 409)
    assert stages.fresh(notice).venues.count() == 1
    assert "Late &amp; typed" in late.content.decode()


@rule("R-NOTICE-1")
def test_the_page_tells_per_venue_what_became_of_it(cast: Cast, client: Client) -> None:
    notice = stages.issued(cast)
    issue = notice.venues.get(venue=cast.venue).issue
    assert issue is not None
    cast.report(issue)
    client.force_login(cast["command"])

    page = client.get(address(notice)).content.decode()

    plate = issue.plate_grounds.get().plate
    for word in (issue.number, "待复查", plate.event_key):
        assert word in page
    assert client.get("/search/", {"q": notice.number})["Location"] == address(notice)
    venue = client.get(f"/venues/{cast.venue.code}/").content.decode()
    assert address(notice) in venue


@rule("R-NOTICE-1", "R-DUTY-3")
def test_a_draft_waits_for_a_leader_who_did_not_write_it(cast: Cast, client: Client) -> None:
    notice = stages.drafted(cast)
    for name, waits in (("command-leader", True), ("command", False), ("town-leader", False)):
        client.force_login(cast[name])
        assert (address(notice) in client.get("/").content.decode()) == waits


@pytest.mark.parametrize("name", ["command-leader", "inspector"])
def test_list_today_and_page_ask_as_often_for_many_as_for_one(
    cast: Cast, client: Client, name: str
) -> None:
    client.force_login(cast[name])
    counts: list[list[int]] = []
    for place in range(3):
        venues = [(Venue.objects.create(code=f"P{place}{n}", name="Inn", category=cast.category,
                                        area=cast.town), "") for n in range(place + 1)]  # fmt: skip
        given = stages.texts(document_number=str(place))
        notice = notices.draft_notice(given, venues, by=cast["command"])
        notices.draft_notice(given, venues, by=cast["command"])
        notice = notices.issue_notice(notice, by=cast["command-leader"])
        counts.append([queries(client, each) for each in ("/notices/?q=", address(notice))])

    assert counts[0] == counts[-1]


def queries(client: Client, where: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(where).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    "query", ["state=x", "level=x", "since=never", "waits=on", "sort=issued", "page=9", "q=Noodle"]
)
def test_odd_questions_are_answered(cast: Cast, client: Client, query: str) -> None:
    stages.issued(cast)
    client.force_login(cast["command"])

    assert client.get(f"/notices/?{query}").status_code == 200


@rule("R-NOTICE-1")
@pytest.mark.parametrize("name", ["edit", "issue_notice", "drop_notice"])
def test_a_form_that_leads_nowhere_is_not_opened(cast: Cast, client: Client, name: str) -> None:
    notice = stages.issued(cast)
    client.force_login(cast["command-leader"])

    page = client.get(f"/notices/{notice.number}/{name}/")

    assert (page.status_code, page.context["form"]) == (409, None)


@rule("R-NOTICE-2", "R-SCOPE-5")
def test_a_plate_that_the_leader_proposed_waits_for_another(cast: Cast) -> None:
    """The notice is withdrawn all the same: the plate, whose ground is void, stays proposed."""
    notice = stages.issued(cast)
    plate = Plate.objects.current().get(venue=cast.venue)
    leader = cast["command-leader"]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Plate.objects.filter(pk=plate.pk).update(proposer=leader, proposer_person=leader.person_id)
        cursor.execute("SET LOCAL session_replication_role = origin")

    withdrawn = notices.withdraw_notice(notice, by=leader, reason="the wrong list")

    assert withdrawn.state == "withdrawn"
    assert Plate.objects.get(pk=plate.pk).state == "proposed"

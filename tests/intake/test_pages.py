"""The desk's pages: who may, who sees, what is kept, what is masked, how often they ask."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inspections.ledger.models import Issue
from inspections.tracking.intake import actions as desk
from inspections.tracking.intake.models import Intake
from inspections.tracking.intake.rules import INTAKE_TABLE
from tests.cast import OFFICERS, Cast
from tests.intake import stages
from tests.rules import rule
from venues.models import Organisation
from venuewatch.workflow.models import Event

DAY = str(timezone.localdate() + timedelta(days=4))
COMMAND = {"command", "command-reviewer", "command-reviewer-2", "command-leader"}
TOWN = {"inspector", "colleague", "town-reviewer", "town-leader"}
DEPARTMENT = {"dept", "dept-reviewer"}
FORMS: dict[str, dict[str, object]] = {
    "name_venue": {"venue": "V1"},
    "dispatch": {"town_due": DAY, "sector_due": DAY, "remark": "by the river"},
    "find_confirmed": {"words": "locked", "description": "exit locked", "severity": "serious",
                       "deadline": DAY},
    "find_unconfirmed": {"words": "it is open"},
    "return_to_desk": {"reason": "a matter of fire"},
    "feed_back": {"words": "it is open now", "whom": "the caller", "satisfied": "no"},
    "merge": {},
    "log_call": {"partner": "caller", "reached": "on", "words": "nobody answered"},
}  # fmt: skip
# Who may do what, in the words of docs/scheme.md: the desk is command's, the asked verify.
MAY = {
    "name_venue": COMMAND | TOWN | DEPARTMENT,
    "dispatch": COMMAND,
    "find_confirmed": TOWN | DEPARTMENT,
    "find_unconfirmed": TOWN | DEPARTMENT,
    "return_to_desk": TOWN | DEPARTMENT,
    "feed_back": COMMAND,
    "merge": COMMAND,
    "log_call": COMMAND | TOWN | DEPARTMENT,
}
FROM: dict[str, Callable[[Cast], Intake]] = {
    "dispatch": stages.received, "feed_back": stages.confirmed,
    **dict.fromkeys(("name_venue", "find_confirmed", "find_unconfirmed", "return_to_desk",
                     "merge", "log_call"), stages.dispatched),
}  # fmt: skip
SEES = COMMAND | TOWN | DEPARTMENT


def address(intake: Intake, more: str = "") -> str:
    return f"/intake/{intake.number}/{more}"


def typed(cast: Cast, act: str, **more: object) -> dict[str, object]:
    given = dict(FORMS[act])
    if act == "dispatch":
        given |= {"town": key("town"), "sector": key("market")}
    if act == "merge":
        given["original"] = stages.received(cast).number
    return {**given, **more}


def key(code: str) -> int:
    return Organisation.objects.get(code=code).pk


@rule("R-INTAKE-2", "R-INTAKE-3", "R-INTAKE-4", "R-SCOPE-1")
@pytest.mark.parametrize("name", list(OFFICERS))
@pytest.mark.parametrize("act", list(FORMS))
def test_only_those_may_whom_the_table_names(
    cast: Cast, client: Client, act: str, name: str
) -> None:
    matter = FROM[act](cast)
    client.force_login(cast[name])

    answer = client.post(address(matter, f"{act}/"), typed(cast, act))

    may = name in MAY[act]
    assert (answer.status_code == 302) == may, answer.status_code
    assert (stages.fresh(matter).event_seq > matter.event_seq) == may
    if not may:
        assert answer.status_code in (403, 404)


def test_the_tables_hold_every_act() -> None:
    people = {each.name for each in INTAKE_TABLE if each.allowed != {"system"}} - {"receive"}
    people -= {"reveal_callback"}  # its page is its own
    assert set(FORMS) == people == set(MAY)


@rule("R-SCOPE-2")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_who_is_not_asked_does_not_find_it(cast: Cast, client: Client, name: str) -> None:
    matter = stages.dispatched(cast)
    client.force_login(cast[name])

    seen = client.get(address(matter)).status_code
    listed = client.get("/intake/")
    found = client.get("/search/", {"q": matter.number})

    assert seen == (200 if name in SEES else 404)
    if OFFICERS[name][0]:
        assert (matter.number in listed.content.decode()) == (name in SEES)
        assert (found["Location"] == address(matter)) == (name in SEES)


@rule("R-SCOPE-2")
def test_who_gave_it_back_does_not_see_it_any_more(cast: Cast, client: Client) -> None:
    matter = stages.dispatched(cast)
    client.force_login(cast["dept"])
    answer = client.post(address(matter, "return_to_desk/"), {"reason": "not ours"})

    assert answer["Location"] == "/intake/"
    assert client.get(address(matter)).status_code == 404


@rule("R-INTAKE-1")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_command_staff_receive(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast[name])
    given = {"source": "tip", "words": "the exit is locked", "place": "by the river"}

    shown, sent = client.get("/intake/new/"), client.post("/intake/new/", given)

    may = name in COMMAND | {"outsider"}
    assert (shown.status_code, sent.status_code) == ((200, 302) if may else (403, 403))
    assert Intake.objects.count() == may


@rule("R-INTAKE-1")
@pytest.mark.parametrize(
    ("given", "fields"),
    [({"words": ""}, ["words"]), ({"place": ""}, ["place"]), ({"venue": "V9"}, ["venue"]),
     ({"at": "2999-01-01T10:00"}, ["at"]), ({"source": "x"}, ["source"])],
)  # fmt: skip
def test_what_lacks_is_told_beside_its_field_and_nothing_is_lost(
    cast: Cast, client: Client, given: dict[str, str], fields: list[str]
) -> None:
    client.force_login(cast["command"])
    whole = {"source": "tip", "words": "locked & barred", "place": "by the river",
             "callback": "13812345678", **given}  # fmt: skip

    answer = client.post("/intake/new/", whole)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == fields
    for value in filter(None, whole.values()):
        assert value.replace("&", "&amp;") in answer.content.decode() or value == "x"


@rule("R-INTAKE-1")
def test_a_venue_is_looked_for_without_sending_the_form(cast: Cast, client: Client) -> None:
    client.force_login(cast["command"])
    given = {"source": "tip", "words": "locked", "find": "Noodle", "look": "1"}

    page = client.post("/intake/new/", given)
    text = page.content.decode()
    assert page.status_code == 200
    assert 'name="pick" value="V1"' in text
    assert "locked" in text
    assert not page.context["form"].errors

    client.post("/intake/new/", {"source": "tip", "words": "locked", "pick": "V1"})
    assert Intake.objects.get().venue == cast.venue


@rule("R-INTAKE-3")
def test_a_new_issue_says_what_it_is(cast: Cast, client: Client) -> None:
    matter = stages.dispatched(cast)
    client.force_login(cast["dept"])

    answer = client.post(address(matter, "find_confirmed/"), {"words": "locked it was"})

    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"description", "severity", "deadline"}
    assert "locked it was" in answer.content.decode()


@rule("R-INTAKE-3")
def test_the_second_who_confirms_is_offered_the_same_issue(cast: Cast, client: Client) -> None:
    matter = stages.confirm(cast, stages.dispatched(cast), by="inspector")
    client.force_login(cast["dept"])

    form = client.get(address(matter, "find_confirmed/")).context["form"]
    issue = str(Issue.objects.get().pk)
    assert form["issue"].value() == issue
    client.post(address(matter, "find_confirmed/"), {"words": "so it is", "issue": issue})

    assert (stages.fresh(matter).state, Issue.objects.count()) == ("confirmed", 1)


@rule("R-INTAKE-3")
def test_who_confirms_names_the_venue_where_none_is_known(cast: Cast, client: Client) -> None:
    matter = stages.dispatched(cast, venue=None, place="the noodle house")
    client.force_login(cast["dept"])
    given = typed(cast, "find_confirmed", venue="V1")

    refused = client.post(address(matter, "find_confirmed/"), {**given, "venue": ""})
    taken = client.post(address(matter, "find_confirmed/"), given)

    assert (refused.status_code, taken.status_code) == (400, 302)
    assert list(refused.context["form"].errors) == ["venue"]
    assert stages.fresh(matter).venue == cast.venue


@rule("R-TRACK-4")
def test_a_page_that_was_overtaken_says_so_and_keeps_the_words(cast: Cast, client: Client) -> None:
    matter = stages.received(cast)
    client.force_login(cast["command"])
    seen = client.get(address(matter, "dispatch/")).context["form"].initial["seen"]
    desk.dispatch(matter, stages.both(), by=cast["command-reviewer"])

    answer = client.post(address(matter, "dispatch/"), typed(cast, "dispatch", seen=seen))

    assert answer.status_code == 409
    assert "by the river" in answer.content.decode()
    assert "核查中" in answer.content.decode()


@rule("R-INTAKE-3", "R-TRACK-4")
@pytest.mark.parametrize("other", ["colleague", "dept"])
def test_who_was_faster_is_told_to_who_still_types(cast: Cast, client: Client, other: str) -> None:
    """A colleague answers for the town, or the department brings it back to the desk."""
    matter = stages.dispatched(cast)
    client.force_login(cast["inspector"])
    seen = client.get(address(matter, "find_unconfirmed/")).context["form"].initial["seen"]
    if other == "dept":
        desk.return_to_desk(matter, by=cast["dept"], reason="a matter of fire")
    else:
        desk.find_unconfirmed(matter, by=cast["colleague"], words="all is well")

    given = {"words": "open & free", "seen": seen}
    answer = client.post(address(matter, "find_unconfirmed/"), given)

    assert answer.status_code == 409
    assert "open &amp; free" in answer.content.decode()
    assert cast[other].person.name in answer.content.decode()


@rule("R-INTAKE-6")
def test_the_contact_is_masked_until_somebody_asks_and_stays_out_of_the_export(
    cast: Cast, client: Client
) -> None:
    matter = stages.dispatched(cast)
    client.force_login(cast["inspector"])

    masked = client.get(address(matter)).content.decode()
    clear = client.post(address(matter, "contact/")).content.decode()
    export = b"".join(client.get("/intake/?export=csv").streaming_content).decode()  # type: ignore[attr-defined]  # a stream

    assert (stages.CALLBACK in masked, stages.CALLBACK in clear) == (False, True)
    assert Event.objects.filter(name="reveal_callback", actor=cast["inspector"]).count() == 1
    assert matter.number in export
    for secret in ("5678", stages.WORDS):
        assert secret not in export


@rule("R-INTAKE-6")
def test_after_the_answer_nobody_sees_the_contact(cast: Cast, client: Client) -> None:
    matter = stages.closed(cast)
    client.force_login(cast["command"])

    assert "contact/" not in client.get(address(matter)).content.decode()
    assert client.post(address(matter, "contact/")).status_code == 403


@rule("R-INTAKE-5")
def test_possible_duplicates_stand_on_the_page_with_the_way_to_merge(
    cast: Cast, client: Client
) -> None:
    same_venue = stages.received(cast, words="smoke in the stairs", callback="")
    same_contact = stages.received(cast, venue=cast.venue_next_door, words="a dog barks")
    alike = stages.received(cast, venue=None, place="?", words=stages.WORDS + " again", callback="")
    words = stages.WORDS[: len(stages.WORDS) * 2 // 3] + "x" * (len(stages.WORDS) // 3)
    partly = stages.received(cast, venue=None, place="?", words=words, callback="")
    other = stages.received(cast, venue=None, place="park", words="loud music", callback="1")
    old = stages.received(cast, at=timezone.now() - timedelta(days=40))
    matter = stages.received(cast)
    client.force_login(cast["command"])

    page = client.get(address(matter))

    found = {each.intake: list(map(str, each.reasons)) for each in page.context["similar"]}
    assert set(found) == {same_venue, same_contact, alike, partly}
    assert len(found[alike]) == 1
    assert {other, old}.isdisjoint(found)
    merge = address(matter, "merge/") + f"?original={same_venue.number}"
    assert merge in page.content.decode()
    assert client.get(merge).context["form"]["original"].value() == same_venue.number


@rule("R-INTAKE-2", "R-INTAKE-4", "R-DUTY-3")
@pytest.mark.parametrize(
    ("build", "names"),
    [(stages.received, COMMAND), (stages.confirmed, COMMAND),
     (stages.dispatched, TOWN | DEPARTMENT)],
)  # fmt: skip
def test_what_waits_stands_on_todays_page(
    cast: Cast, client: Client, build: Callable[[Cast], Intake], names: set[str]
) -> None:
    matter = build(cast)
    for name in OFFICERS:
        client.force_login(cast[name])
        page = client.get("/").content.decode()
        assert (address(matter) in page) == (name in names), name
        if name in names:
            assert address(matter) in client.get("/intake/?waits=on").content.decode()


@rule("R-SCOPE-4")
def test_where_nobody_leads_command_is_asked_and_its_reviewer_answers(
    cast: Cast, client: Client
) -> None:
    matter = stages.received(cast, venue=cast.chess_room)
    client.force_login(cast["command"])
    form = client.get(address(matter, "dispatch/")).context["form"]
    assert form["sector"].value() == cast.command.pk
    asks = [stages.ask("town", "town"), stages.ask("sector", "command")]
    matter = desk.dispatch(matter, asks, by=cast["command"])

    found = client.post(address(matter, "find_unconfirmed/"), {"words": "quiet"})
    client.force_login(cast["command-reviewer"])
    taken = client.post(address(matter, "find_unconfirmed/"), {"words": "quiet"})

    assert (found.status_code, taken.status_code) == (403, 302)


@pytest.mark.parametrize("name", ["command", "inspector"])
@pytest.mark.parametrize("state", list(stages.STAGES))
def test_every_state_has_its_page(cast: Cast, client: Client, state: str, name: str) -> None:
    matter = stages.STAGES[state](cast)
    client.force_login(cast[name])
    visible = Intake.objects.visible_to(cast[name]).filter(pk=matter.pk).exists()

    page = client.get(address(matter))

    assert page.status_code == (200 if visible else 404)
    assert page.content.decode().count("btn btn-primary") <= 1


def queries(client: Client, where: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(where).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["command", "dept"])
def test_list_today_and_page_ask_as_often_for_many_as_for_one(
    cast: Cast, client: Client, name: str
) -> None:
    client.force_login(cast[name])
    counts: list[list[int]] = []
    for place in range(4):
        matter = stages.half_verified(cast)
        for count in range(place):
            desk.log_call(stages.fresh(matter), by=cast["command"], partner="caller",
                          reached=False, words=str(count))  # fmt: skip
            stages.received(cast)
        counts.append([queries(client, each) for each in ("/intake/?q=", "/", address(matter))])

    assert counts[1] == counts[-1]


ODD: list[Any] = ["state=x", "source=x", "asked=x", "since=never", "waits=on&overdue=on&amber=on",
                  "sort=due", "sort=-breaches,x", "page=99", "asked=1"]  # fmt: skip


@pytest.mark.parametrize("query", ODD)
def test_odd_questions_are_answered(cast: Cast, client: Client, query: str) -> None:
    stages.dispatched(cast)
    client.force_login(cast["command"])

    assert client.get(f"/intake/?{query}").status_code == 200

"""Measures 强化执法: recorded with their documents, owed after two failed re-checks."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue, Measure
from inspections.ledger.rules import measure_is_owed
from tests.cast import OFFICERS, Cast, jpeg
from tests.rules import rule
from venues.models.organisations import SchemeValue
from venuewatch.workflow import clock, followups
from venuewatch.workflow.models import Event, FollowUp
from venuewatch.workflow.rules import Refused

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
DAY = timedelta(days=1)
FORM = {"kind": "penalty", "document_number": "P-7", "remark": "2,000 yuan"}


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def followup() -> FollowUp:
    return FollowUp.objects.get(kind="ledger.measure")


def record(cast: Cast, issue: Issue, by: str = "dept-reviewer", **given: Any) -> Issue:
    words: dict[str, Any] = {
        "kind": "warning",
        "document_number": "W-1",
        "day": timezone.localdate(),
    }
    return ledger.record_measure(issue, by=cast[by], **words | given)


@rule("R-ISSUE-9")
@pytest.mark.parametrize(("failed", "recorded", "owed"), [
    ([], [], False), ([5], [], False), ([5, 9], [], True), ([9, 5], [7], True),
    ([5, 9], [10], False), ([5, 9, 20], [10], False), ([5, 9, 20], [3], True),
])  # fmt: skip
def test_when_a_measure_is_owed(failed: list[int], recorded: list[int], owed: bool) -> None:
    assert measure_is_owed(failed, recorded) == owed


@rule("R-ISSUE-9")
def test_two_failed_re_checks_schedule_it_within_a_day(cast: Cast, client: Client) -> None:
    issue = cast.recheck(cast.report(cast.open()), passed=False)
    assert not FollowUp.objects.exists()
    issue = cast.recheck(cast.report(issue), passed=False)

    assert followup().subject_id == issue.pk
    assert timedelta(0) < followup().due - timezone.now() <= DAY
    client.force_login(cast["dept-reviewer"])
    page = client.get(f"/ledger/{issue.number}/").content.decode()
    assert "已两次复查不通过" in page
    assert f"/ledger/{issue.number}/explain_no_measure/" in page
    third = cast.recheck(cast.report(issue), passed=False)
    assert (third.round, FollowUp.objects.count()) == (4, 1)


@rule("R-ISSUE-9")
def test_command_sets_within_how_many_days(cast: Cast) -> None:
    SchemeValue.objects.create(area=cast.district, key="measure_days", value=5)

    cast.failed_twice()

    assert followup().due - timezone.now() > 4 * DAY


@rule("R-ISSUE-9", "R-TRACK-2")
@pytest.mark.parametrize("how", ["measure", "reason"])
def test_recorded_it_is_no_longer_owed(cast: Cast, client: Client, how: str) -> None:
    issue = cast.failed_twice()

    if how == "measure":
        record(cast, issue, by="co-reviewer")
    else:
        ledger.explain_no_measure(issue, by=cast["dept-reviewer"], reason="the owner fell ill")

    assert (followup().state, bool(followup().why)) == ("moot", True)
    client.force_login(cast["dept-reviewer"])
    assert "已两次复查不通过" not in client.get(f"/ledger/{issue.number}/").content.decode()
    with pytest.raises(Refused):
        ledger.explain_no_measure(issue, by=cast["dept-reviewer"], reason="again")


@rule("R-ISSUE-9", "R-TRACK-1")
def test_what_did_not_come_in_time_is_noted_and_stays_owed(cast: Cast) -> None:
    issue = cast.failed_twice()
    with clock.at(timezone.now() + 2 * DAY):
        assert followups.run_due() == 1

    assert followup().state == "done"
    assert Event.objects.latest("pk").name == "miss_measure"
    record(cast, issue)
    assert not Issue.objects.get().evidence.measure_owed


@rule("R-TRACK-2")
def test_it_is_moot_for_an_issue_that_ended(cast: Cast) -> None:
    issue = cast.failed_twice()
    ledger.void(issue, by=cast["command-leader"], reason="wrong venue", kind="error")
    with clock.at(timezone.now() + 2 * DAY):
        followups.run_due()

    assert (followup().state, followup().why) == ("moot", "该问题已结束。")


@rule("R-ISSUE-9")
@pytest.mark.parametrize("name", [*OFFICERS])
def test_the_page_takes_it_from_lead_and_co_reviewers(
    cast: Cast, client: Client, name: str
) -> None:
    issue = cast.open()
    client.force_login(cast[name])
    upload = SimpleUploadedFile("a.exe", PDF, "text/html")
    form = {**FORM, "day": timezone.localdate(), "file": upload}

    answer = client.post(f"/ledger/{issue.number}/record_measure/", form)

    assert (answer.status_code == 302) == (name in ("dept-reviewer", "co-reviewer"))
    if answer.status_code == 302:
        page = client.get(f"/ledger/{issue.number}/").content.decode()
        assert page.count("行政处罚") >= 2, "as evidence and in the timeline"
        assert page.count("P-7") >= 2


@rule("R-SCOPE-2", "R-ISSUE-9")
def test_the_document_is_served_in_scope_with_safe_headers(cast: Cast, client: Client) -> None:
    issue = cast.open()
    client.force_login(cast["dept-reviewer"])
    client.post(f"/ledger/{issue.number}/record_measure/", {
        **FORM, "day": timezone.localdate(), "file": SimpleUploadedFile("x.html", PDF),
    })  # fmt: skip
    address = f"/ledger/measures/{Measure.objects.get().pk}/"

    answer: Any = client.get(address)

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    for name, status in {"inspector": 200, "neighbour": 404, "auditor": 404, "admin": 404}.items():
        client.force_login(cast[name])
        assert client.get(address).status_code == status, name


@rule("R-ISSUE-9")
@pytest.mark.parametrize(("content", "word"), [
    (b"%PDF-1.7 cut", "不完整"), (b"<html>%PDF-", "既不是"), (b"PK\x03\x04", "既不是"),
    (b"%PDF-" + b"x" * (15 * 1024 * 1024) + b"%%EOF", "15 MB"),
])  # fmt: skip
def test_what_is_no_document_is_said_beside_its_field(
    cast: Cast, client: Client, content: bytes, word: str
) -> None:
    issue = cast.open()
    client.force_login(cast["dept-reviewer"])

    answer = client.post(f"/ledger/{issue.number}/record_measure/", {
        **FORM, "day": timezone.localdate(), "file": SimpleUploadedFile("a.pdf", content),
    })  # fmt: skip

    assert answer.status_code == 400
    assert word in str(answer.context["form"].errors["file"])
    assert "P-7" in answer.content.decode()
    assert not Measure.objects.exists()


@rule("R-ISSUE-9")
def test_a_photo_is_kept_as_a_photo_of_our_own(cast: Cast, client: Client) -> None:
    issue = cast.open()
    client.force_login(cast["dept-reviewer"])
    upload = SimpleUploadedFile("a.pdf", jpeg(), "application/pdf")
    client.post(f"/ledger/{issue.number}/record_measure/",
                {**FORM, "day": timezone.localdate(), "file": upload})  # fmt: skip

    assert Measure.objects.get().file_kind == "jpg"


@rule("R-ISSUE-9")
@pytest.mark.parametrize("wrong", [
    {"kind": ""}, {"document_number": " "}, {"day": None}, {"day": DAY},
], ids=lambda wrong: next(iter(wrong)))  # fmt: skip
def test_kind_number_and_day_are_needed(cast: Cast, wrong: dict[str, Any]) -> None:
    issue = cast.open()
    if wrong.get("day"):
        wrong = {"day": timezone.localdate() + DAY}

    with pytest.raises(Refused) as refusal:
        record(cast, issue, **wrong)

    assert list(refusal.value.errors) == list(wrong)


@rule("R-ISSUE-9")
def test_the_database_refuses_a_measure_without_words(cast: Cast) -> None:
    issue = cast.open()
    by = {"officer": cast["dept-reviewer"], "person_id": cast["dept-reviewer"].person_id,
          "round": 1, "at": timezone.now(), "day": timezone.localdate()}  # fmt: skip
    for kind, words in product(("none", "penalty", "banishment"), ("", "x")):
        if (kind, words) != ("none", "x"):
            with pytest.raises(DatabaseError), transaction.atomic():
                issue.measures.create(kind=kind, words=words, **by)


@rule("R-ISSUE-3", "R-ISSUE-9")
def test_0_hours_is_an_order_to_stop_at_once(cast: Cast, client: Client) -> None:
    found = ledger.Found(source="town", severity="general", hours=0, description="gas leak")
    issue = ledger.open_issue(cast.venue, found, by=cast["inspector"], at=timezone.now())

    measure = issue.measures.get()
    assert (measure.kind, measure.automatic, measure.officer) == ("order", True, cast["inspector"])
    events = Event.objects.filter(subject_type="issue").order_by("seq")
    assert [event.name for event in events] == ["open", "record_measure"]
    client.force_login(cast["inspector"])
    page = client.get(f"/ledger/{issue.number}/").content.decode()
    assert "立即停止" in page
    assert page.count("责令停止或改正") == 2
    assert not cast.open("serious").measures.exists()


@rule("R-ISSUE-9")
def test_the_order_at_the_opening_is_not_the_measure_owed_later(cast: Cast) -> None:
    found = ledger.Found(source="town", severity="general", hours=0, description="gas leak")
    issue = ledger.open_issue(cast.venue, found, by=cast["inspector"], at=timezone.now())
    for _ in range(2):
        issue = cast.recheck(cast.report(issue), passed=False)

    assert issue.evidence.measure_owed


@rule("R-ISSUE-9")
def test_is_not_older_than_the_issue(cast: Cast) -> None:
    issue = cast.open()
    found = timezone.localdate(issue.found_at)

    with pytest.raises(Refused) as refused:
        record(cast, issue, day=found - DAY)

    assert list(refused.value.errors) == ["day"]
    assert record(cast, issue, day=found).measures.count() == 1

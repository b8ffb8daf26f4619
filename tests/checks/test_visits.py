"""What an inspection holds, and what it may not be without (R-CHECK-2)."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from inspections.checks.models import Inspection
from inspections.checks.visits import Given, Verdict
from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.rules import rule
from venues.models import Officer, Person, Venue
from venuewatch.workflow.rules import NotAllowed, Refused

SIDES = {
    "inspector": "town", "town-leader": "town", "dept": "sector", "dept-reviewer": "sector",
    "co": "sector", "command": "command", "command-leader": "command",
}  # fmt: skip
STRANGERS = ["neighbour", "outsider", "auditor", "admin"]


def errors_of(cast: Cast, by: str = "inspector", **options: Any) -> list[str]:
    """Where the visit is refused; nothing of it is stored."""
    with pytest.raises(Refused) as refusal, transaction.atomic():
        cast.file(cast.visit(**options), by=by)
    assert not Inspection.objects.exists() or "verdicts" in options
    return sorted(refusal.value.errors)


@rule("R-CHECK-2")
def test_it_keeps_all_that_was_told(cast: Cast) -> None:
    Venue.objects.filter(pk=cast.venue.pk).update(lon=113.61, lat=34.86)
    cast.venue.refresh_from_db()
    visit = cast.visit(
        version=cast.version,
        answers={"A1": Given("fail", note="boxes"), "B1": Given("pass"), "C1": Given("na")},
        co_inspectors=[cast["colleague"]], lon=113.611, lat=34.86, accuracy=12.5,
        note="busy evening", met_name="Wang", signature_refused=True,
        pictures=[cast.photo(item_code="A1")],
    )  # fmt: skip

    row = Inspection.objects.get(pk=cast.file(visit).pk)

    assert (row.uuid, row.venue, row.version) == (visit.uuid, cast.venue, cast.version)
    assert (row.side, row.kind, row.outcome) == ("town", "check", "issues")
    assert (row.officer, row.person_id) == (cast["inspector"], cast["inspector"].person_id)
    assert (row.started, row.business_day) == (visit.started, timezone.localdate(visit.started))
    assert row.received >= visit.started
    assert (row.lon, row.lat, row.accuracy) == (113.611, 34.86, 12.5)
    assert row.distance == pytest.approx(91, abs=2)
    assert (row.note, row.met_name, row.signature_refused) == ("busy evening", "Wang", True)
    assert (row.town, row.department) == (cast.town, cast.department)
    assert [each.officer for each in row.co_inspectors.all()] == [cast["colleague"]]
    assert row.photos.get().item_code == "A1"
    answers = {each.item.code: (each.value, each.note) for each in row.answers.all()}
    assert answers == {
        "A1": ("fail", "boxes"), "B1": ("pass", ""), "C1": ("na", ""),
        "N1": ("not_checked", ""), "P1": ("not_checked", ""),
    }  # fmt: skip


@rule("R-CHECK-2")
@pytest.mark.parametrize(("answers", "outcome"), [
    ({"A1": "pass", "B1": "pass", "C1": "na", "N1": "pass", "P1": "pass"}, "clean"),
    ({"A1": "fail", "B1": "pass", "C1": "na", "N1": "pass", "P1": "pass"}, "issues"),
    ({"A1": "pass", "B1": "pass", "C1": "na", "N1": "pass"}, "partial"),
    ({"A1": "pass", "B1": "not_checked"}, "partial"),
    ({"A1": "fail"}, "issues"),
])  # fmt: skip
def test_its_outcome(cast: Cast, answers: dict[str, str], outcome: str) -> None:
    given = {code: Given(value, 1.0 if code == "N1" else None) for code, value in answers.items()}

    assert cast.file(cast.visit(version=cast.version, answers=given)).outcome == outcome


@rule("R-CHECK-2")
@pytest.mark.parametrize(("passed", "outcome"), [(True, "clean"), (False, "issues")])
def test_a_visit_that_only_judges_is_a_recheck(cast: Cast, passed: bool, outcome: str) -> None:
    cast.recheck(cast.report(cast.open()), passed=passed)

    row = Inspection.objects.latest("record_order")
    assert (row.kind, row.outcome, row.version) == ("recheck", outcome, None)


@rule("R-CHECK-2")
def test_a_visit_may_answer_and_judge_in_one(cast: Cast) -> None:
    issue = cast.report(cast.open("serious"))
    answers = {"A1": Given("fail")}

    cast.file(
        cast.visit(version=cast.version, answers=answers, verdicts={issue.pk: Verdict(True)}),
        by="colleague",
    )

    assert Issue.objects.get(pk=issue.pk).state == "rechecked"
    assert Issue.objects.filter(item_code="A1", state="open").count() == 1


@rule("R-CHECK-2")
@pytest.mark.parametrize("by", SIDES)
def test_its_side_is_the_inspectors(cast: Cast, by: str) -> None:
    assert cast.check(by=by).side == SIDES[by]


@rule("R-CHECK-2", "R-SCOPE-1")
@pytest.mark.parametrize("by", STRANGERS)
def test_nobody_else_files(cast: Cast, by: str) -> None:
    with pytest.raises(NotAllowed):
        cast.check(by=by)


@rule("R-CHECK-2")
def test_no_entry_needs_a_reason_and_a_photo(cast: Cast) -> None:
    shut = cast.photo(kind="no_entry")

    assert errors_of(cast, no_entry_reason="shut") == ["photos"]
    assert errors_of(cast, no_entry_reason="shut", pictures=[cast.photo()]) == ["photos"]
    assert errors_of(cast, pictures=[shut]) == [""]
    row = cast.file(cast.visit(no_entry_reason="shut", pictures=[shut]))

    assert (row.outcome, row.no_entry_reason) == ("no_entry", "shut")
    assert row.photos.get().kind == "no_entry"


@rule("R-CHECK-2")
def test_without_entry_nothing_can_be_answered(cast: Cast) -> None:
    shut = [cast.photo(kind="no_entry")]
    answers = {"A1": Given("pass")}

    assert errors_of(
        cast, version=cast.version, answers=answers, no_entry_reason="shut", pictures=shut
    ) == ["no_entry_reason"]


@rule("R-CHECK-2")
def test_the_database_keeps_no_entry_and_reason_together(cast: Cast) -> None:
    row = cast.check()
    row.pk, row.uuid, row.outcome = None, cast.visit().uuid, "no_entry"

    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


@rule("R-CHECK-2")
def test_an_empty_visit_is_none(cast: Cast) -> None:
    assert errors_of(cast) == [""]
    assert errors_of(cast, version=cast.version) == [""]


@rule("R-CHECK-2")
def test_every_error_is_told_at_once_each_at_its_place(cast: Cast) -> None:
    answers = {"N1": Given("pass"), "P1": Given("fail"), "A1": Given("fail")}

    assert errors_of(cast, version=cast.version, answers=answers) == ["item:N1", "item:P1"]


@rule("R-CHECK-2")
def test_an_item_of_another_checklist_is_refused(cast: Cast) -> None:
    answers = {"ZZ": Given("pass")}

    assert errors_of(cast, version=cast.version, answers=answers) == ["item:ZZ"]


@rule("R-CHECK-2")
@pytest.mark.parametrize("state", ["pending", "ended"])
def test_no_check_is_filed_at_a_venue_that_is_not_supervised(cast: Cast, state: str) -> None:
    Venue.objects.filter(pk=cast.venue.pk).update(state=state)
    cast.venue.refresh_from_db()

    assert errors_of(cast, version=cast.version, answers={"A1": Given("pass")}) == [""]


@rule("R-CHECK-2")
@pytest.mark.parametrize("verdict", [Verdict(False), Verdict(False, "  ")])
def test_a_failed_verdict_needs_a_reason(cast: Cast, verdict: Verdict) -> None:
    issue = cast.report(cast.open())

    assert errors_of(cast, "colleague", verdicts={issue.pk: verdict}) == [f"verdict:{issue.pk}"]


@rule("R-CHECK-2")
def test_a_verdict_may_not_contradict_the_answer(cast: Cast) -> None:
    issue = cast.report(cast.open())

    found = errors_of(cast, "colleague", version=cast.version, answers={"A1": Given("fail")},
                      verdicts={issue.pk: Verdict(True)})  # fmt: skip

    assert found == [f"verdict:{issue.pk}"]


@rule("R-CHECK-2", "R-SCOPE-2")
def test_a_verdict_on_another_venues_issue_is_refused(cast: Cast) -> None:
    issue = cast.report(cast.open())
    visit = cast.visit(verdicts={issue.pk: Verdict(True)})

    with pytest.raises(Refused):
        cast.file(visit, by="neighbour", venue=cast.venue_next_door)


@rule("R-SCOPE-5")
@pytest.mark.parametrize("passed", [True, False])
def test_whoever_reported_does_not_come_along_to_the_recheck(cast: Cast, passed: bool) -> None:
    """Else the issue could never be closed: co-inspectors count as re-checkers."""
    issue = cast.report(cast.open())

    found = errors_of(cast, "colleague", verdicts={issue.pk: Verdict(passed, "x")},
                      co_inspectors=[cast["inspector"]])  # fmt: skip

    assert found == [f"verdict:{issue.pk}"]


def test_a_large_company_at_a_recheck_is_told_as_far_as_the_ledger_has_room(cast: Cast) -> None:
    organisation = cast["inspector"].organisation
    company = {
        name: Officer.objects.create_user(
            name, post="inspector", organisation=organisation,
            person=Person.objects.create(name=f"{name} {'x' * 50}"),
        )
        for name in ("one", "two", "three", "four", "five")
    }  # fmt: skip
    cast.officers |= company

    issue = cast.recheck(cast.report(cast.open()), together=tuple(company))

    assert issue.rechecked_by.startswith("Colleague · town, one xxx")
    assert len(issue.rechecked_by) <= 200
    assert issue.rechecks.get().inspection.co_inspectors.count() == len(company)

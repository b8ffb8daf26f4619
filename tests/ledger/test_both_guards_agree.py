"""R-ISSUE-1 stands twice, for people in rules.py and for the database in guards.py: they agree.

Every combination of re-check, persons, order, failed answer, and sign-offs in any order is put
into the tables past all actions; then the needs of `close` and the database's guard are asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations, product
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from inspections.checks.models import Inspection
from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.rules import rule
from venuewatch.workflow.actions import SYSTEM, choices
from venuewatch.workflow.models import take_record_orders

ROLES = ("town", "department", "command")
FAILED = ("", "before it", "at the visit", "after it", "after it, but withdrawn")
SIGNER = {"town": "town-reviewer", "department": "dept-reviewer", "command": "command-reviewer"}


@dataclass(frozen=True)
class Combination:
    """One set of evidence; the defaults are what a closing needs, but for the sign-offs.

    `signed` in recorded order; `shared` is the role that an involved person signs, `by` that one;
    `stray` a role whose sign-off names another round, so that one person might sign twice.
    """

    severity: str = "general"
    recheck: str = "passed"
    rechecker: str = "colleague"
    together: str = ""
    order: str = "report visit recheck"
    failed: str = ""
    signed: tuple[str, ...] = ()
    sign_before_recheck: bool = False
    shared: str = ""
    by: str = ""
    stray: str = ""

    def is_enough(self) -> bool:
        """What the scheme says, in words of its own."""
        needed: dict[str, set[tuple[str, ...]]] = {
            "general": {()},
            "serious": {("department",)},
            "major": {("town", "department", "command"), ("department", "town", "command")},
        }
        counted = () if self.sign_before_recheck else self.signed
        counted = tuple(role for role in counted if role not in (self.shared, self.stray))
        return (
            self.recheck == "passed"
            and self.order == "report visit recheck"
            and "inspector" not in (self.rechecker, self.together)
            and self.failed not in ("at the visit", "after it")
            and any(_contains(counted, order) for order in needed[self.severity])
        )


def _contains(signed: tuple[str, ...], order: tuple[str, ...]) -> bool:
    """Whether the needed sign-offs are there in that order; others beside them do not matter."""
    return tuple(role for role in signed if role in order) == order


def in_any_order() -> Iterator[tuple[str, ...]]:
    for count in range(len(ROLES) + 1):
        yield from permutations(ROLES, count)


def combinations() -> Iterator[Combination]:
    severities = ("general", "serious", "major")
    for severity, signed in product(severities, in_any_order()):
        yield Combination(severity, signed=signed)
        yield Combination(severity, signed=signed, sign_before_recheck=True)
        for role in signed:
            yield Combination(severity, signed=signed, stray=role)
        for role, by in product(signed, ("inspector", "colleague", "dept")):
            yield Combination(severity, signed=signed, shared=role, by=by, together="dept")
    full = {"general": (), "serious": ("department",), "major": ROLES}
    for severity, recheck, rechecker, together, order, failed in product(
        severities, ("passed", "failed", "none"), ("colleague", "inspector"),
        ("", "dept", "inspector"), ("report visit recheck", "visit report recheck",
        "visit recheck report"), FAILED,
    ):  # fmt: skip
        if together != rechecker:
            yield Combination(severity, recheck, rechecker, together, order, failed, full[severity])


def build(cast: Cast, issue: Issue, made: Combination) -> None:
    """Put the evidence into the tables, with the guards off and places in the wanted order."""
    places = iter(take_record_orders(20))
    if made.failed == "before it":
        _visit(cast, next(places), "dept", failed=True)
    if made.sign_before_recheck:
        _sign(cast, issue, made, places)
    visit = None
    for step in made.order.split():
        if step == "report":
            _evidence(issue, cast, "inspector", next(places), "rectifications",
                      measure="x", responsible="y")  # fmt: skip
        elif step == "visit":
            at_visit = made.failed == "at the visit"
            visit = _visit(cast, next(places), made.rechecker, failed=at_visit)
            if made.together:
                company = cast[made.together]
                visit.co_inspectors.create(officer=company, person_id=company.person_id)
        elif made.recheck != "none":
            _evidence(issue, cast, made.rechecker, next(places), "rechecks", inspection=visit,
                      passed=made.recheck == "passed", reason="still")  # fmt: skip
    _fail_after(cast, made, next(places))
    if not made.sign_before_recheck:
        _sign(cast, issue, made, places)


def _fail_after(cast: Cast, made: Combination, place: int) -> None:
    if not made.failed.startswith("after it"):
        return
    visit = _visit(cast, place, "dept", failed=True)
    if made.failed == "after it":
        return
    reviewer = cast["dept-reviewer"]
    visit.withdrawals.create(
        number=str(visit.uuid), officer=visit.officer, person=visit.person, hours=24, reason="x",
        state="granted", decider=reviewer, decider_person=reviewer.person, decided=timezone.now(),
    )  # fmt: skip


def _sign(cast: Cast, issue: Issue, made: Combination, places: Iterator[int]) -> None:
    for role in made.signed:
        by = made.by if role == made.shared else SIGNER[role]
        round_ = issue.round + (role == made.stray)
        _evidence(issue, cast, by, next(places), "sign_offs", role=role, round=round_)


def _evidence(issue: Issue, cast: Cast, by: str, place: int, relation: str, **columns: Any) -> None:
    officer = cast[by]
    columns.setdefault("round", issue.round)
    getattr(issue, relation).create(
        officer=officer, person_id=officer.person_id, at=timezone.now(),
        record_order=place, **columns,
    )  # fmt: skip


def _visit(cast: Cast, place: int, by: str, *, failed: bool) -> Inspection:
    officer, now = cast[by], timezone.now()
    visit = Inspection.objects.create(
        uuid=uuid4(), venue=cast.venue, side="town", kind="check", version=cast.version,
        officer=officer, person_id=officer.person_id, started=now, received=now,
        business_day=timezone.localdate(now), outcome="clean", record_order=place,
    )  # fmt: skip
    if failed:
        for code in ("A1", "B1", "C1"):
            visit.answers.create(item=cast.version.items.get(code=code), value="fail")
    return visit


def set_guards(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL session_replication_role = {role}")


def database_closes(issue: Issue) -> bool:
    """Whether a bare UPDATE is let through; any other error counts as a disagreement."""
    try:
        with transaction.atomic():
            Issue.objects.filter(pk=issue.pk).update(
                state="closed", closed_at=timezone.now(), closed_order=take_record_orders(1)[0]
            )
    except DatabaseError as refusal:
        return "R-ISSUE-1" not in str(refusal)
    return True


def judged(cast: Cast, issue: Issue, made: Combination) -> tuple[bool, bool]:
    """Whether Python and whether the database would close the issue; all is rolled back."""
    with transaction.atomic():
        set_guards("replica")
        build(cast, issue, made)
        Issue.objects.filter(pk=issue.pk).update(state="rechecked")
        set_guards("origin")
        row = Issue.objects.get(pk=issue.pk)
        lacks = {each.name: lacking for each, lacking in choices(row, SYSTEM)}["close"]
        answers = not lacks, database_closes(row)
        transaction.set_rollback(True)
    return answers


@rule("R-ISSUE-1", "R-SCOPE-5")
@pytest.mark.parametrize("severity", ["general", "serious", "major"])
def test_on_every_combination_of_evidence(cast: Cast, severity: str) -> None:
    issue = cast.open(severity)
    asked = [each for each in combinations() if each.severity == severity]

    wrong = [
        (made, answers)
        for made in asked
        if (answers := judged(cast, issue, made)) != (made.is_enough(),) * 2
    ]

    assert wrong == []
    assert {each.is_enough() for each in asked} == {True, False}

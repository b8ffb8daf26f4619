"""What a person is offered is what move() lets them do: every state, transition and role."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from inspections.checks.withdrawals import Withdrawal
from inspections.checks.withdrawing import ask_withdrawal
from inspections.ledger.models import Issue
from inspections.tracking.intake.models import Intake
from inspections.tracking.notices.models import Notice
from tests.cast import OFFICERS, Cast
from tests.intake.stages import STAGES as OF_DESK
from tests.intake.stages import received
from tests.ledger.stages import STAGES
from tests.notices.stages import STAGES as OF_NOTICES
from venues.models import Venue
from venues.rules import VenueStatus
from venuewatch.workflow.actions import SYSTEM, Actor, choices, may, move
from venuewatch.workflow.models import Subject, take_record_orders
from venuewatch.workflow.rules import NotAllowed, Refused, Stale, Transition

# Something for every input that any transition requires.
GIVEN = {
    "reason": "because", "measure": "cleared", "responsible": "Wang", "kind": "error",
    "wanted": "2030-01-01", "until": "2030-01-01", "document_number": "1", "day": "2026-01-01",
    "severity": "major", "to": "fire", "level": "district", "title": "exits", "text": "locked",
    "found": "locked", "deadline": "2030-01-01", "words": "locked", "source": "tip", "venue": "V1",
    "asks": "both", "whom": "the caller", "satisfied": "yes", "original": "SL-1",
    "partner": "caller",
}  # fmt: skip


def moved(subject: Subject, name: str, by: Actor) -> str:
    """What became of a bare move(), which is rolled back: done, or the refusal's name."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                move(subject, name, by=by, given=GIVEN, write=WRITES.get(name))
            result = "done"
        except (NotAllowed, Refused, Stale) as refusal:
            result = type(refusal).__name__
        transaction.set_rollback(True)
    return result


def closing_columns(row: Subject) -> None:
    """What the database's own check wants of a row that is about to be closed."""
    if isinstance(row, Issue):
        row.closed_at, row.closed_order = timezone.now(), take_record_orders(1)[0]


def void_kind(row: Subject) -> None:
    """The same of a row that is about to be void."""
    if isinstance(row, Issue):
        row.void_kind = "error"


def deciding_columns(row: Subject) -> None:
    """What the database's own check wants of a decided ask."""
    if isinstance(row, Withdrawal):
        row.decided, row.decider, row.decider_person = timezone.now(), row.officer, row.person


def ending(row: Subject) -> None:
    """The same of a matter of the desk that ends."""
    if isinstance(row, Intake):
        row.ended_at = timezone.now()


def repeating(row: Subject) -> None:
    """The same of one that repeats another."""
    ending(row)
    if isinstance(row, Intake):
        row.duplicate_of = Intake.objects.exclude(pk=row.pk).earliest("pk")


def numbering(row: Subject) -> None:
    """The same of a notice that is issued."""
    if isinstance(row, Notice):
        row.number, row.issued_at = "DB-9", timezone.now()


WRITES = {
    "close": closing_columns,
    "void": void_kind,
    "withdraw": void_kind,
    "grant_withdrawal": deciding_columns,
    "refuse_withdrawal": deciding_columns,
    "lapse_withdrawal": deciding_columns,
    "feed_back": ending,
    "merge": repeating,
    "issue_notice": numbering,
}


def offered(subject: Subject, by: Actor) -> dict[str, bool]:
    """The transitions that are offered, each with whether nothing lacks."""
    return {transition.name: not lacks for transition, lacks in choices(subject, by)}


def disagreements(subject: Subject, people: dict[str, Actor]) -> list[str]:
    """Where choices() or may() promise something else than move() does."""
    wrong = []
    for who, by in people.items():
        shown = offered(subject, by)
        for transition in _worth_trying(subject, by):
            result = moved(subject, transition.name, by)
            wanted = expected(subject, transition.name, by, shown)
            if result != wanted:
                wrong.append(f"{who} {transition.name}: offered {wanted}, got {result}")
    return wrong


def _worth_trying(subject: Any, by: Actor) -> list[Transition]:
    """Whether the state allows is judged before who asks: of what it forbids, one asks for all."""
    return [each for each in subject.workflow if by is SYSTEM or subject.state in each.sources]


def expected(subject: Any, name: str, by: Actor, shown: dict[str, bool]) -> str:
    if subject.state not in subject.workflow[name].sources:
        assert name not in shown
        return "Stale"
    assert (name in shown) == may(subject, name, by)
    if name not in shown:
        return "NotAllowed"
    return "done" if shown[name] else "Refused"


def everybody(cast: Cast) -> dict[str, Actor]:
    return {"system": SYSTEM, **{name: cast[name] for name in OFFICERS}}


@pytest.fixture
def cast_without_guards(cast: Cast) -> Cast:
    """The kernel alone decides: a bare move() brings none of the evidence the guards ask for."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    return cast


@pytest.mark.parametrize("severity", ["general", "serious", "major"])
@pytest.mark.parametrize("state", STAGES)
def test_of_an_issue(cast_without_guards: Cast, state: str, severity: str) -> None:
    cast = cast_without_guards
    issue = STAGES[state](cast, severity)

    assert disagreements(Issue.objects.get(pk=issue.pk), everybody(cast)) == []


@pytest.mark.parametrize("signed", [1, 2, 3])
def test_of_a_major_issue_that_is_being_signed(cast_without_guards: Cast, signed: int) -> None:
    cast = cast_without_guards
    issue = cast.rechecked("major")
    for name in ("town-reviewer", "dept-reviewer", "command-reviewer")[:signed]:
        cast.sign(issue, name)

    assert disagreements(Issue.objects.get(pk=issue.pk), everybody(cast)) == []


@pytest.mark.parametrize("state", VenueStatus.values)
@pytest.mark.parametrize("which", ["venue", "venue_without_town", "chess_room"])
def test_of_a_venue(cast: Cast, which: str, state: str) -> None:
    venue = getattr(cast, which)
    Venue.objects.filter(pk=venue.pk).update(state=state)

    assert disagreements(Venue.objects.get(pk=venue.pk), everybody(cast)) == []


@pytest.mark.parametrize("state", ["asked", "granted", "refused", "lapsed"])
@pytest.mark.parametrize("reported", [False, True])
def test_of_a_withdrawal(cast_without_guards: Cast, state: str, reported: bool) -> None:
    cast = cast_without_guards
    visit = cast.check(failed="A1", co_inspectors=[cast["town-leader"]])
    ask = ask_withdrawal(visit, by=cast["inspector"], reason="wrong venue")
    decider = cast["town-reviewer"]
    decided = {"decided": timezone.now(), "decider": decider, "decider_person": decider.person}
    Withdrawal.objects.filter(pk=ask.pk).update(
        state=state, **(decided if state != "asked" else {})
    )
    if reported:
        cast.report(cast.only_issue())

    assert disagreements(Withdrawal.objects.get(pk=ask.pk), everybody(cast)) == []


@pytest.mark.parametrize("state", list(OF_DESK))
def test_of_a_matter_of_the_desk(cast_without_guards: Cast, state: str) -> None:
    cast = cast_without_guards
    received(cast)
    matter = OF_DESK[state](cast)

    assert disagreements(Intake.objects.get(pk=matter.pk), everybody(cast)) == []


@pytest.mark.parametrize("state", list(OF_NOTICES))
def test_of_a_notice(cast_without_guards: Cast, state: str) -> None:
    notice = OF_NOTICES[state](cast_without_guards)

    assert disagreements(Notice.objects.get(pk=notice.pk), everybody(cast_without_guards)) == []

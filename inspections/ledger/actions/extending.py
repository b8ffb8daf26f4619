"""Extensions of a deadline: asking, granting, refusing."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.ledger import rules
from inspections.ledger.models import ExtensionAsk, ExtensionDecision, Issue
from venues.models import Officer
from venuewatch.workflow import clock
from venuewatch.workflow.actions import move
from venuewatch.workflow.rules import Refused


def ask_extension(
    issue: Issue, *, by: Officer, wanted: date | None, reason: str, seen: int | None = None
) -> Issue:
    """Ask for time until the end of a day later than the due, before that has passed."""
    moment = clock.now()

    def write(row: Issue) -> dict[str, Any]:
        until = _later(row, wanted, "wanted")
        ExtensionAsk.objects.create(
            issue=row,
            round=row.round,
            officer=by,
            person_id=by.person_id,
            at=moment,
            wanted=until,
            due_then=row.due,
            reason=reason,
        )
        return {"until": str(wanted), "due": _in_words(row), "round": row.round}

    given = {"reason": reason, "wanted": wanted}
    return move(issue, "ask_extension", by=by, given=given, happened=moment, seen=seen, write=write)


def grant_extension(
    issue: Issue, *, by: Officer, until: date | None, reason: str = "", seen: int | None = None
) -> Issue:
    """Add a later due, the end of a day; the first one stays in the ledger (R-ISSUE-3)."""

    def write(row: Issue) -> dict[str, Any]:
        due = _later(row, until, "until")
        before = _in_words(row)
        _decide(row, by, due=due, reason=reason)
        row.due = due
        return {"until": str(until), "due": _in_words(row), "before": before}

    given = {"reason": reason, "until": until}
    return move(issue, "grant_extension", by=by, given=given, seen=seen, write=write)


def refuse_extension(issue: Issue, *, by: Officer, reason: str, seen: int | None = None) -> Issue:
    """Leave the due as it is, with a reason."""

    def write(row: Issue) -> dict[str, Any]:
        _decide(row, by, reason=reason)
        return {"due": _in_words(row)}

    given = {"reason": reason}
    return move(issue, "refuse_extension", by=by, given=given, seen=seen, write=write)


def _later(row: Issue, day: date | None, field: str) -> Any:
    """The end of a day, which must be later than the due and than now."""
    until = rules.end_of_day(day) if day else row.due
    if until <= max(row.due, clock.now()):
        raise Refused({field: _("Choose a day after the present deadline and after today.")})
    return until


def _decide(row: Issue, by: Officer, *, reason: str, due: Any = None) -> None:
    ExtensionDecision.objects.create(
        issue=row,
        ask=row.extension_asks.get(round=row.round, decision=None),
        round=row.round,
        officer=by,
        person_id=by.person_id,
        at=clock.now(),
        due=due,
        reason=reason,
    )


def _in_words(row: Issue) -> str:
    return timezone.localtime(row.due).isoformat()

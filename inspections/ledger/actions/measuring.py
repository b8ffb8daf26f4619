"""Measures: recording one, saying why there is none, and what the system records itself."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.ledger import rules
from inspections.ledger.models import Issue, Measure
from inspections.ledger.rules import MeasureKind
from venues.models import Officer
from venues.models.organisations import scheme_value
from venues.rules import Origin
from venuewatch.moments import day_words
from venuewatch.workflow import clock, followups
from venuewatch.workflow.actions import SYSTEM, move, record
from venuewatch.workflow.rules import Refused, Words

MEASURE = "ledger.measure"


def record_measure(
    issue: Issue,
    *,
    by: Officer,
    kind: str,
    document_number: str,
    day: date | None,
    remark: str = "",
    file: Any = None,
    seen: int | None = None,
) -> Issue:
    """Record a measure with its document; `file` is one of `documents.clean_document`."""

    def write(row: Issue) -> dict[str, Any]:
        if sentence := odd_day(row, day):
            raise Refused({"day": sentence})
        measure = _keep(
            row, by, kind=kind, day=day, document_number=document_number, words=remark, file=file,
            file_kind=file.name.rsplit(".", 1)[-1] if file else "",
        )  # fmt: skip
        _no_longer_owed(row)
        return {
            "enforcement": measure.kind,
            "document": measure.document_number,
            "day": str(day),
            "remark": remark,
        }

    given = {"kind": kind, "document_number": document_number, "day": day}
    return move(issue, "record_measure", by=by, given=given, seen=seen, write=write)


def odd_day(issue: Issue, day: date | None) -> Words:
    """What stands against a measure's day, "" for nothing: it is taken once the issue was found."""
    if day and day > timezone.localdate(clock.now()):
        return _("This day has not come yet.")
    found = timezone.localdate(issue.found_at)
    if day and day < found:
        words = _("The issue was found on %s; a measure about it is not older.")
        return words % day_words(found)
    return ""


def explain_no_measure(issue: Issue, *, by: Officer, reason: str, seen: int | None = None) -> Issue:
    """Say why 2 failed re-checks led to no measure (R-ISSUE-9)."""

    def write(row: Issue) -> dict[str, Any]:
        _keep(row, by, kind=MeasureKind.NONE, day=timezone.localdate(clock.now()), words=reason)
        _no_longer_owed(row)
        return {"enforcement": MeasureKind.NONE.value}

    given = {"reason": reason}
    return move(issue, "explain_no_measure", by=by, given=given, seen=seen, write=write)


def miss_measure(issue: Issue) -> Issue:
    """Note that the time for a measure passed without one; only the follow-up calls this."""
    return move(issue, "miss_measure", by=SYSTEM)


def order_to_stop(issue: Issue, *, by: Officer, at: datetime) -> None:
    """0 hours: stop at once, recorded as a measure by the opening itself (R-ISSUE-3)."""
    _keep(issue, by, kind=MeasureKind.ORDER, day=timezone.localdate(at), automatic=True, at=at)
    details = {"enforcement": MeasureKind.ORDER.value, "automatic": True}
    record(issue, "record_measure", by=by, source=issue.state, happened=at, details=details,
           announce=True)  # fmt: skip


def owe_measure(issue: Issue) -> None:
    """After the second failed re-check a measure, or why not, is owed within a time."""
    failed = issue.rechecks.filter(passed=False).count()
    if failed == rules.FAILURES_BEFORE_MEASURE and issue.origin == Origin.LIVE:
        days = scheme_value("measure_days", issue.venue.district_id)
        due = clock.now() + timedelta(days=days)
        followups.schedule(MEASURE, issue, due=due, step=issue.round)


def _keep(row: Issue, by: Officer, *, at: datetime | None = None, **columns: Any) -> Measure:
    return Measure.objects.create(
        issue=row,
        round=row.round,
        officer=by,
        person_id=by.person_id,
        organisation=by.organisation,
        at=at or clock.now(),
        **columns,
    )


def _no_longer_owed(row: Issue) -> None:
    followups.call_off(MEASURE, row, _("A measure, or why there is none, was recorded."))

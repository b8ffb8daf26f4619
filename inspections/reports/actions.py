"""The only code that changes daily reports: awaiting, submitting, declaring zero, correcting."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.duties.actions import today
from inspections.reports.compiling import content_of
from inspections.reports.models import DailyReport, ReportVersion
from inspections.reports.rules import (
    DEADLINES,
    KINDS_OF,
    Facts,
    canonical,
    day_can_be_reported,
    deadline_of,
    digest_of,
    something_found,
)
from venues.models import Officer, Organisation
from venues.models.organisations import SchemeValue, scheme_value
from venues.rules import SCHEME_DEFAULTS
from venuewatch.workflow import clock
from venuewatch.workflow.actions import SYSTEM, move
from venuewatch.workflow.models import FollowUp
from venuewatch.workflow.rules import Refused

REMIND, REMIND_LATE = "reports.remind", "reports.remind_late"


def await_reports(day: date) -> None:
    """Make what every organisation owes on a planned day, with its reminders (R-REPORT-1).

    However often a day is planned, there is one report per organisation, day and kind.
    """
    organisations = Organisation.objects.filter(kind__in=KINDS_OF).select_related("area")
    _await(list(organisations.order_by("pk")), day)


def report_of(organisation: Organisation, day: date, kind: str) -> DailyReport:
    """The stored report, made where the day was not planned."""
    rows = DailyReport.objects.filter(organisation=organisation, day=day, kind=kind)
    if not rows.exists():
        _await([organisation], day)
    return rows.select_related("organisation__area").get()


def blank_report(organisation: Organisation, day: date, kind: str) -> DailyReport:
    """The report as it would be made, for looking at a day without one; not stored."""
    minutes = scheme_value(DEADLINES[kind], _district(organisation))
    return DailyReport.of(organisation, day, kind, deadline_of(day, minutes))


def submit(
    report: DailyReport, *, by: Officer, remarks: str = "", seen: int | None = None
) -> DailyReport:
    """Freeze what the day's checks found and the ledger says (R-REPORT-1).

    Raises Refused where nothing was found or the day is closed to reports, NotAllowed, Stale.
    """
    return _file(report, "submit", by=by, given={"remarks": remarks}, seen=seen)


def declare_zero(
    report: DailyReport, *, by: Officer, declared: bool, remarks: str = "", seen: int | None = None
) -> DailyReport:
    """Say that nothing was found; `declared` is the reviewer's own word for it (R-REPORT-2).

    Raises Refused without it and where something was found, NotAllowed, Stale.
    """
    given = {"remarks": remarks, "declared": declared or None}
    return _file(report, "declare_zero", by=by, given=given, seen=seen)


def correct(
    report: DailyReport,
    *,
    by: Officer,
    reason: str,
    declared: bool = False,
    remarks: str = "",
    seen: int | None = None,
) -> DailyReport:
    """Count the day anew as a new version, with a reason; `declared`: now it is a zero report.

    What an earlier version listed as added stays listed. Raises Refused, NotAllowed, Stale.
    """
    given = {"remarks": remarks, "reason": reason.strip(), "declared": declared or None}
    name = "correct_to_zero" if declared else "correct"
    return _file(report, name, by=by, given=given, seen=seen)


def remind(report: DailyReport, *, after: bool) -> DailyReport:
    """Remind of a report that is not there yet: one event, and one message to be sent."""
    words = {"when": "after" if after else "before", "deadline": report.deadline.isoformat()}
    return move(report, "remind", by=SYSTEM, write=lambda _row: words)


def days_open(organisation: Organisation) -> list[date]:
    """The days that may still be reported for the first time, today first."""
    back = scheme_value("backdate_days", _district(organisation))
    return [today() - timedelta(days=count) for count in range(back + 1)]


def refuse_closed_day(row: DailyReport) -> None:
    """Raise Refused where a first report of this day cannot be filed: ahead, or too far back."""
    back = scheme_value("backdate_days", _district(row.organisation))
    if not day_can_be_reported(row.day, today(), back):
        raise Refused(
            {"": _("A report can be filed for today or at most %(days)d days back.")
             % {"days": back}}
        )  # fmt: skip


def _file(
    report: DailyReport,
    name: str,
    *,
    by: Officer,
    given: Mapping[str, Any],
    seen: int | None,
) -> DailyReport:
    def write(row: DailyReport) -> dict[str, Any]:
        before = row.latest
        if before is None:
            refuse_closed_day(row)
        as_of = clock.now()
        content = content_of(row, as_of)
        if before is not None:
            content["added"] = before.content["added"]
        _judge(row, name, content)
        row.filed_at = row.filed_at or as_of
        signed = by.signs(row.workflow[name].allowed)
        version = _freeze(row, before, content, as_of, by=by, given={**given, "signed": signed})
        return {
            "version": version.number, "digest": digest_of(version.figures),
            "as_of": as_of.isoformat(), "remark": version.remarks,
        }  # fmt: skip

    return move(report, name, by=by, given=given, seen=seen, write=write)


def _judge(row: DailyReport, name: str, content: Mapping[str, Any]) -> None:
    """The table's needs, on the very figures that are about to be frozen (R-REPORT-2)."""
    unmet = row.workflow[name].unmet(Facts(found=something_found(content["own"])))
    if unmet:
        raise Refused({"declared": unmet[0].sentence})


def _freeze(
    row: DailyReport,
    before: ReportVersion | None,
    content: Mapping[str, Any],
    as_of: datetime,
    *,
    by: Officer,
    given: Mapping[str, Any],
) -> ReportVersion:
    return ReportVersion.objects.create(
        report=row,
        number=before.number + 1 if before else 1,
        figures=canonical(content),
        as_of=as_of,
        zero=not something_found(content["own"]),
        remarks=str(given.get("remarks") or "").strip(),
        reason=given.get("reason", ""),
        officer=by,
        person_id=by.person_id,
        signed=given["signed"],
        on_time=row.filed_at is not None and row.filed_at <= row.deadline,
    )


def _await(organisations: Collection[Organisation], day: date) -> None:
    values = _scheme_values()
    made = []
    for each in organisations:
        for kind in KINDS_OF[each.kind]:
            minutes = _value(values, DEADLINES[kind], _district(each))
            made.append(DailyReport.of(each, day, kind, deadline_of(day, minutes)))
    with transaction.atomic():
        numbers = [report.number for report in made]
        rows = DailyReport.objects.filter(number__in=numbers)
        known = set(rows.values_list("number", flat=True))
        DailyReport.objects.bulk_create(
            [report for report in made if report.number not in known], ignore_conflicts=True
        )
        fresh = rows.exclude(number__in=known).select_related("organisation__area")
        _schedule_reminders(list(fresh.order_by("pk")), values)


def _schedule_reminders(reports: Collection[DailyReport], values: "_Values") -> None:
    """One before the deadline and one after; a day that is over is not reminded of any more."""
    waiting = []
    for report in reports:
        minutes = _value(values, "remind_minutes", _district(report.organisation))
        moments = {REMIND: report.deadline - timedelta(minutes=minutes),
                   REMIND_LATE: report.deadline}  # fmt: skip
        waiting += [
            FollowUp(kind=kind, subject_type=report.subject_type, subject_id=report.pk, due=due)
            for kind, due in moments.items()
            if due > clock.now() or (kind == REMIND_LATE and report.day >= today())
        ]
    FollowUp.objects.bulk_create(waiting, ignore_conflicts=True)


_Values = dict[tuple[int, str], int]
_ASKED = (*set(DEADLINES.values()), "remind_minutes")


def _scheme_values() -> _Values:
    """What command set of deadlines and reminders, by district and key, in one query."""
    rows = SchemeValue.objects.filter(key__in=_ASKED)
    return {(row.area_id, row.key): row.value for row in rows.order_by("pk")}


def _value(values: _Values, key: str, district: int) -> int:
    return values.get((district, key), SCHEME_DEFAULTS[key].value)


def _district(organisation: Organisation) -> int:
    return organisation.area.district_id or organisation.area_id

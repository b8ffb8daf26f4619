"""What happens to a daily report later: reminders, before its deadline and after it."""

from django.utils.translation import gettext as _

from inspections.reports import actions
from inspections.reports.models import DailyReport
from inspections.reports.rules import REPORTED
from venuewatch.workflow.followups import handler
from venuewatch.workflow.models import FollowUp


@handler(actions.REMIND)
def remind_before(followup: FollowUp) -> str | None:
    """Remind of a report whose deadline is near (R-REPORT-1)."""
    return _remind(followup, after=False)


@handler(actions.REMIND_LATE)
def remind_after(followup: FollowUp) -> str | None:
    """Say that the deadline of a report has passed without it."""
    return _remind(followup, after=True)


def _remind(followup: FollowUp, *, after: bool) -> str | None:
    report = DailyReport.locked(followup.subject_id)
    if report.state in REPORTED:
        return _("The report is there.")
    actions.remind(report, after=after)
    return None

"""My work today, for a reviewer: the reports to submit, the most urgent first."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from inspections.checks.sections import Part, Section, all_of
from inspections.reports.actions import days_open
from inspections.reports.models import DailyReport
from inspections.reports.rules import KINDS_OF
from venues import scoping
from venues.models import Officer
from venues.rules import Post
from venues.scoping import is_of_command


def to_submit(officer: Officer) -> QuerySet[DailyReport] | None:
    """The reports that this reviewer's organisation still owes; None for who submits none."""
    organisation = officer.organisation
    if organisation is None or organisation.kind not in KINDS_OF:
        return None
    if Post.REVIEWER not in scoping.posts_of(officer):
        return None
    since = days_open(organisation)[-1]
    return DailyReport.objects.to_submit_by(officer, since).select_related("organisation")


def reports_section(officer: Officer) -> Section | None:
    """The reports to submit of the days that are still open."""
    rows = to_submit(officer)
    if rows is None:
        return None
    return all_of(
        list(rows), heading=_("Reports to submit"), act=_("Look and submit"),
        empty=_("No report waits for you."),
    )  # fmt: skip


def outstanding_section(officer: Officer) -> Section | None:
    """For command: the way to everything that waits in its area."""
    if not is_of_command(officer):
        return None
    return all_of([], heading=_("Everything that waits in my area"))


PARTS = (
    Part("reports/outstanding/today.html", 0, outstanding_section),
    Part("reports/today.html", 4, reports_section),
)

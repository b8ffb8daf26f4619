"""My work today, for a reviewer: the reports to submit, the most urgent first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from inspections.reports.actions import days_open
from inspections.reports.models import DailyReport
from inspections.reports.rules import KINDS_OF
from venues import scoping
from venues.models import Officer
from venues.rules import Post
from venuewatch.workflow.rules import Words


@dataclass(frozen=True)
class Section:
    """One list of what waits: its heading, its reports, and what an empty one says."""

    heading: Words
    act: Words
    reports: Sequence[DailyReport]
    empty: Words
    template: str = "reports/today.html"


def sections_for(officer: Officer) -> list[Section]:
    """The reports that this reviewer's organisation still owes; none for others."""
    organisation = officer.organisation
    if organisation is None or organisation.kind not in KINDS_OF:
        return []
    if Post.REVIEWER not in scoping.posts_of(officer):
        return []
    since = days_open(organisation)[-1]
    rows = DailyReport.objects.to_submit_by(officer, since).select_related("organisation")
    return [
        Section(
            _("Reports to submit"), _("Look and submit"), list(rows), _("No report waits for you.")
        )
    ]

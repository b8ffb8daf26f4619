"""Reports as the lines of a message lead to them."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.reports.models import DailyReport
from inspections.tracking.inbox.links import Link
from venues.models import Officer
from venuewatch.moments import day_words


def links_of_reports(officer: Officer, keys: Sequence[int]) -> Mapping[int, Link]:
    """Each report by its organisation, kind and day.

    It leads to the report; for who may not read that, to who has reported on its day.
    """
    readable = set(
        DailyReport.objects.visible_to(officer).filter(pk__in=keys).values_list("pk", flat=True)
    )
    rows = DailyReport.objects.filter(pk__in=keys).select_related("organisation").order_by("pk")
    return {row.pk: Link(_address(row, row.pk in readable), _words(row)) for row in rows}


def _address(row: DailyReport, may_read: bool) -> str:
    if may_read:
        return reverse("reports:report", args=[row.day, row.organisation_id, row.kind])
    return f"{reverse('reports:overview')}?day={row.day.isoformat()}"


def _words(row: DailyReport) -> str:
    values = {
        "organisation": row.organisation.name, "kind": row.get_kind_display(),
        "day": day_words(row.day),
    }  # fmt: skip
    return _("%(organisation)s: %(kind)s of %(day)s") % values

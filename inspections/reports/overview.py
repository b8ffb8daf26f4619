"""Pages over all reports: who has reported on a day and who has not, and the rankings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from inspections.duties.actions import today
from inspections.duties.models import PlannedDay
from inspections.reports.compiling import districts_of, figures_of, scope_of
from inspections.reports.figures import day_figures
from inspections.reports.links import Owner
from inspections.reports.models import DailyReport
from inspections.reports.rules import KINDS_OF, ReportKind, Standing, has_reports
from inspections.reports.tables import Line, line, overview_sheet, owner_of
from venues import scoping
from venues.models import Officer, Organisation
from venues.rules import BUSINESS_POSTS, OrganisationKind
from venues.signed_in import officer_of
from venuewatch.listing import export
from venuewatch.workflow import clock
from venuewatch.workflow.rules import NotAllowed, Words

_GROUPS: dict[str, Words] = {
    OrganisationKind.COMMAND: gettext_lazy("Command"),
    OrganisationKind.TOWN: gettext_lazy("Towns"),
    OrganisationKind.DEPARTMENT: gettext_lazy("Departments"),
}


@dataclass(frozen=True)
class Shown:
    """One report in the overview; `standing` None where none was awaited that day."""

    kind: ReportKind
    standing: Standing | None
    filed_at: datetime | None
    deadline: datetime | None
    address: str

    @property
    def is_due(self) -> bool:
        """Whether it still is to be filed."""
        return self.filed_at is None


@dataclass(frozen=True)
class Reporter:
    """An organisation and its reports of a day."""

    organisation: Organisation
    reports: list[Shown]


def reader_of(request: HttpRequest) -> Officer:
    """Whoever has a post with business rights; others read no reports."""
    officer = officer_of(request)
    if officer.post not in BUSINESS_POSTS:
        raise NotAllowed(_("Your post reads no reports."))
    return officer


def circle_of(officer: Officer) -> list[Organisation]:
    """The reporting organisations of the officer's district: who has reported is no secret."""
    rows = scoping.beside(Organisation.objects.filter(kind__in=_GROUPS), officer)
    found = rows.select_related("area").order_by("area__code", "pk")
    order = list(_GROUPS)
    return sorted(found, key=lambda each: order.index(each.kind))


def day_in(text: str) -> date | None:
    """A day as it is written in an address; None for anything else."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and has_reports(day) else None


@require_GET
def overview(request: HttpRequest) -> HttpResponseBase:
    """Who has reported, who has not? Then the day's figures of those in scope."""
    officer = reader_of(request)
    day = day_in(request.GET.get("day", "")) or today()
    circle = circle_of(officer)
    papers = scoping.papers_in_scope(Organisation.objects.all(), officer)
    readable = set(papers.values_list("pk", flat=True))
    reporters = _reporters(circle, readable, day)
    lines = _figures(officer, [each for each in reporters if each.organisation.pk in readable], day)
    if sheet := request.GET.get("export", ""):
        return export.response(sheet, f"reports-{day}", overview_sheet(lines))
    context = {
        "day": day, "before": day - timedelta(days=1), "after": day + timedelta(days=1),
        "today": today(), "lines": lines, "as_of": clock.now(),
        "planned": PlannedDay.objects.filter(day=day).exists(),
        "own": [report for each in reporters if each.organisation.pk == officer.organisation_id
                for report in each.reports],
        "groups": _grouped(reporters),
    }  # fmt: skip
    return render(request, "reports/overview.html", context)


def _grouped(reporters: list[Reporter]) -> list[tuple[Words, list[Reporter]]]:
    grouped = [
        (label, [each for each in reporters if each.organisation.kind == kind])
        for kind, label in _GROUPS.items()
    ]
    return [(label, rows) for label, rows in grouped if rows]


def _reporters(circle: list[Organisation], readable: set[int], day: date) -> list[Reporter]:
    rows = DailyReport.objects.filter(day=day, organisation__in=circle)
    stored = {(row.organisation_id, row.kind): row for row in rows.order_by("pk")}
    return [
        Reporter(
            each,
            [_shown(each, kind, stored.get((each.pk, kind)), each.pk in readable, day)
             for kind in KINDS_OF[each.kind]],
        )
        for each in circle
    ]  # fmt: skip


def _shown(
    organisation: Organisation, kind: str, report: DailyReport | None, readable: bool, day: date
) -> Shown:
    address = reverse("reports:report", args=[day, organisation.pk, kind]) if readable else ""
    if report is None:
        return Shown(ReportKind(kind), None, None, None, address)
    return Shown(ReportKind(kind), report.standing, report.filed_at, report.deadline, address)


def _figures(officer: Officer, reporters: Iterable[Reporter], day: date) -> list[Line]:
    """The day's figures as of now; command sees those of its whole area too."""
    own = officer.organisation
    command = own is not None and own.kind == OrganisationKind.COMMAND
    districts = districts_of(own.area) if own and command else []
    shown = [each for each in reporters if each.organisation.kind != OrganisationKind.COMMAND]
    counted = day_figures(scope_of([each.organisation for each in shown], districts), day,
                          clock.now())  # fmt: skip
    lines = [_line(each, figures_of(each.organisation, counted), day) for each in shown]
    if districts:
        whole = line(_("The whole district"), counted.whole, Owner(), day, is_total=True)
        lines.append(whole)
    return lines


def _line(reporter: Reporter, figures: dict[str, int | None], day: date) -> Line:
    own = reporter.reports[0]
    return line(
        reporter.organisation.name, figures, owner_of(reporter.organisation), day,
        standing=own.standing, address=own.address,
    )  # fmt: skip

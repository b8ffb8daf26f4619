"""Reports of the tests' days, as their people file them."""

from contextlib import nullcontext
from datetime import date

from inspections.duties.actions import plan_day
from inspections.reports import actions
from inspections.reports.compiling import content_of
from inspections.reports.models import DailyReport
from inspections.reports.rules import something_found
from tests.cast import Cast
from tests.duties.days import at
from venues.models import Organisation
from venuewatch.workflow import clock

REVIEWERS = {
    "town": "town-reviewer", "next": "neighbour-reviewer", "market": "dept-reviewer",
    "command": "command-reviewer",
}  # fmt: skip
KINDS = {"town": "town", "next": "town", "market": "department", "command": "bulletin"}


def report(code: str, day: date, kind: str = "") -> DailyReport:
    """The stored report of an organisation of the cast."""
    organisation = Organisation.objects.select_related("area").get(code=code)
    return actions.report_of(organisation, day, kind or KINDS[code])


def planned(day: date, hour: int = 1) -> None:
    """The day is planned at that hour."""
    with at(day, hour):
        plan_day()


def submitted(
    cast: Cast, code: str, day: date, kind: str = "", hour: int | None = 17
) -> DailyReport:
    """The report is filed at that hour of its day, None for now, as what was found demands."""
    with nullcontext() if hour is None else at(day, hour):
        row = report(code, day, kind)
        by = cast[REVIEWERS[code]]
        if something_found(content_of(row, clock.now())["own"]):
            return actions.submit(row, by=by, remarks="as every day")
        return actions.declare_zero(row, by=by, declared=True)


def content(row: DailyReport) -> dict[str, object]:
    """What its latest version says."""
    latest = row.versions.order_by("-number").first()
    assert latest is not None
    return latest.content

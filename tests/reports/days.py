"""Reports of the tests' days, as their people file them."""

from datetime import date

from inspections.duties.actions import plan_day
from inspections.reports import actions
from inspections.reports.models import DailyReport
from tests.cast import Cast
from tests.duties.days import at
from venues.models import Organisation

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


def submitted(cast: Cast, code: str, day: date, kind: str = "", hour: int = 17) -> DailyReport:
    """The report is filed at that hour of its day, as what was found demands."""
    with at(day, hour):
        row = report(code, day, kind)
        by = cast[REVIEWERS[code]]
        content = actions.content_of(row, actions.clock.now())
        if actions.something_found(content["own"]):
            return actions.submit(row, by=by, remarks="as every day")
        return actions.declare_zero(row, by=by, declared=True)


def content(row: DailyReport) -> dict[str, object]:
    """What its latest version says."""
    latest = row.versions.order_by("-number").first()
    assert latest is not None
    return latest.content

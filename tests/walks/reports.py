"""Daily reports: filed, declared zero, corrected."""

from datetime import timedelta
from typing import Any

from inspections.reports import actions
from inspections.reports.compiling import content_of
from inspections.reports.models import DailyReport
from inspections.reports.rules import something_found
from tests.walks.deeds import Step, deed, step
from tests.walks.world import World


def _reports(world: World, days: int) -> Any:
    rows = DailyReport.objects.select_related("organisation__area__district")
    return rows.filter(day__gt=world.today - timedelta(days=days))


def _found(world: World, report: DailyReport) -> bool:
    """Whether something was found; who is careless does not look."""
    if world.careless:
        return world.chance(0.5)
    return something_found(content_of(report, world.now)["own"])


@deed("report.submit", "report.declare_zero")
def file(world: World) -> Step | None:
    report = world.some(_reports(world, 3), state="awaited")
    if report is None:
        return None
    by = world.who("reviewer", report.organisation_id)
    if _found(world, report):
        return step(actions.submit, report, by=by, remarks=world.words("as always"))
    return step(actions.declare_zero, report, by=by, declared=not world.careless)


@deed("report.correct", "report.correct_to_zero")
def correct(world: World) -> Step | None:
    report = world.some(_reports(world, 10), state__in=["filed", "zero"])
    if report is None:
        return None
    by = world.who("reviewer", report.organisation_id)
    return step(actions.correct, report, by=by, reason=world.words("counted anew"),
                declared=not _found(world, report))  # fmt: skip

"""What the figures count (R-REPORT-1)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from inspections.reports.compiling import scope_of
from inspections.reports.figures import day_figures
from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at, checked
from tests.reports.days import planned
from tests.rules import rule
from venues.models import Organisation, Standing
from venuewatch.workflow import clock, followups

LONG_AGO = MONDAY - timedelta(days=400)


def own(code: str, day: object = MONDAY, at_day: object = None) -> dict[str, int | None]:
    """The figures of an organisation's day that are not zero."""
    organisation = Organisation.objects.get(code=code)
    counted = day_figures(scope_of([organisation]), day, clock.now())  # type: ignore[arg-type]
    (figures,) = [*counted.towns.values(), *counted.departments.values()]
    return {name: value for name, value in figures.items() if value}


@rule("R-REPORT-1", "R-DUTY-2")
def test_duties_of_the_own_side(cast: Cast) -> None:
    Standing.objects.update(last_town_check=LONG_AGO, last_sector_check=LONG_AGO)
    planned(MONDAY)
    with at(MONDAY, 10):
        cast.check()
    planned(TUESDAY)
    with at(TUESDAY, 10):
        cast.check(venue=cast.chess_room, started=clock.now() - timedelta(days=1))

        assert own("town") == {"due": 2, "done": 1, "done_late": 1, "clean": 2}
        assert own("market") == {"due": 3, "missed": 3}
        assert own("next") == {"due": 1, "missed": 1}


@rule("R-REPORT-1")
def test_a_moot_duty_is_not_due(cast: Cast) -> None:
    checked(cast.venue, MONDAY - timedelta(days=1))
    Standing.objects.filter(pk=cast.venue.pk).update(plate_hung=True, plate_since=LONG_AGO)
    planned(MONDAY)
    assert own("town")["due"] == 1
    Standing.objects.filter(pk=cast.venue.pk).update(plate_hung=False, plate_since=None)
    planned(MONDAY, 2)

    assert "due" not in own("town")


@rule("R-REPORT-1")
def test_the_ledger_of_the_own_charge(cast: Cast) -> None:
    with at(MONDAY, 9):
        issue = cast.open()
        cast.check(by="dept", failed="B1")
    with at(TUESDAY, 9):
        cast.recheck(cast.report(issue))
        followups.run_due()
        assert own("town", TUESDAY) == {"rectified": 1, "closed": 1, "unclosed": 1, "clean": 1}
        assert own("town") == {"general": 1, "issues": 1, "unclosed": 1}
        assert own("market") == {"serious": 1, "issues": 1, "unclosed": 1}
    with at(MONDAY + timedelta(days=30)):
        assert own("town")["overdue"] == 1


@rule("R-REPORT-1")
def test_a_void_issue_was_not_found(cast: Cast) -> None:
    with at(MONDAY, 9):
        issue = cast.open()
        ledger.void(issue, by=cast["command-leader"], reason="typed twice", kind="error")

    assert "general" not in own("town")
    assert Issue.objects.get().state == "void"


@rule("R-REPORT-1")
def test_old_figures_stay_when_a_venue_moves(cast: Cast) -> None:
    with at(MONDAY, 9):
        cast.open()
    cast.venue.area = cast.neighbour
    cast.venue.save()

    assert own("town")["general"] == 1
    assert "general" not in own("next")


@rule("R-REPORT-1")
@pytest.mark.parametrize("codes", [["town"], ["town", "next", "market"]])
def test_one_statement_however_many_owners(cast: Cast, codes: list[str]) -> None:
    scope = scope_of(Organisation.objects.filter(code__in=codes).order_by("pk"))
    with CaptureQueriesContext(connection) as asked:
        day_figures(scope, MONDAY, clock.now())

    assert len(asked) == 1

"""What changes a day's duty changes it at once (R-DUTY-1)."""

from datetime import timedelta
from typing import Any

import pytest

from inspections.duties.actions import plan_day, replan_after_the_planner
from inspections.duties.models import Duty
from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at, checked, duties, reasons
from tests.rules import rule
from venues import actions as register
from venues import governing
from venues.models import Venue
from venuewatch.workflow import followups

YESTERDAY = MONDAY - timedelta(days=1)


@rule("R-DUTY-1")
def test_an_issue_brings_the_other_side_and_its_end_lets_it_go(cast: Cast) -> None:
    checked(cast.venue, YESTERDAY)
    with at(MONDAY):
        plan_day()
        assert duties(cast.venue, MONDAY) == {}

        cast.check(failed="A1")
        assert reasons(cast.venue, MONDAY) == {"sector": ("problem", 1)}

        issue = cast.report(cast.only_issue())
        cast.recheck(issue)
        assert duties(cast.venue, MONDAY) == {"sector": "owed"}
        followups.run_due()

    assert duties(cast.venue, MONDAY) == {"sector": "moot"}


@rule("R-DUTY-1")
def test_without_a_plan_nothing_is_written(cast: Cast) -> None:
    checked(cast.venue, YESTERDAY)
    with at(MONDAY):
        plan_day()
    with at(TUESDAY):
        cast.check(failed="A1")

    assert not Duty.objects.filter(day=TUESDAY).exists()


@rule("R-DUTY-1")
def test_pausing_and_resuming_a_venue(cast: Cast) -> None:
    checked(cast.venue, YESTERDAY - timedelta(days=60))
    with at(MONDAY):
        plan_day()
        register.pause(cast.venue, by=cast["inspector"], reason="works")
        assert duties(cast.venue, MONDAY) == {"sector": "moot", "town": "moot"}

        register.resume(cast.venue, by=cast["inspector"])

    assert duties(cast.venue, MONDAY) == {"sector": "owed", "town": "owed"}


@rule("R-DUTY-1")
def test_a_town_that_is_assigned_owes_from_then_on(cast: Cast) -> None:
    venue = cast.venue_without_town
    checked(venue, YESTERDAY - timedelta(days=60))
    with at(MONDAY):
        plan_day()
        register.assign_town(venue, cast.town, by=cast["command"])

    assert duties(venue, MONDAY) == {"sector": "owed", "town": "owed"}
    assert Duty.objects.get(venue=venue, side="town").town == cast.town


@rule("R-DUTY-1")
@pytest.mark.parametrize("name", ["category", "venue"])
def test_where_nobody_leads_any_more_only_the_town_owes(cast: Cast, name: str) -> None:
    checked(cast.venue, YESTERDAY - timedelta(days=60))
    command: Any = {"by": cast["command-leader"], "reason": "reform"}
    with at(MONDAY):
        plan_day()
        if name == "category":
            governing.set_leads(cast.category, cast.venue.district, None, [], **command)
        else:
            co = [cast.department]
            governing.override_leads(cast.venue, None, co, **command)
            assert duties(cast.venue, MONDAY) == {"sector": "moot", "town": "owed"}
            governing.override_leads(cast.venue, None, [], follow=True, **command)
            assert duties(cast.venue, MONDAY) == {"sector": "owed", "town": "owed"}
            return

    assert duties(cast.venue, MONDAY) == {"sector": "moot", "town": "owed"}


@rule("R-DUTY-1")
@pytest.mark.parametrize("many", [1, 20])
def test_telling_anew_takes_the_same_number_of_queries(
    cast: Cast, many: int, django_assert_num_queries: object
) -> None:
    venues = [Venue(code=f"N{n}", name="n", category=cast.category, area=cast.town)
              for n in range(many)]  # fmt: skip
    for venue in venues:
        venue.save()
        checked(venue, YESTERDAY - timedelta(days=60))
    with at(MONDAY):
        plan_day()
        with django_assert_num_queries(3):  # type: ignore[operator]  # a fixture without types
            replan_after_the_planner([venue.pk for venue in venues])

"""When each side owes a check, and why (R-DUTY-1)."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from inspections.duties.actions import plan_day
from inspections.duties.models import Duty
from inspections.duties.rules import is_working_day, why_words
from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at, checked, duties, reasons, stands
from tests.rules import rule
from venues.models import CategoryLead, Organisation, Standing, Venue, VenueLead
from venuewatch.workflow.rules import Refused

LONG_AGO = MONDAY - timedelta(days=400)
BOTH = {"sector": "owed", "town": "owed"}


@rule("R-DUTY-1")
@pytest.mark.parametrize(("ago", "owed"), [(29, {}), (30, BOTH), (31, BOTH)])
def test_a_routine_check_is_owed_once_its_interval_has_passed(
    cast: Cast, ago: int, owed: dict[str, str]
) -> None:
    checked(cast.venue, MONDAY - timedelta(days=ago))
    with at(MONDAY):
        plan_day()

    assert duties(cast.venue, MONDAY) == owed


@rule("R-DUTY-1")
def test_each_side_counts_from_its_own_check(cast: Cast) -> None:
    stands(cast.venue, last_town_check=LONG_AGO, last_sector_check=MONDAY - timedelta(days=1))
    with at(MONDAY):
        plan_day()

    assert duties(cast.venue, MONDAY) == {"town": "owed"}


HUNG = {"plate_hung": True, "plate_number": "HP-1", "plate_since": MONDAY - timedelta(days=1)}
ORDER = {"order_days": 2, "order_number": "46号", "regime": "restricted"}
PROBLEM = {"general_open": 1}


@rule("R-DUTY-1", "R-PLATE-4")
@pytest.mark.parametrize(
    ("standing", "reason"),
    [
        (HUNG | ORDER | PROBLEM, ("plate", 1)),
        (ORDER | PROBLEM, ("order", 2)),
        (PROBLEM, ("problem", 1)),
        ({"general_rechecked": 1}, ("problem", 1)),
        ({}, ("routine", 30)),
    ],
)
def test_the_first_reason_that_applies(
    cast: Cast, standing: dict[str, object], reason: tuple[str, int]
) -> None:
    checked(cast.venue, LONG_AGO)
    stands(cast.venue, **standing)
    with at(MONDAY):
        plan_day()

    assert reasons(cast.venue, MONDAY) == {"sector": reason, "town": reason}


@rule("R-PLATE-4", "R-DUTY-1")
def test_a_plate_is_checked_from_the_day_after_hanging(cast: Cast) -> None:
    checked(cast.venue, MONDAY)
    stands(cast.venue, **HUNG | {"plate_since": MONDAY})
    with at(MONDAY):
        plan_day()
    with at(TUESDAY):
        plan_day()

    assert duties(cast.venue, MONDAY) == {}
    assert reasons(cast.venue, TUESDAY) == {"sector": ("plate", 1), "town": ("plate", 1)}


@rule("R-DUTY-1")
def test_only_active_venues(cast: Cast) -> None:
    Standing.objects.update(last_town_check=LONG_AGO, last_sector_check=LONG_AGO)
    for state, venue in (("pending", cast.venue), ("paused", cast.venue_next_door)):
        Venue.objects.filter(pk=venue.pk).update(state=state)
    with at(MONDAY):
        plan_day()

    assert set(Duty.objects.values_list("venue__code", flat=True)) == {"V3", "V4"}


@rule("R-DUTY-1", "R-SCOPE-4")
def test_a_side_that_nobody_answers_for_owes_nothing(cast: Cast) -> None:
    Standing.objects.update(last_town_check=LONG_AGO, last_sector_check=LONG_AGO)
    with at(MONDAY):
        plan_day()

    assert duties(cast.chess_room, MONDAY) == {"town": "owed"}
    assert duties(cast.venue_without_town, MONDAY) == {"sector": "owed"}


@rule("R-DUTY-1", "R-DUTY-2")
def test_the_duty_keeps_the_town_and_the_department_of_its_day(cast: Cast) -> None:
    checked(cast.venue, LONG_AGO)
    fire = Organisation.objects.get(code="fire")
    VenueLead.objects.create(venue=cast.venue, organisation=fire, role="lead")
    with at(MONDAY):
        plan_day()
    VenueLead.objects.all().delete()
    CategoryLead.objects.all().delete()

    duty = Duty.objects.get(venue=cast.venue, side="sector")
    assert (duty.department, duty.town) == (fire, cast.town)


@rule("R-DUTY-1")
def test_first_checks_are_spread_over_the_interval(cast: Cast) -> None:
    fresh = [Venue(code=f"N{n}", name="new", category=cast.category, area=cast.town)
             for n in range(60)]  # fmt: skip
    with at(MONDAY):
        for venue in fresh:
            venue.save()
    Venue.objects.filter(code__startswith="N").update(created="2026-03-09T01:00:00Z")
    due: dict[int, int] = {}
    for ahead in range(30):
        with at(day := MONDAY + timedelta(days=ahead)):
            plan_day()
        if is_working_day(day):
            rows = Duty.objects.filter(day=day, side="town", venue__code__startswith="N")
            due[ahead + 1] = rows.count()

    assert due[30] == 60
    assert all(abs(count - 60 * days / 30) <= 8 for days, count in due.items()), due


@rule("R-DUTY-1")
def test_words_say_how_often_and_why() -> None:
    with override("zh-hans"):
        assert "HP-410108-2022-0007" in str(
            why_words("plate", 1, date(2022, 4, 4), "HP-410108-2022-0007")
        )
        assert "2022年4月4日" in str(why_words("plate", 1, date(2022, 4, 4), "HP-1"))
    with override("en"):
        assert str(why_words("plate", 1, date(2022, 4, 4), "HP-410108-2022-0007")) == (
            "daily: plate HP-410108-2022-0007 hangs since 4 Apr 2022"
        )
        assert str(why_words("routine", 30, None, "")) == "every 30 days: routine; the first check"


@rule("R-DUTY-2")
def test_a_day_that_is_over_is_not_planned_any_more(cast: Cast) -> None:
    with at(TUESDAY), pytest.raises(Refused):
        plan_day(MONDAY)

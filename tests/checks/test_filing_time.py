"""When a visit may still be filed, whose clock counts, and one form that is one visit."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from inspections.checks.models import Inspection
from inspections.checks.visits import Given
from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.rules import rule
from venues.models import SchemeValue
from venuewatch.workflow import clock
from venuewatch.workflow.rules import Refused

NOON = datetime(2026, 3, 10, 12, tzinfo=timezone.get_default_timezone())
EVENING = NOON.replace(hour=23, minute=55)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def filed(cast: Cast, started: datetime, now: datetime = NOON) -> Inspection:
    with clock.at(now):
        return cast.check(started=started)


@rule("R-CHECK-3")
@pytest.mark.parametrize("days", [0, 1, 2, 3])
def test_it_is_taken_for_three_days_back(cast: Cast, days: int) -> None:
    row = filed(cast, NOON - days * DAY)

    assert (row.started, row.received) == (NOON - days * DAY, NOON)
    assert row.business_day == timezone.localdate(NOON) - days * DAY


@rule("R-CHECK-3")
def test_days_count_not_hours(cast: Cast) -> None:
    """The whole third day back counts, from its first minute; the minute before does not."""
    first = NOON.replace(hour=0) - 3 * DAY

    assert filed(cast, first).business_day == timezone.localdate(first)
    with pytest.raises(Refused) as refusal:
        filed(cast, first - MINUTE)
    assert list(refusal.value.errors) == ["started"]


@rule("R-CHECK-3")
def test_command_may_set_another_limit(cast: Cast) -> None:
    SchemeValue.objects.create(area=cast.district, key="backdate_days", value=5)

    assert filed(cast, NOON - 5 * DAY).pk
    with pytest.raises(Refused):
        filed(cast, NOON - 6 * DAY)


@rule("R-CHECK-3")
@pytest.mark.parametrize("ahead", [timedelta(seconds=1), 10 * MINUTE, 11 * MINUTE, 300 * MINUTE])
def test_a_device_clock_ahead_on_the_same_day_is_set_to_the_servers(
    cast: Cast, ahead: timedelta
) -> None:
    assert filed(cast, NOON + ahead).started == NOON


@rule("R-CHECK-3")
@pytest.mark.parametrize(("now", "ahead"), [(NOON, DAY), (EVENING, 11 * MINUTE)])
def test_a_visit_of_tomorrow_is_refused(cast: Cast, now: datetime, ahead: timedelta) -> None:
    with pytest.raises(Refused):
        filed(cast, now + ahead, now=now)


@rule("R-CHECK-3")
def test_just_before_midnight_the_servers_day_counts(cast: Cast) -> None:
    late = NOON.replace(hour=23, minute=58)

    row = filed(cast, late + 5 * MINUTE, now=late)

    assert (row.started, row.business_day) == (late, timezone.localdate(late))


@rule("R-CHECK-3")
def test_the_business_day_is_the_local_one(cast: Cast) -> None:
    """Two in the morning in Zhengzhou is still yesterday in UTC."""
    night = NOON.replace(hour=2)

    assert str(filed(cast, night).business_day) == "2026-03-10"


@rule("R-CHECK-3")
def test_the_same_uuid_twice_is_one_inspection(cast: Cast) -> None:
    visit = cast.visit(version=cast.version, answers={"A1": Given("fail")})

    first, second = cast.file(visit), cast.file(visit)

    assert first == second
    assert (Inspection.objects.count(), Issue.objects.get().times_seen) == (1, 1)


@rule("R-CHECK-3")
def test_the_same_uuid_is_one_inspection_even_when_it_would_be_refused_now(cast: Cast) -> None:
    visit = cast.visit(version=cast.version, answers={"A1": Given("pass")})
    first = cast.file(visit)

    with clock.at(timezone.now() + 9 * DAY):
        assert cast.file(visit) == first


@rule("R-CHECK-3")
@pytest.mark.parametrize("other", ["officer", "venue"])
def test_a_uuid_is_not_used_for_anothers_visit(cast: Cast, other: str) -> None:
    visit = cast.visit(uuid=uuid4(), version=cast.version, answers={"A1": Given("pass")})
    cast.file(visit)

    asked = ("colleague", cast.venue) if other == "officer" else ("command", cast.venue_next_door)
    with pytest.raises(Refused):
        cast.file(visit, *asked)

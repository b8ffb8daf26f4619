"""Time goes by, and whatever is due is done, as beat and workers would do it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from inspections import tasks
from inspections.duties.models import Duty
from tests.walks.world import World
from venuewatch.workflow import clock, followups

# When beat's tasks run while a night goes by; a day is planned when it begins.
EVENING, LATE, MIDNIGHT, MORNING = time(18, 5), time(21, 5), time(0, 5), time(7, 30)
PLAN, PROPOSE = tasks.plan_day, tasks.propose_plates
ESCALATE, DELIVER = tasks.escalate, tasks.deliver


def let_time_pass(world: World) -> str:
    """Minutes, hours, or a night; returns in words what passed."""
    if world.chance(0.2) and not _plates_wait(world):
        return until_morning(world)
    hours = world.chance(0.4)
    length = timedelta(minutes=world.random.randint(5, 180 if hours else 40))
    midnight = _moment(world.today + timedelta(days=1), MIDNIGHT)
    if world.now < midnight <= world.now + length:
        _at(world, midnight, PLAN)
    _at(world, world.now + length, world.any([PROPOSE, ESCALATE, DELIVER]))
    return f"{length} go by"


def until_morning(world: World) -> str:
    """The rest of the day and the night."""
    day, tomorrow = world.today, world.today + timedelta(days=1)
    for moment, tasks_due in (
        (_moment(day, EVENING), (ESCALATE,)),
        (_moment(day, LATE), ()),
        (_moment(tomorrow, MIDNIGHT), (PLAN, PROPOSE)),
        (_moment(tomorrow, MORNING), (ESCALATE, DELIVER)),
    ):
        if moment > world.now:
            _at(world, moment, *tasks_due)
    return f"it is {world.today}"


def a_moment_later(world: World) -> int:
    """Between two steps a few minutes pass; work that was woken up for is done: how much."""
    world.now += timedelta(minutes=world.random.randint(1, 9))
    with clock.at(world.now):
        return followups.run_due(world.now)


def _plates_wait(world: World) -> bool:
    """Most evenings nobody goes home before the black plates' venues were checked."""
    owed = Duty.objects.filter(day=world.today, state="owed", reason="plate")
    return owed.exists() and world.chance(0.85)


def _at(world: World, moment: datetime, *due: Callable[[], int]) -> None:
    world.now = moment
    with clock.at(moment):
        followups.run_due(moment)
        for task in due:
            task()


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))

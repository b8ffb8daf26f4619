"""The only code that changes duties: planning days, fulfilling, and setting intervals."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.duties import planning
from inspections.duties.models import CheckInterval, Duty, PlannedDay
from inspections.duties.rules import FULFILLED, INTERVALS, LONGEST_INTERVAL, DutySide, DutyState
from venues.governing import nothing_changes
from venues.models import Area, Category, Officer, Venue
from venues.ranges import range_of, schedule_ranges
from venuewatch.workflow import clock, followups
from venuewatch.workflow.actions import move
from venuewatch.workflow.rules import Refused, Words

REPLAN, REPLAN_CATEGORY = "duties.replan", "duties.replan_category"
REPLAN_CATEGORY_SOME = "duties.replan_category_some"
_PLANNING = 20220416  # the planner's lock: held by it alone, or by many acts together
_watchers: list[Callable[[date], None]] = []


def on_planned(watcher: Callable[[date], None]) -> None:
    """Register who makes something of a day that is planned; called once, when an app is ready.

    It is called in the planner's transaction, each time the day is planned.
    """
    _watchers.append(watcher)


def today() -> date:
    """The business day that it is now."""
    return timezone.localdate(clock.now())


def plan_day(day: date | None = None) -> int:
    """Plan a day, today unless told otherwise, and close the days before it (R-DUTY-1, R-DUTY-2).

    However often it runs, there is one duty per venue, day and side. Returns how many were added;
    raises Refused for a day that is over: it was not planned, and stays so.
    """
    day = day or today()
    if day < today():
        raise Refused({"date": _("A day that is over cannot be planned any more.")})
    with transaction.atomic():
        _lock("pg_advisory_xact_lock")
        planning.close_days(today())
        PlannedDay.objects.filter(day__lt=today(), closed=None).update(closed=clock.now())
        PlannedDay.objects.bulk_create([PlannedDay(day=day)], ignore_conflicts=True)
        added = planning.plan_all(day)
        for watcher in _watchers:
            watcher(day)
        return added


def plan_today_once() -> int:
    """Plan today where nobody has yet; returns how many duties were added."""
    return 0 if PlannedDay.objects.filter(day=today()).exists() else plan_day()


def replan(venue_ids: Collection[int]) -> None:
    """Something changed what these venues are owed today: tell it anew, at once.

    While the planner is at work on the whole day, a follow-up does it right after: an act does
    not wait for the planner, and the planner does not overlook an act.
    """
    if _lock("pg_try_advisory_xact_lock_shared"):
        _plan_some(venue_ids)
        return
    followups.schedule_many(REPLAN, Venue.subject_type, sorted(venue_ids), due=clock.now())


def replan_after_the_planner(venue_ids: Collection[int]) -> None:
    """The same, but wait for the planner; what the follow-up does."""
    _lock("pg_advisory_xact_lock_shared")
    _plan_some(venue_ids)


def fulfil(inspection: Any) -> None:
    """A visit did what its side owed on its day; filed later it counts apart (R-DUTY-2)."""
    if inspection.side not in DutySide.values:
        return
    day = inspection.business_day
    rows = Duty.objects.filter(venue=inspection.venue_id, side=inspection.side, day=day)
    if day == today():
        rows.filter(state=DutyState.OWED).update(state=DutyState.DONE, inspection=inspection)
    else:
        rows.filter(state__in=[DutyState.OWED, DutyState.MISSED]).update(
            state=DutyState.DONE_LATE, inspection=inspection
        )


def undo(inspection: Any, *, instead: Any = None) -> None:
    """The visit that fulfilled a duty was withdrawn: owed again, or missed when its day is over.

    `instead` is another visit of that side and day that did what was owed as well.
    """
    rows = Duty.objects.filter(inspection=inspection, state__in=FULFILLED)
    if instead is not None and timezone.localdate(instead.received) == instead.business_day:
        rows.update(inspection=instead)
        return
    rows.filter(day__gte=today()).update(state=DutyState.OWED, inspection=None)
    rows.filter(day__lt=today()).update(state=DutyState.MISSED, inspection=None)
    if instead is not None:  # filed later, it counts apart
        fulfil(instead)


def set_intervals(
    category: Category,
    district: Area,
    given: Mapping[str, Any],
    *,
    by: Officer,
    reason: str,
    seen: int | None = None,
) -> CheckInterval:
    """Set the days between checks of a category in a district, and plan its venues anew.

    `given` holds INTERVALS in days. Raises Refused (errors by field), NotAllowed, Stale.
    """
    errors = {name: sentence for name in INTERVALS if (sentence := _wrong(given.get(name)))}
    if errors:
        raise Refused(errors)
    with transaction.atomic():
        row = _interval_row(category, district)

        def write(fresh: CheckInterval) -> dict[str, Any]:
            before = {name: getattr(fresh, name) for name in INTERVALS}
            after = {name: int(given[name]) for name in INTERVALS}
            if before == after:
                raise nothing_changes()
            for name, days in after.items():
                setattr(fresh, name, days)
            change = f"{_words(before)} → {_words(after)}"
            return {"category": category.name, "before": before, "after": after, "change": change}

        moved = move(row, "set_intervals", by=by, given={"reason": reason}, seen=seen, write=write)
        followups.schedule(REPLAN_CATEGORY, moved, due=clock.now(), step=moved.event_seq)
    return moved


def replan_category(interval: CheckInterval, event: int) -> None:
    """Tell anew what the venues of this category are owed today, by and by."""
    schedule_ranges(REPLAN_CATEGORY_SOME, interval, _venues_of(interval), event=event)


def replan_category_some(interval: CheckInterval, step: int) -> None:
    """The same for the range of keys that a step names."""
    rows = _venues_of(interval).filter(pk__range=range_of(step)).order_by("pk")
    replan_after_the_planner(list(rows.values_list("pk", flat=True)))


def _venues_of(interval: CheckInterval) -> QuerySet[Venue]:
    return Venue.objects.filter(category=interval.category_id, district=interval.district_id)


def _plan_some(venue_ids: Collection[int]) -> None:
    if PlannedDay.objects.filter(day=today()).exists():
        planning.plan_some(today(), venue_ids)


def usual_interval(category: Category, district: Area) -> CheckInterval:
    """The category's own days for both sides, as a row not yet saved: so until command sets any."""
    return CheckInterval(
        key=f"{district.code}/{category.code}", category=category, district=district,
        town_routine=category.routine_days, town_problem=category.problem_days,
        sector_routine=category.routine_days, sector_problem=category.problem_days,
    )  # fmt: skip


def _interval_row(category: Category, district: Area) -> CheckInterval:
    row = usual_interval(category, district)
    CheckInterval.objects.bulk_create([row], ignore_conflicts=True)
    return CheckInterval.objects.get(category=category, district=district)


def _words(days: Mapping[str, int]) -> str:
    """The intervals in short: each side's routine and problem days."""
    sides = {"town": _("town"), "sector": _("department")}
    parts = [f"{words} {days[f'{side}_routine']}/{days[f'{side}_problem']}"
             for side, words in sides.items()]  # fmt: skip
    return ", ".join(parts)


def _wrong(value: Any) -> Words:
    try:
        days = int(value)
    except (TypeError, ValueError):
        days = 0
    if 1 <= days <= LONGEST_INTERVAL:
        return ""
    return _("A number of days from 1 to %d is needed.") % LONGEST_INTERVAL


def _lock(function: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_PLANNING])
        return cursor.fetchone()[0] is not False

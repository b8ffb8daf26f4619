"""Each way in which a duty can break a check, on a venue where some were done, late, missed, owed.

SQL with the triggers off: on Monday the town checked and the department's check was filed later;
on Tuesday the department missed its own; an issue that the town found then is owed a check today.
"""

from datetime import timedelta

from inspections.duties.actions import plan_day
from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at, checked
from venuewatch.workflow import clock

TODAY = "(SELECT max(day) FROM inspections_plannedday)"
OTHER = "(SELECT id FROM inspections_inspection WHERE side = 'town' ORDER BY id DESC LIMIT 1)"


def duty(change: str, which: str) -> str:
    return f"UPDATE inspections_duty SET {change} WHERE {which}"


OF_DUTIES = {
    "today's duties are what is owed today": (
        f"DELETE FROM inspections_duty WHERE day = {TODAY}",
        duty("state = 'moot'", f"day = {TODAY}"),
        duty("reason = 'routine'", f"day = {TODAY}"),
        duty("since = since - 1", f"day = {TODAY}"),
        duty("days = days + 1", f"day = {TODAY}"),
        ("INSERT INTO inspections_duty (day, venue_id, side, state, reason, days, town_id)"
         f" SELECT {TODAY}, id, 'town', 'owed', 'routine', 7, town_id FROM venues_venue"
         " WHERE code = 'V2'"),
        "UPDATE venues_standing SET last_town_check = current_date + 1",
    ),
    "duties lie on planned days; none is owed any more when its day is over, none missed before": (
        duty("state = 'owed'", "state = 'missed'"),
        duty("state = 'missed'", "state = 'owed'"),
        "DELETE FROM inspections_plannedday WHERE closed IS NOT NULL",
    ),
    "duties were done by a full check or without entry, that day or filed later": (
        duty("state = 'done_late'", "state = 'done'"),
        duty("state = 'done'", "state = 'done_late'"),
        duty(f"inspection_id = {OTHER}", f"state = 'done' AND inspection_id <> {OTHER}"),
        duty("venue_id = (SELECT id FROM venues_venue WHERE code = 'V2')", "state = 'done'"),
        "UPDATE inspections_answer SET value = 'not_checked' WHERE value = 'pass'",
    ),
    "what a full check did is neither owed nor missed": (
        duty("state = 'missed', inspection_id = NULL", "state = 'done'"),
        duty("state = 'owed', inspection_id = NULL", "state = 'done_late'"),
    ),
}  # fmt: skip


def worked(cast: Cast) -> str:
    """Two days planned and worked, and today planned; returns the venue's code."""
    checked(cast.venue, MONDAY - timedelta(days=400))
    with at(MONDAY, 0):
        plan_day()
    with at(MONDAY, 10):
        cast.check()
    with at(TUESDAY, 0):
        plan_day()
    with at(TUESDAY, 10):
        cast.check(by="dept", started=clock.now() - timedelta(days=1))
        cast.check(failed="A1")
    plan_day()
    return cast.venue.code

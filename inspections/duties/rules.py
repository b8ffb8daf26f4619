"""Duties: their states, why they are owed, working days (R-DUTY-1, R-DUTY-2). Imports no model."""

from collections.abc import Mapping
from datetime import date, timedelta

import chinese_calendar
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from venues.rules import OrganisationKind
from venuewatch.moments import day_words
from venuewatch.workflow.rules import (
    SYSTEM_CAPACITY,
    Transition,
    TransitionTable,
    Words,
    capacities,
)


class DutySide(TextChoices):
    """Who owes a check: the town for its territory, the lead department for its sector."""

    TOWN = "town", _("town check")
    SECTOR = "sector", _("sector check")


# Which organisations owe the checks of a side.
SIDE_OF_KIND: dict[str, str] = {
    OrganisationKind.TOWN: DutySide.TOWN,
    OrganisationKind.DEPARTMENT: DutySide.SECTOR,
}


class DutyState(TextChoices):
    """What became of a duty."""

    OWED = "owed", _("to be done")
    DONE = "done", _("done")
    DONE_LATE = "done_late", _("filed later")
    MISSED = "missed", _("missed")
    MOOT = "moot", _("no longer owed")


class DutyReason(TextChoices):
    """Why a check is owed, the first that applies."""

    PLATE = "plate", _("black plate")
    ORDER = "order", _("control order")
    PROBLEM = "problem", _("unclosed issues")
    ROUTINE = "routine", _("routine")


_SYSTEM = frozenset({SYSTEM_CAPACITY})

# A duty follows from what happened at its venue, so that only the system moves it.
DUTY_TABLE = TransitionTable(
    (
        Transition("fulfil", _("Fulfil"), (DutyState.OWED,), DutyState.DONE, _SYSTEM),
        Transition(
            "fulfil_late",
            _("Fulfil later"),
            (DutyState.OWED, DutyState.MISSED),
            DutyState.DONE_LATE,
            _SYSTEM,
        ),
        Transition("miss", _("Miss"), (DutyState.OWED,), DutyState.MISSED, _SYSTEM),
        Transition("drop", _("No longer owed"), (DutyState.OWED,), DutyState.MOOT, _SYSTEM),
        Transition("owe_again", _("Owed again"), (DutyState.MOOT,), DutyState.OWED, _SYSTEM),
        Transition(
            "undo",
            _("Owed again: the visit was withdrawn"),
            (DutyState.DONE,),
            DutyState.OWED,
            _SYSTEM,
        ),
        Transition(
            "undo_late",
            _("Missed after all: the visit was withdrawn"),
            (DutyState.DONE, DutyState.DONE_LATE),
            DutyState.MISSED,
            _SYSTEM,
        ),
    )
)

# Every state of a duty that is due; a moot one no longer is.
OWED = (DutyState.OWED, DutyState.DONE, DutyState.DONE_LATE, DutyState.MISSED)
FULFILLED = (DutyState.DONE, DutyState.DONE_LATE)

INTERVAL_TABLE = TransitionTable(
    (
        Transition(
            "set_intervals",
            _("Set the intervals"),
            ("",),
            None,
            capacities("command", "leader"),
            required=("reason",),
        ),
    )
)
INTERVALS: Mapping[str, Words] = {
    "town_routine": _("Towns check every … days"),
    "town_problem": _("Towns check problem venues every … days"),
    "sector_routine": _("Departments check every … days"),
    "sector_problem": _("Departments check problem venues every … days"),
}
LONGEST_INTERVAL = 366


def why_words(reason: str, days: int, since: date | None, reference: str) -> Words:
    """Why a duty is owed, in one phrase: how often, what for, and since when.

    `days` between checks; `since` the day the plate was hung, else that of the side's last full
    check, None where it never made one; `reference` the number of the plate or order.
    """
    often = _("daily") if days == 1 else _("every %d days") % days
    values = {"often": often, "reference": reference}
    if since is not None:
        values["since"] = day_words(since)
    return _SENTENCES[reason, since is not None] % values


_SENTENCES: dict[tuple[str, bool], Words] = {
    (DutyReason.PLATE, True): _("%(often)s: plate %(reference)s hangs since %(since)s"),
    (DutyReason.PLATE, False): _("%(often)s: plate %(reference)s hangs"),
    (DutyReason.ORDER, True): _(
        "%(often)s: order %(reference)s is in force; last full check on %(since)s"
    ),
    (DutyReason.ORDER, False): _("%(often)s: order %(reference)s is in force; never checked yet"),
    (DutyReason.PROBLEM, True): _("%(often)s: issues are unclosed; last full check on %(since)s"),
    (DutyReason.PROBLEM, False): _("%(often)s: issues are unclosed; never checked yet"),
    (DutyReason.ROUTINE, True): _("%(often)s: routine; last full check on %(since)s"),
    (DutyReason.ROUTINE, False): _("%(often)s: routine; the first check"),
}


def is_working_day(day: date) -> bool:
    """Whether people work in China on a day; beyond the published years, from Monday to Friday."""
    told = _told_by_calendar(day)
    return day.weekday() < 5 if told is None else told


def calendar_is_published(day: date) -> bool:
    """Whether the working days of that year have been published."""
    return _told_by_calendar(day) is not None


def _told_by_calendar(day: date) -> bool | None:
    """Whether the state's calendar has it as a working day; None beyond the published years."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def next_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)

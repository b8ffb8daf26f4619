"""Look-backs of the tests: an issue closed on a Monday, and who is sent back to it when."""

from datetime import date, timedelta
from typing import Any

from inspections.checks.models import Inspection
from inspections.ledger.models import Issue
from inspections.tracking.lookbacks.models import LookBack
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from venues.models import Officer
from venuewatch.workflow import clock, followups

IN_A_WEEK = MONDAY + timedelta(days=7)


def closed(cast: Cast, severity: str = "general", day: date = MONDAY) -> Issue:
    """An issue that was struck off on a day."""
    with at(day):
        return cast.closed(severity)


def run(day: date, hour: int = 8) -> None:
    """What is due by then is done."""
    with at(day, hour):
        followups.run_due(clock.now())


def only() -> LookBack:
    return LookBack.objects.get()


def sent(cast: Cast, severity: str = "general") -> LookBack:
    """The first look-back of an issue, somebody being sent on its day."""
    closed(cast, severity)
    first = LookBack.objects.earliest("due_day", "step")
    run(first.due_day)
    return LookBack.objects.get(pk=first.pk)


def goer(look_back: LookBack) -> Officer:
    """Who was sent."""
    assert look_back.officer is not None
    return look_back.officer


def go(cast: Cast, look_back: LookBack, **options: Any) -> Inspection:
    """The visit of who was sent, in the afternoon of the day."""
    with at(look_back.due_day, 15):
        return cast.check(by=goer(look_back).username, **options)


def state(look_back: LookBack) -> str:
    return LookBack.objects.get(pk=look_back.pk).state

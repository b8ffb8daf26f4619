"""Grounds on which something of every kind waits, and the days on which they are looked at."""

from collections.abc import Callable
from datetime import date, timedelta

from inspections.checks.models import Inspection
from inspections.checks.withdrawing import ask_withdrawal
from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.dashboard.days import busy
from tests.duties.days import FRIDAY, MONDAY, TUESDAY, at
from tests.enforcement import stages as operations
from tests.intake import stages as intake
from tests.notices import stages as notices
from tests.plates import stages as plates
from tests.reports.days import planned
from tests.tracking import going_back
from venues.models import Officer, Venue


def shop(cast: Cast, code: str) -> Venue:
    """Another restaurant of the town."""
    venue = Venue(code=code, name=f"Shop {code}", category=cast.category, area=cast.venue.area)
    venue.save()
    return venue


def found(cast: Cast, code: str, item: str = "A1", by: str = "inspector") -> Issue:
    """An issue at a shop of its own."""
    venue = shop(cast, code)
    cast.check(venue=venue, failed=item, by=by)
    return Issue.objects.get(venue=venue)


def issues(cast: Cast) -> None:
    """On a Tuesday, of every severity, found by either side or by command, in every state."""
    with at(TUESDAY, 9):
        found(cast, "S1", "C1")
        cast.check(by="command", venue=cast.venue_without_town, failed="A1")
        cast.report(found(cast, "S2"))
        cast.report(found(cast, "S3", by="dept"))
        cast.report(found(cast, "S4", "B1"))
        cast.report(found(cast, "S5", by="command"))
        cast.recheck(cast.report(found(cast, "S6", "B1")))
        cast.recheck(cast.report(found(cast, "S7", "C1")))
        half = cast.recheck(cast.report(found(cast, "S8", "C1")))
        cast.sign(half, "town-reviewer")
        whole = cast.recheck(cast.report(found(cast, "S9", "C1")))
        for name in ("town-reviewer", "dept-reviewer"):
            cast.sign(whole, name)
        cast.ask_extension(found(cast, "S10"))
        cast.ask_extension(found(cast, "S11", "C1"))
        cast.hand_over(found(cast, "S12"))
        cast.refuse_hand_over(found(cast, "S13"))
        issue = found(cast, "S14")
        for _time in range(2):
            issue = cast.recheck(cast.report(issue), passed=False)
        visit = Inspection.objects.get(venue__code="S1")
        ask_withdrawal(visit, by=cast["inspector"], reason="the house next door was meant")


def desk(cast: Cast) -> None:
    """Matters in each state, a notice drafted and one issued."""
    with at(TUESDAY, 9):
        intake.received(cast)
        intake.dispatched(cast)
        intake.half_verified(cast)
        intake.unconfirmed(cast)
        notices.drafted(cast)
        notices.issued(cast, document_number="City 2026-15")


def look_backs(cast: Cast) -> None:
    """Of two issues that were closed on Monday: somebody goes to one, nobody to the other."""
    going_back.sent(cast)
    with at(MONDAY + timedelta(days=9)):
        closed = found(cast, "S1")
        cast.recheck(cast.report(closed))
    going_back.run(MONDAY + timedelta(days=9), 10)
    going_back.run(MONDAY + timedelta(days=16))
    left = going_back.goer(closed.look_backs.get())
    Officer.objects.filter(pk=left.pk).update(is_active=False)


def reports(cast: Cast) -> None:
    """Two planned days of which nobody reported, today's not yet due."""
    for day in (MONDAY, TUESDAY):
        planned(day)


Ground = tuple[Callable[[Cast], object], date, tuple[str, ...]]

# name → what is done, the day on which it is looked at, and the kinds of which some waits then
GROUNDS: dict[str, Ground] = {
    "busy": (busy, FRIDAY, ("rectify", "plate_check", "take_part")),
    "issues": (issues, TUESDAY, ("rectify", "recheck", "sign_off", "extension", "hand_over",
                                 "measure", "withdrawal")),
    "proposed": (plates.proposed, MONDAY, ("decide",)),
    "approved": (plates.approved, MONDAY, ("hang",)),
    "requested": (plates.requested, FRIDAY, ("accept",)),
    "accepted": (plates.accepted, FRIDAY, ("lift",)),
    "blown": (operations.blown, MONDAY, ("convene",)),
    "under_way": (operations.nearly_reported, MONDAY, ("take_part",)),
    "reported": (operations.reported, MONDAY, ("close",)),
    "closed": (operations.closed, MONDAY, ("rate",)),
    "desk": (desk, TUESDAY, ("dispatch", "verify", "answer", "issue", "settle")),
    "look_backs": (look_backs, MONDAY + timedelta(days=16), ("go", "send")),
    "reports": (reports, TUESDAY, ("report",)),
}  # fmt: skip

"""A matter's way over the desk, step by step, by the real acts."""

from datetime import timedelta
from typing import Any

from inspections.tracking.intake import actions as desk
from inspections.tracking.intake.actions import Ask, NewIssue
from inspections.tracking.intake.models import Intake
from inspections.tracking.intake.rules import AskedSide
from tests.cast import Cast
from venues.models import Organisation, Venue
from venuewatch.workflow import clock

WORDS = "the rear exit of the noodle house is locked every evening"
CALLBACK = "138 1234 5678"
LOCKED = NewIssue("rear exit locked", "serious", 72)


def fresh(intake: Intake) -> Intake:
    return Intake.objects.get(pk=intake.pk)


def received(cast: Cast, **options: Any) -> Intake:
    """From the hotline, about the cast's venue."""
    given = {"source": "hotline", "words": WORDS, "callback": CALLBACK, "venue": cast.venue}
    return desk.receive(by=cast["command"], **{**given, **options})


def ask(side: str, code: str, days: float = 3) -> Ask:
    organisation = Organisation.objects.get(code=code)
    return Ask(side, organisation, clock.now() + timedelta(days=days))


def both() -> list[Ask]:
    return [ask(AskedSide.TOWN, "town"), ask(AskedSide.SECTOR, "market")]


def dispatched(cast: Cast, **options: Any) -> Intake:
    return desk.dispatch(received(cast, **options), both(), by=cast["command"])


def half_verified(cast: Cast) -> Intake:
    """The town found nothing; the department has not answered."""
    return desk.find_unconfirmed(dispatched(cast), by=cast["inspector"], words="it is open")


def unconfirmed(cast: Cast) -> Intake:
    return desk.find_unconfirmed(half_verified(cast), by=cast["dept"], words="open at 8 pm")


def confirmed(cast: Cast) -> Intake:
    return confirm(cast, half_verified(cast))


def confirm(cast: Cast, intake: Intake, by: str = "dept", **options: Any) -> Intake:
    given = {"words": "locked when we came", "issue": LOCKED}
    return desk.find_confirmed(intake, by=cast[by], **{**given, **options})


def returned(cast: Cast) -> Intake:
    return desk.return_to_desk(half_verified(cast), by=cast["dept"], reason="a matter of fire")


def feed_back(cast: Cast, intake: Intake, by: str = "command", **options: Any) -> Intake:
    given = {"words": "it was locked; it is open now", "whom": "the caller", "satisfied": "yes"}
    return desk.feed_back(intake, by=cast[by], **{**given, **options})


def closed(cast: Cast) -> Intake:
    return feed_back(cast, confirmed(cast))


def merged(cast: Cast, original: Intake | None = None) -> Intake:
    """A second one about the same, merged into the first."""
    first = original or received(cast)
    return desk.merge(received(cast, callback=""), first, by=cast["command"])


STAGES = {
    "received": received, "dispatched": dispatched, "half_verified": half_verified,
    "returned": returned, "confirmed": confirmed, "unconfirmed": unconfirmed, "closed": closed,
    "duplicate": merged,
}  # fmt: skip


def next_door(cast: Cast) -> Venue:
    return cast.venue_next_door

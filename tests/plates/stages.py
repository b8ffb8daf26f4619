"""A plate's way, step by step, by the real acts: hung on a Monday, lifted on Friday."""

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from inspections.ledger.models import Issue
from inspections.plates import actions as plates
from inspections.plates.models import Plate
from inspections.plates.rules import GroundKind
from tests.cast import SIGNERS, Cast, jpeg
from tests.duties.days import FRIDAY, MONDAY, at
from venues.models import Venue
from venuewatch.workflow import clock, followups

NOTICED = MONDAY - timedelta(days=1)
CLEAN_DAYS = tuple(MONDAY + timedelta(days=n) for n in (1, 2, 3))


def picture() -> list[Any]:
    """One small photo."""
    return [ContentFile(jpeg("black"), name="plate.jpg")]


def fresh(plate: Plate) -> Plate:
    return Plate.objects.get(pk=plate.pk)


def proposed(cast: Cast, severity: str = "serious", by: str = "command") -> Plate:
    """A plate for one issue, proposed the day before Monday."""
    with at(NOTICED):
        Venue.objects.update(created=clock.now() - timedelta(days=400))
        grounds = [(cast.open(severity), GroundKind.NOT_THOROUGH)]
        return plates.propose(cast.venue, grounds, by=cast[by], facts="the exit stays blocked")


def told(cast: Cast) -> Plate:
    with at(NOTICED, 10):
        return plates.tell_venue(proposed(cast), by=cast["command"], facts="blocked; you may reply")


def replied(cast: Cast) -> Plate:
    with at(NOTICED, 11):
        return plates.record_reply(told(cast), by=cast["command"], reply="we will clear it")


def approved(cast: Cast) -> Plate:
    with at(NOTICED, 12):
        return plates.approve(replied(cast), by=cast["command-leader"])


def hang(cast: Cast, plate: Plate, by: str = "command", **options: Any) -> Plate:
    given = {"place": "beside the door", "pictures": picture(), "lon": 113.6, "lat": 34.8}
    return plates.hang(plate, by=cast[by], **{**given, **options})


def hung(cast: Cast) -> Plate:
    with at(MONDAY):
        return hang(cast, approved(cast))


def settle(cast: Cast, plate: Plate) -> None:
    """Its grounds are rectified, re-checked, signed and struck off."""
    for ground in plate.grounds.order_by("pk"):
        issue = cast.recheck(cast.report(ground.issue))
        for name in SIGNERS[issue.severity]:
            cast.sign(issue, name)
    followups.run_due(clock.now())


def both_check(cast: Cast, day: date) -> None:
    """Both sides check the venue on a day, and find nothing."""
    for hour, by in ((10, "inspector"), (11, "dept")):
        with at(day, hour):
            cast.check(by=by)


def checked(cast: Cast) -> Plate:
    """Hung, its grounds settled, and three clean days behind it."""
    plate = hung(cast)
    with at(CLEAN_DAYS[0], 9):
        settle(cast, plate)
    for day in CLEAN_DAYS:
        both_check(cast, day)
    return fresh(plate)


def requested(cast: Cast) -> Plate:
    plate = checked(cast)
    with at(FRIDAY):
        return plates.request_lift(plate, by=cast["town-reviewer"])


def accept(cast: Cast, plate: Plate, by: str) -> Plate:
    """The acceptance of a side, on a clean visit of its reviewer."""
    return plates.accept(plate, by=cast[by], inspection=cast.check(by=by), pictures=picture())


def accepted(cast: Cast) -> Plate:
    plate = requested(cast)
    with at(FRIDAY, 10):
        accept(cast, plate, "town-reviewer")
    with at(FRIDAY, 11):
        return accept(cast, fresh(plate), "dept-reviewer")


def lift(cast: Cast, plate: Plate, by: str = "command-leader") -> Plate:
    return plates.lift(plate, by=cast[by], pictures=picture())


def lifted(cast: Cast) -> Plate:
    with at(FRIDAY, 12):
        return lift(cast, accepted(cast))


def ground_of(plate: Plate) -> Issue:
    return plate.grounds.get().issue


def withdraw(cast: Cast, plate: Plate, kind: str = "error", by: str = "command-leader") -> Plate:
    return plates.withdraw_plate(plate, by=cast[by], kind=kind, reason="the wrong venue")


def upload() -> SimpleUploadedFile:
    """The same photo, as a browser sends it."""
    return SimpleUploadedFile("plate.jpg", jpeg("black"), "image/jpeg")

"""Black plates: suggested, proposed, told, approved, hung, lifted; and looking back at anything."""

from typing import Any

from inspections.checks.models import Inspection
from inspections.plates import actions as plates
from inspections.plates.models import Plate, PlateSuggestion
from inspections.plates.rules import NOTICES, GroundKind, WithdrawKind
from inspections.tracking.lookbacks import actions as looking_back
from inspections.tracking.lookbacks.drawing import candidates
from inspections.tracking.lookbacks.models import LookBack
from tests.walks.checks import filed, full, inspector
from tests.walks.deeds import Step, deed, step
from tests.walks.ledger import UNCLOSED, issues
from tests.walks.world import World
from venues.models import Officer, Venue

HANGING = ["hung", "lift_requested", "accepted"]
CURRENT = ["proposed", "approved", *HANGING]
MOST_CURRENT = 5


def _rows() -> Any:
    return Plate.objects.select_related("venue__category", "venue__district")


def _without(world: World) -> Venue | None:
    """A venue without a plate, as long as not too many have one: each asks for daily checks."""
    current = Plate.objects.filter(state__in=CURRENT)
    if current.count() >= MOST_CURRENT:
        return None
    rows = world.venues().exclude(pk__in=current.values("venue"))
    if world.chance(0.9):  # where nobody leads, a plate can be approved but not hung
        rows = rows.exclude(category=world.cast.chess).filter(town__isnull=False)
    return world.some(rows.filter(issues__state__in=UNCLOSED), state="active")


def _grounds(world: World, venue: Venue) -> tuple[list[tuple[Any, str]], str]:
    """One ground, with the document that it may need."""
    issue = world.some(issues().filter(venue=venue), state__in=UNCLOSED)
    kind = world.any(list(GroundKind)[:4])
    document = world.words("No.") if kind in NOTICES else ""
    return ([(issue, kind)] if issue else []), document


@deed("plate.propose", "plate.lift")
def propose(world: World) -> Step | None:
    venue = _without(world)
    if venue is None:
        return None
    grounds, document = _grounds(world, venue)
    waiting = PlateSuggestion.objects.filter(venue=venue, state="waiting").first()
    return step(plates.propose, venue, grounds, by=world.command(), facts=world.words("blocked"),
                document_number=document, suggestion=waiting)  # fmt: skip


@deed("suggestion.suggest_plate")
def suggest(world: World) -> Step | None:
    venue = _without(world)
    if venue is None or venue.plate_suggestions.filter(state="waiting").exists():
        return None
    by = world.of(world.any(["town", "lead"]), "reviewer", venue)
    return step(plates.suggest, venue, by=by, reason=world.words("it comes back"))


def _suggestion(world: World) -> PlateSuggestion | None:
    return world.some(PlateSuggestion.objects.select_related("venue"), state="waiting")


@deed("suggestion.take_over_suggestion")
def take_over(world: World) -> Step | None:
    row = _suggestion(world)
    if row is None:
        return None
    grounds, document = _grounds(world, row.venue)
    return step(plates.propose, row.venue, grounds, by=world.command(), suggestion=row,
                facts=world.words("as suggested"), document_number=document)  # fmt: skip


@deed("suggestion.decline_suggestion")
def decline_suggestion(world: World) -> Step | None:
    return step(plates.decline_suggestion, _suggestion(world), by=world.command(),
                reason=world.words("not yet"))  # fmt: skip


@deed("plate.tell_venue", steady=1)
def tell_venue(world: World) -> Step | None:
    plate = world.some(_rows(), state="proposed")
    if plate is None or (plate.judgement.told and world.chance(0.8)):
        return None
    return step(plates.tell_venue, plate, by=world.command(), facts=world.words("you may reply"))


@deed("plate.record_reply")
def record_reply(world: World) -> Step | None:
    plate = world.some(_rows().filter(steps__kind="notice"), state="proposed")
    return step(plates.record_reply, plate, by=world.command(), reply=world.words("we will"))


@deed("plate.approve", steady=1)
def approve(world: World) -> Step | None:
    plate = world.some(_rows().filter(steps__kind="notice"), state="proposed")
    ready = plate is not None and plate.judgement.told and plate.judgement.heard
    if plate is None or (not ready and world.chance(0.9)):
        return None
    return step(plates.approve, plate, by=world.command("leader"), remark="agreed")


def _one_of_many(world: World, *states: str) -> Plate | None:
    """One of several in these states, so that some go all their way."""
    rows = _rows()
    several = rows.filter(state__in=states).count() > 1 or world.chance(0.25)
    return world.some(rows, state__in=states) if several or world.careless else None


@deed("plate.refuse")
def refuse(world: World) -> Step | None:
    plate = _one_of_many(world, "proposed")
    return step(plates.refuse, plate, by=world.command("leader"), reason=world.words("too little"))


@deed("plate.hang", steady=2)
def hang(world: World) -> Step | None:
    plate = world.some(_rows(), state="approved")
    if plate is None or (plate.judgement.lead is None and world.chance(0.9)):
        return None
    return step(plates.hang, plate, by=world.command(), place=world.words("beside the door"),
                pictures=[world.picture()], lon=113.6, lat=34.8)  # fmt: skip


@deed("plate.add_ground")
def add_ground(world: World) -> Step | None:
    plate = world.some(_rows(), state__in=["proposed", "approved", "hung"])
    if plate is None:
        return None
    grounds, document = _grounds(world, plate.venue)
    known = set(plate.grounds.values_list("issue", flat=True))
    if not grounds or grounds[0][0].pk in known:
        return None
    return step(plates.add_grounds, plate, grounds, by=world.command(), document_number=document)


@deed("plate.add_ground_again")
def find_something_while_lifting(world: World) -> Step | None:
    """A check finds something serious where the lifting is under way."""
    plate = _one_of_many(world, "lift_requested", "accepted")
    if plate is None:
        return None
    made = full(world, plate.venue, ["B1"])
    return filed(plate.venue, made, inspector(world, plate.venue))


@deed("plate.request_lift", steady=4)
def request_lift(world: World) -> Step | None:
    plate = world.some(_rows(), state="hung")
    if plate is None:
        return None
    lacking = plate.workflow["request_lift"].unmet(plate.judgement.facts(None, frozenset()))
    if lacking and world.chance(0.95):
        return None
    by = world.of(world.any(["town", "lead"]), "reviewer", plate.venue)
    return step(plates.request_lift, plate, by=by, remark=world.words("all is done"))


@deed("plate.accept", "plate.accept_jointly", steady=4)
def accept(world: World) -> Step | None:
    """On a clean visit of one's own since the request; without one, that is made first."""
    plate = world.some(_rows(), state="lift_requested")
    if plate is None:
        return None
    sides = {"town": "town", "sector": "lead"}
    left = [side for name, side in sides.items() if name not in plate.judgement.accepted]
    by = world.of(world.any(left or sides.values()), "reviewer", plate.venue)
    since = plate.judgement.request
    visit = _own_visit(world, plate, by) if by and since and not world.careless else None
    if visit is None:
        return filed(plate.venue, full(world, plate.venue), by)
    return step(plates.accept, plate, by=world.officer(visit.officer_id), inspection=visit,
                pictures=[world.picture()])  # fmt: skip


def _own_visit(world: World, plate: Plate, by: Officer) -> Inspection | None:
    """A clean visit since the request by this reviewer, or by one of the same organisation."""
    since = plate.judgement.request
    fit = [each.pk for each in world.roster
           if each.organisation == by.organisation_id and "reviewer" in each.posts]  # fmt: skip
    rows = Inspection.objects.filter(venue=plate.venue, officer__in=fit, outcome="clean")
    return rows.filter(received__gt=since.at).order_by("pk").last() if since else None


@deed("plate.reject")
def reject(world: World) -> Step | None:
    plate = _one_of_many(world, "lift_requested", "accepted")
    if plate is None:
        return None
    by = world.of(world.any(["town", "lead", "command"]), "reviewer", plate.venue)
    return step(plates.reject, plate, by=by, reason=world.words("not yet"))


@deed("plate.lift", steady=2)
def lift(world: World) -> Step | None:
    plate = world.some(_rows(), state="accepted")
    return step(plates.lift, plate, by=world.command("leader"), pictures=[world.picture()])


@deed("plate.withdraw_plate")
def withdraw_plate(world: World) -> Step | None:
    plate = _one_of_many(world, *HANGING, "approved")
    kind = world.any([WithdrawKind.ERROR, *WithdrawKind])
    return step(plates.withdraw_plate, plate, by=world.command("leader"), kind=str(kind),
                reason=world.words("the wrong one"))  # fmt: skip


def _look_backs() -> Any:
    return LookBack.objects.select_related("venue__district", "issue", "officer")


@deed("look_back.send")
def send(world: World) -> Step | None:
    row = world.some(_look_backs(), state__in=["scheduled", "sent"])
    if row is None:
        return None
    chosen = world.any(candidates(row).order_by("pk"))
    return step(looking_back.send, row, by=world.command(), officer=chosen,
                reason=world.words("nearer"))  # fmt: skip


@deed("look_back.call_off_look_back")
def call_off(world: World) -> Step | None:
    row = world.some(_look_backs(), state__in=["scheduled", "sent"])
    return step(looking_back.call_off, row, by=world.command("leader"),
                reason=world.words("not needed"))  # fmt: skip


@deed("look_back.find_again", "look_back.hold")
def say_what_was_seen(world: World) -> Step | None:
    """In words, where the visit did not settle it by itself: issues without a list, and plates."""
    row = world.some(_look_backs().filter(officer__isnull=False), state="sent")
    if row is None or not (row.visits_that_saw().exists() or world.chance(0.1)):
        return None
    by = world.officer(row.officer_id or 0)
    act = looking_back.find_again if world.chance(0.5) else looking_back.hold
    return step(act, row, by=by, remark=world.words("seen"))

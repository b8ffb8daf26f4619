"""Joint enforcement: blown, convened, signed in, resulted, closed, rated."""

from typing import Any

from inspections.enforcement import actions as joint
from inspections.enforcement.actions import Party, Plan
from inspections.enforcement.models import Operation, Part
from inspections.enforcement.rules import OperationKind
from tests.walks.checks import filed, full, some_items
from tests.walks.deeds import Step, deed, step
from tests.walks.ledger import UNCLOSED, issues
from tests.walks.world import World
from venues.models import Organisation, Venue

ROLES = {"police": "police", "health": "health", "market": "market", "town": "town"}
CURRENT = ["blown", "convened", "under_way", "reported"]
MOST_CURRENT = 5


def _operations() -> Any:
    return Operation.objects.select_related("venue__category", "venue__district", "venue__town")


def _parts() -> Any:
    return Part.objects.select_related("operation__venue__district", "organisation")


def _free(world: World) -> Venue | None:
    """A venue in town where no operation goes on; none while enough go on."""
    going_on = Operation.objects.filter(state__in=CURRENT)
    if going_on.count() >= MOST_CURRENT:
        return None
    rows = world.venues().filter(town__isnull=False)
    return world.some(rows.exclude(pk__in=going_on.values("venue")), state="active")


def _plan(world: World, venue: Venue) -> Plan:
    """A squad with one of each kind, and sometimes the postal administration."""
    codes = ["police", "health", "market", "town", *(["postal"] if world.chance(0.4) else [])]
    own = {each.code: each for each in world.departments}
    own["town"] = world.town_of(venue)
    parties = []
    for number, code in enumerate(codes):
        who = world.who("inspector", own[code])
        members = [(who, number < 2)] if who else []
        parties.append(Party(own[code], ROLES.get(code, "other"), members))
    kind = world.any(OperationKind.values)
    return Plan(kind, own["police"], world.later(minutes=30), world.words("the gate"), parties)


@deed("operation.blow")
def blow(world: World) -> Step | None:
    venue = _free(world)
    if venue is None:
        return None
    issue = world.some(issues().filter(venue=venue), state__in=UNCLOSED)
    return step(joint.blow, venue, by=world.of("town", "leader", venue), why=world.words("shutter"),
                kind=world.any(OperationKind.values), wanted=world.departments[:2],
                issues=[issue] if issue else [])  # fmt: skip


@deed("operation.convene", "part.invite")
def convene(world: World) -> Step | None:
    row = world.some(_operations(), state="blown")
    plan = _plan(world, row.venue) if row else None
    return step(joint.convene, row, by=world.command(), plan=plan)


@deed("operation.convene_at_once", "part.correct_result")
def convene_at_once(world: World) -> Step | None:
    venue = _free(world)
    plan = _plan(world, venue) if venue else None
    return step(joint.convene_at_once, venue, by=world.command(), plan=plan, why=world.words("tip"))


@deed("operation.decline")
def decline(world: World) -> Step | None:
    row = world.some(_operations(), state="blown")
    return step(joint.decline, row, by=world.command("leader"), reason=world.words("alone"))


@deed("operation.cancel")
def cancel(world: World) -> Step | None:
    row = world.some(_operations(), state__in=["blown", "convened"])
    return step(joint.cancel, row, by=world.command(), reason=world.words("settled"))


@deed("operation.pause")
def pause(world: World) -> Step | None:
    row = world.some(_operations(), state__in=["convened", "under_way"])
    return step(joint.pause, row, by=world.command(), reason=world.words("a storm"))


@deed("operation.resume")
def resume(world: World) -> Step | None:
    row = world.some(_operations(), state__in=["convened", "under_way"])
    if row is None or not (row.situation.facts().paused or world.careless):
        return None
    return step(joint.resume, row, by=world.command(), reason=world.words("it is over"))


@deed("operation.close", steady=3)
def close(world: World) -> Step | None:
    row = world.some(_operations(), state="reported")
    return step(joint.close, row, by=world.command(), remark=world.words("thanks"))


def _going(state: str, world: World) -> Part | None:
    """A part in a state, of an operation that runs."""
    rows = _parts().filter(operation__state__in=["convened", "under_way"])
    return world.some(rows, state=state)


@deed("part.sign_in", "operation.start", steady=3)
def sign_in(world: World) -> Step | None:
    part = _going("invited", world)
    by = world.who("inspector", part.organisation_id) if part else None
    return step(joint.sign_in, part, by=by, remark="here")


@deed("part.arrive", steady=3)
def arrive(world: World) -> Step | None:
    part = _going("signed_in", world)
    by = world.who("inspector", part.organisation_id) if part else None
    return step(joint.arrive, part, by=by, remark="at the door")


@deed("part.correct_result")
def find_jointly(world: World) -> Step | None:
    """The joint inspection of an agency that is on site."""
    part = _going("on_site", world)
    if part is None:
        return None
    venue = world.venues().get(pk=part.operation.venue_id)
    made = full(world, venue, some_items(world, venue, 1), joint=True)
    return filed(venue, made, world.who("inspector", part.organisation_id))


@deed("part.give_result", "operation.report", steady=3)
def give_result(world: World) -> Step | None:
    part = _going("on_site", world)
    if part is None:
        return None
    venue = part.operation.venue
    by = world.who("reviewer", part.organisation_id)
    found = venue.inspections.filter(side="joint", outcome="issues", withdrawals__isnull=True,
                                     officer__organisation=part.organisation_id,
                                     received__gte=part.operation.convened_at).exists()  # fmt: skip
    given: dict[str, Any] = {"words": world.words("warned"), "measure": "none", "found": found}
    issue = world.some(issues().filter(venue=venue), state__in=UNCLOSED)
    if issue and _is_department(world, part.organisation) and world.chance(0.3):
        given |= {"measure": "warning", "document_number": world.words("No."),
                  "day": world.today, "issues": [issue]}  # fmt: skip
    return step(joint.give_result, part, by=by, **given)


def _is_department(world: World, organisation: Organisation) -> bool:
    return organisation in world.departments


@deed("part.correct_result")
def correct_result(world: World) -> Step | None:
    rows = _parts().filter(
        steps__kind="result", steps__inspection__withdrawals__state="granted",
        operation__state__in=["under_way", "reported"],
    )  # fmt: skip
    part = world.some(rows, state="resulted")
    by = world.who("reviewer", part.organisation_id) if part else None
    return step(joint.correct_result, part, by=by, reason=world.words("nothing was there"))


@deed("part.decline_part")
def decline_part(world: World) -> Step | None:
    part = _going("invited", world)
    by = world.who("reviewer", part.organisation_id) if part else None
    return step(joint.decline_part, part, by=by, reason=world.words("not ours"))


@deed("part.release")
def release(world: World) -> Step | None:
    part = _going(world.any(["invited", "signed_in", "on_site"]), world)
    return step(joint.release, part, by=world.command(), reason=world.words("silent"))


@deed("part.rate")
def rate(world: World) -> Step | None:
    rows = _parts().filter(operation__state="closed", rating__isnull=True)
    part = world.some(rows.exclude(organisation__kind="town"), state="resulted")
    by = world.of("town", "reviewer", part.operation.venue) if part else None
    return step(joint.rate, part, by=by, stars=world.random.randint(1, 5), words="well done")

"""An operation's way, step by step, by the real acts: blown on a Monday, closed that day."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from inspections.enforcement import actions as joint
from inspections.enforcement.actions import Party, Plan
from inspections.enforcement.models import Operation, Part
from tests.cast import PASSWORD, Cast
from tests.duties.days import MONDAY, at
from venues.models import Officer, Organisation, Person, Venue
from venuewatch.workflow import clock

# organisation's code → its kind, and its officers with their posts
AGENCIES = {
    "police": ("department", {"police": "inspector", "police-reviewer": "reviewer"}),
    "health": ("department", {"health": "inspector", "health-reviewer": "reviewer"}),
    "postal": ("agency", {"postal": "inspector", "postal-reviewer": "reviewer"}),
}
# who goes with the squad: organisation's code → role, officer
SQUAD = {
    "police": ("police", "police"),
    "health": ("health", "health"),
    "market": ("market", "dept"),
    "town": ("town", "inspector"),
}
# In this order agencies act: with whom each signs in, and who gives its result.
PEOPLE = {
    "police": ("police", "police-reviewer"),
    "health": ("health", "health-reviewer"),
    "market": ("dept", "dept-reviewer"),
    "town": ("inspector", "town-reviewer"),
}


def gathered(cast: Cast) -> Cast:
    """The cast with the police, the health department and a postal administration."""
    if "police" in cast.officers:
        return cast
    for code, (kind, people) in AGENCIES.items():
        organisation = Organisation.objects.create(
            code=code, name=code, short=code, kind=kind, area=cast.district
        )
        for name, post in people.items():
            cast.officers[name] = Officer.objects.create_user(
                name, PASSWORD, post=post, organisation=organisation,
                person=Person.objects.create(name=name.title()),
            )  # fmt: skip
    with at(MONDAY, 1):
        Venue.objects.update(created=clock.now() - timedelta(days=400))
    return cast


def agency(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


def fresh(operation: Operation) -> Operation:
    return Operation.objects.get(pk=operation.pk)


def part_of(operation: Operation, code: str) -> Part:
    return Part.objects.get(operation=operation, organisation__code=code)


def parties(cast: Cast, codes: Iterable[str] = SQUAD, certified: int = 2) -> list[Party]:
    found = []
    for number, code in enumerate(codes):
        role, name = SQUAD[code]
        members = [(cast[name], number < certified)]
        found.append(Party(agency(code), role, members))
    return found


def plan(cast: Cast, **options: Any) -> Plan:
    given: dict[str, Any] = {
        "kind": "urgent", "lead": agency("police"), "meets_at": clock.now(),
        "place": "the north gate", "parties": parties(cast),
    }  # fmt: skip
    return Plan(**{**given, **options})


def blow(cast: Cast, **options: Any) -> Operation:
    given: dict[str, Any] = {
        "kind": "urgent", "why": "opens at night behind a closed shutter",
        "wanted": [agency("police"), agency("health")],
    }  # fmt: skip
    return joint.blow(cast.venue, by=cast["town-leader"], **{**given, **options})


def blown(cast: Cast) -> Operation:
    """A whistle for one serious issue."""
    gathered(cast)
    with at(MONDAY, 8):
        return blow(cast, issues=[cast.open("serious")])


def convened(cast: Cast, **options: Any) -> Operation:
    operation = blown(cast)
    with at(MONDAY, 9):
        return joint.convene(operation, by=cast["command"], plan=plan(cast, **options))


def convened_now(cast: Cast) -> Operation:
    """The same at this moment, as browsers see it."""
    gathered(cast)
    return joint.convene_at_once(cast.venue, by=cast["command"], plan=plan(cast), why="a tip")


def under_way(cast: Cast) -> Operation:
    """Everybody has signed in and is on site."""
    operation = convened(cast)
    for code, (name, _reviewer) in PEOPLE.items():
        with at(MONDAY, 10):
            joint.sign_in(part_of(operation, code), by=cast[name])
            joint.arrive(part_of(operation, code), by=cast[name])
    return fresh(operation)


def result(cast: Cast, operation: Operation, code: str, **options: Any) -> Part:
    """The result of an agency, without a measure unless told otherwise."""
    given: dict[str, Any] = {"words": "seen and warned by word", "measure": "none"}
    reviewer = cast[PEOPLE[code][1]]
    return joint.give_result(part_of(operation, code), by=reviewer, **{**given, **options})


def nearly_reported(cast: Cast) -> Operation:
    """All but the police and the town gave their result."""
    operation = under_way(cast)
    with at(MONDAY, 11):
        for code in ("health", "market"):
            result(cast, operation, code)
    return fresh(operation)


def reported(cast: Cast) -> Operation:
    operation = nearly_reported(cast)
    with at(MONDAY, 12):
        for code in ("police", "town"):
            result(cast, operation, code)
    return fresh(operation)


def closed(cast: Cast) -> Operation:
    operation = reported(cast)
    with at(MONDAY, 13):
        return joint.close(operation, by=cast["command"])

"""How an operation comes about: a town blows the whistle, command convenes the squad."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.enforcement.models import (
    Operation,
    OperationClock,
    OperationIssue,
    Part,
    SquadMember,
    take_number,
)
from inspections.enforcement.rules import (
    CERTIFIED_KEY,
    CLOCKS,
    ROLE_KEYS,
    OperationState,
    lacking,
)
from inspections.ledger.models import Issue
from venues.models import Invitation, Officer, Organisation, Venue
from venues.models.organisations import scheme_value
from venues.scoping import contains
from venuewatch.dated import odd_year
from venuewatch.workflow import clock
from venuewatch.workflow.actions import demand, move, record
from venuewatch.workflow.rules import Refused, required_errors


@dataclass(frozen=True)
class Party:
    """An agency that is invited: what it brings, and whom it sends, each with whether certified."""

    organisation: Organisation
    role: str
    members: Sequence[tuple[Officer, bool]] = ()


@dataclass(frozen=True)
class Plan:
    """How an operation is convened: its kind, who leads, when and where, and who is invited."""

    kind: str
    lead: Organisation | None
    meets_at: datetime | None
    place: str
    parties: Sequence[Party]


def blow(
    venue: Venue,
    *,
    by: Officer,
    kind: str,
    why: str,
    wanted: Sequence[Organisation],
    issues: Iterable[Issue] = (),
) -> Operation:
    """Blow the whistle on a venue that the town sees but cannot control (R-JOINT-1).

    Raises NotAllowed, Refused (no reason, no agency wanted, an operation is current already).
    """
    chosen = list(issues)
    with transaction.atomic():
        venue.hold()
        row = _new(venue, by, kind, why, is_whistle=True)
        signed = by.signs(demand(row, "blow", by))
        _refuse_unfit(venue, chosen, why)
        if not wanted:
            raise Refused({"wanted": _("Choose at least one agency.")})
        _refuse_outsiders(venue, wanted, "wanted")
        _store(row, chosen)
        row.wanted.set(wanted)
        details = {**_words(row, wanted), "issues": [each.number for each in chosen]}
        record(row, "blow", by=by, why=why, details=details, announce=True, signed=signed)
    return row


def convene(operation: Operation, *, by: Officer, plan: Plan, seen: int | None = None) -> Operation:
    """Convene on a whistle: the agencies are invited, the clocks run from now (R-JOINT-1, 2)."""

    def write(row: Operation) -> dict[str, Any]:
        return _send(row, plan, by)

    given = {"place": plan.place, "meets_at": plan.meets_at}
    return move(operation, "convene", by=by, given=given, seen=seen, write=write)


def convene_at_once(
    venue: Venue, *, by: Officer, plan: Plan, why: str, issues: Iterable[Issue] = ()
) -> Operation:
    """Command convenes an operation of its own, without a whistle."""
    chosen = list(issues)
    with transaction.atomic():
        venue.hold()
        row = _new(venue, by, plan.kind, why, is_whistle=False)
        signed = by.signs(demand(row, "convene_at_once", by))
        given = {"place": plan.place, "meets_at": plan.meets_at}
        if blanks := row.workflow["convene_at_once"].blanks({**given, "why": why}):
            raise Refused(required_errors(blanks))
        _refuse_unfit(venue, chosen, why)
        _store(row, chosen)
        details = {**_send(row, plan, by), "issues": [each.number for each in chosen]}
        row.state = OperationState.CONVENED
        record(row, "convene_at_once", by=by, why=why, details=details, announce=True,
               signed=signed)  # fmt: skip
    return row


def _new(venue: Venue, by: Officer, kind: str, why: str, *, is_whistle: bool) -> Operation:
    return Operation(
        venue=venue,
        town_id=venue.town_id,
        kind=kind,
        why=why,
        blower=by if is_whistle else None,
        blower_person_id=by.person_id if is_whistle else None,
        blown_at=clock.now(),
    )


def _store(row: Operation, issues: Sequence[Issue]) -> None:
    row.whistle = take_number("CS", row.venue)
    row.save()
    OperationIssue.objects.bulk_create(OperationIssue(operation=row, issue=each) for each in issues)


def _refuse_unfit(venue: Venue, issues: Sequence[Issue], why: str) -> None:
    if not why.strip():
        raise Refused(required_errors(["why"]))
    if venue.operations.current().exists():
        raise Refused({"": _("An operation at this venue goes on already.")})
    keys = {each.pk for each in issues}
    if Issue.objects.filter(pk__in=keys, venue=venue).unclosed().count() < len(keys):
        raise Refused({"issues": _("Choose unclosed issues of this venue.")})


def _refuse_outsiders(venue: Venue, organisations: Iterable[Organisation], field: str) -> None:
    """An agency can be invited where it acts: its area holds the venue."""
    for each in organisations:
        if not contains(each.area, venue.area):
            sentence = _("%(agency)s does not act in the area of this venue.")
            raise Refused({field: sentence % {"agency": each.name}})


def _send(row: Operation, plan: Plan, by: Officer) -> dict[str, Any]:
    """Invite the agencies with their squad, set the clocks, and give the number (R-JOINT-2)."""
    _refuse_plan(row.venue, plan)
    row.kind, row.lead, row.place, row.meets_at = plan.kind, plan.lead, plan.place, plan.meets_at
    number, row.convened_at = take_number("LH", row.venue), clock.now()
    for place, party in enumerate(plan.parties, 1):
        _invite(row, number, place, party, by)
    district = row.venue.district_id
    OperationClock.objects.bulk_create(
        OperationClock(operation=row, name=name, amount=scheme_value(key, district), unit=unit)
        for name, key, unit in CLOCKS[plan.kind]
    )
    row.number = number
    return {
        **_words(row, [each.organisation for each in plan.parties]),
        "number": number, "whistle": row.whistle, "remark": plan.place,
    }  # fmt: skip


def _invite(row: Operation, number: str, place: int, party: Party, by: Officer) -> None:
    part = Part(
        operation=row, organisation=party.organisation, place=place, role=party.role,
        code=f"{number}/{place}",
    )  # fmt: skip
    details = {"agency": party.organisation.name,
               "squad": [officer.signature for officer, _certified in party.members]}  # fmt: skip
    record(part, "invite", by=by, details=details, announce=True)
    SquadMember.objects.bulk_create(
        SquadMember(part=part, officer=officer, person_id=officer.person_id, certified=certified)
        for officer, certified in party.members
    )
    Invitation.objects.create(
        venue=row.venue, organisation=party.organisation, reference=row.whistle, since=clock.now()
    )


def _refuse_plan(venue: Venue, plan: Plan) -> None:
    organisations = [each.organisation for each in plan.parties]
    if plan.lead is None or plan.lead not in organisations:
        raise Refused({"lead": _("One of the invited agencies leads.")})
    _refuse_outsiders(venue, organisations, "squad")
    strangers = [
        officer.signature
        for party in plan.parties
        for officer, _certified in party.members
        if officer.organisation_id != party.organisation.pk or not officer.is_active
    ]
    if strangers:
        sentence = _("Not an officer of the agency: %(names)s.")
        raise Refused({"squad": sentence % {"names": _(", ").join(strangers)}})
    _refuse_odd_moment(plan)
    _refuse_incomplete_squad(venue, plan)


def _refuse_odd_moment(plan: Plan) -> None:
    day = timezone.localdate(plan.meets_at) if plan.meets_at else None
    if day and (sentence := odd_year(day)):
        raise Refused({"meets_at": sentence})


def squad_needed(venue: Venue) -> dict[str, int]:
    """How many a squad must have, by the key of the scheme's value (R-JOINT-2)."""
    keys = (*ROLE_KEYS.values(), CERTIFIED_KEY)
    return {key: scheme_value(key, venue.district_id) for key in keys}


def _refuse_incomplete_squad(venue: Venue, plan: Plan) -> None:
    needed = squad_needed(venue)
    roles = [party.role for party in plan.parties for _member in party.members]
    certified = sum(is_certified for party in plan.parties for _who, is_certified in party.members)
    if missing := lacking(roles, certified, needed):
        sentence = _("The squad is not sent; it lacks: %(what)s.")
        raise Refused({"squad": sentence % {"what": _(", ").join(map(str, missing))}})


def _words(row: Operation, organisations: Iterable[Organisation]) -> dict[str, Any]:
    return {"kind": str(row.kind), "agencies": [each.name for each in organisations]}

"""The only code that changes plates: one function an act; who and when is rules.PLATE_TABLE."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.ledger.models import Issue, Photo, PhotoKind
from inspections.ledger.photos import known_of
from inspections.plates import rules
from inspections.plates.conditions import find_missing_grounds, find_on_site
from inspections.plates.models import Plate, PlateGround, PlateStep, PlateSuggestion
from inspections.plates.rules import GroundKind, PlateState, StepKind, WithdrawKind
from venues.models import Officer, Standing, Venue
from venues.models.organisations import scheme_value
from venues.scoping import lead_of
from venuewatch.workflow import clock
from venuewatch.workflow.actions import SYSTEM, Actor, demand, move, record
from venuewatch.workflow.models import next_number
from venuewatch.workflow.rules import Refused, required_errors

Grounds = Iterable[tuple[Issue, str]]


def propose(
    venue: Venue,
    grounds: Grounds,
    *,
    by: Actor,
    facts: str = "",
    document_number: str = "",
    suggestion: PlateSuggestion | None = None,
) -> Plate:
    """Propose a plate for issues of the venue, each with the kind of ground that it is (R-PLATE-1).

    Raises NotAllowed, Refused (no ground, no facts, a plate is current already).
    """
    with transaction.atomic():
        Standing.objects.select_for_update().get(pk=venue.pk)
        plate = _new_plate(venue, by, facts)
        signed = by.signs(demand(plate, "propose", by))
        chosen = _refused_unless_fit(venue, grounds, by, facts, document_number)
        plate.proposal = _next("TP", venue)
        plate.save()
        _add_grounds(plate, chosen, by, document_number)
        record(
            plate, "propose", by=by, why=facts, details=_words_of(chosen, document_number),
            announce=True, signed=signed,
        )  # fmt: skip
        if suggestion is not None:
            _take_over(suggestion, plate, by)
    return plate


def add_grounds(
    plate: Plate,
    grounds: Grounds,
    *,
    by: Actor,
    document_number: str = "",
    seen: int | None = None,
) -> Plate:
    """Add grounds to the current plate; while its lifting is under way it hangs on (R-PLATE-1)."""
    chosen = list(grounds)
    name = "add_ground"
    if Plate.objects.get(pk=plate.pk).state in (PlateState.LIFT_REQUESTED, PlateState.ACCEPTED):
        name = "add_ground_again"

    def write(row: Plate) -> dict[str, Any]:
        if not chosen:
            raise Refused({"issues": _("Choose at least one issue.")})
        _refuse_strangers(row.venue, chosen, known=row)
        _refuse_without_document(chosen, document_number)
        _add_grounds(row, chosen, by, document_number)
        if name == "add_ground_again":
            row.round += 1
        return _words_of(chosen, document_number)

    return move(plate, name, by=by, seen=seen, write=write)


def tell_venue(plate: Plate, *, by: Officer, facts: str, seen: int | None = None) -> Plate:
    """Record that the venue was told the facts and its right to reply 陈述申辩 (R-PLATE-3)."""

    def write(row: Plate) -> dict[str, Any]:
        hours = scheme_value("plate_reply_hours", row.venue.district_id)
        _keep(row, StepKind.NOTICE, by, words=facts, hours=hours)
        return {"remark": facts, "hours": hours}

    return move(plate, "tell_venue", by=by, given={"facts": facts}, seen=seen, write=write)


def record_reply(plate: Plate, *, by: Officer, reply: str, seen: int | None = None) -> Plate:
    """Record what the venue replied to the notice, or that it has nothing to say (R-PLATE-3)."""

    def write(row: Plate) -> dict[str, Any]:
        _keep(row, StepKind.REPLY, by, words=reply)
        return {"remark": reply}

    return move(plate, "record_reply", by=by, given={"reply": reply}, seen=seen, write=write)


def approve(plate: Plate, *, by: Officer, remark: str = "", seen: int | None = None) -> Plate:
    """Approve a plate that somebody else proposed; it gets its number (R-PLATE-2)."""

    def write(row: Plate) -> dict[str, Any]:
        _keep(row, StepKind.APPROVAL, by, words=remark)
        row.number = _next("HP", row.venue)
        return {"remark": remark, "number": row.number, "proposal": row.proposal}

    return move(plate, "approve", by=by, seen=seen, write=write)


def refuse(plate: Plate, *, by: Officer, reason: str, seen: int | None = None) -> Plate:
    """Refuse a proposal, with a reason."""

    def write(row: Plate) -> None:
        _keep(row, StepKind.REFUSAL, by, words=reason)
        row.ended_at = clock.now()

    return move(plate, "refuse", by=by, given={"reason": reason}, seen=seen, write=write)


def hang(
    plate: Plate,
    *,
    by: Officer,
    place: str,
    pictures: Sequence[Any],
    lon: float | None = None,
    lat: float | None = None,
    seen: int | None = None,
) -> Plate:
    """Hang the plate, with its photo, where exactly, and the position (WGS84), else the photo's.

    From the day after both sides owe a daily check (R-PLATE-4).
    """

    def write(row: Plate) -> dict[str, Any]:
        photo = _photo(row, by, pictures)
        where = (lon, lat) if lon is not None and lat is not None else (photo.lon, photo.lat)
        if None in where:
            raise Refused({"lon": _("The position is needed: allow it, or type it.")})
        row.hung_at = clock.now()
        row.town_id, row.department = row.venue.town_id, row.judgement.lead
        _keep(row, StepKind.HANGING, by, words=place, photo=photo, lon=where[0], lat=where[1],
              at=row.hung_at)  # fmt: skip
        return {"remark": place, "position": list(where)}

    return move(plate, "hang", by=by, given={"place": place}, seen=seen, write=write)


def request_lift(plate: Plate, *, by: Officer, remark: str = "", seen: int | None = None) -> Plate:
    """Ask that the plate be lifted: its grounds are settled, the last days clean (R-PLATE-5)."""

    def write(row: Plate) -> dict[str, Any]:
        told = row.judgement
        _keep(row, StepKind.REQUEST, by, words=remark, days=told.clean_days, shut=told.shut_counts)
        return {"remark": remark, "days": told.clean_days}

    return move(plate, "request_lift", by=by, seen=seen, write=write)


def accept(
    plate: Plate,
    *,
    by: Officer,
    inspection: Any,
    pictures: Sequence[Any],
    remark: str = "",
    seen: int | None = None,
) -> Plate:
    """Accept for one's side, on a clean visit of one's own since the request, with a photo.

    The second acceptance makes it a joint one 联合验收 (R-PLATE-5).
    """

    def write(row: Plate) -> dict[str, Any]:
        side = min(row.facts(by).open_sides)
        photo = _photo(row, by, pictures)
        if inspection.pk not in find_on_site(row.pk, by.person_id):
            raise Refused(
                {"inspection": _("Choose a clean visit that you made since the request.")}
            )
        _keep(row, StepKind.ACCEPTANCE, by, words=remark, side=side, photo=photo,
              inspection=inspection)  # fmt: skip
        return {"remark": remark, "side": side, "inspection": str(inspection.uuid)}

    given = {"inspection": inspection}
    with transaction.atomic():
        moved = move(plate, "accept", by=by, given=given, seen=seen, write=write)
        fresh = Plate.objects.select_related("venue").get(pk=moved.pk)
        if not fresh.workflow["accept_jointly"].unmet(fresh.facts(SYSTEM)):
            return move(fresh, "accept_jointly", by=SYSTEM)
    return moved


def reject(plate: Plate, *, by: Officer, reason: str, seen: int | None = None) -> Plate:
    """Do not lift the plate: it hangs on, with a reason."""

    def write(row: Plate) -> None:
        _keep(row, StepKind.REJECTION, by, words=reason)
        row.round += 1

    return move(plate, "reject", by=by, given={"reason": reason}, seen=seen, write=write)


def lift(
    plate: Plate,
    *,
    by: Officer,
    pictures: Sequence[Any],
    remark: str = "",
    seen: int | None = None,
) -> Plate:
    """Lift the plate, with a photo of the empty place; the day's plate duties become moot."""

    def write(row: Plate) -> dict[str, Any]:
        _keep(row, StepKind.LIFTING, by, words=remark, photo=_photo(row, by, pictures))
        row.ended_at = clock.now()
        return {"remark": remark}

    return move(plate, "lift", by=by, seen=seen, write=write)


def withdraw_plate(
    plate: Plate, *, by: Officer, kind: str, reason: str, seen: int | None = None
) -> Plate:
    """Withdraw a plate: in error, all grounds void, or the venue ceased trading."""

    def write(row: Plate) -> dict[str, Any]:
        facts = row.facts(by)
        if kind == WithdrawKind.VOID and (facts.unsettled or facts.closed):
            raise Refused({"kind": _("Not all its grounds are void.")})
        if kind == WithdrawKind.CEASED and not _has_ceased(row):
            raise Refused({"kind": _("No re-check found that the venue ceased trading.")})
        _keep(row, StepKind.WITHDRAWAL, by, words=reason)
        row.withdraw_kind, row.ended_at = kind, clock.now()
        return {"withdraw": kind}

    given = {"kind": kind, "reason": reason}
    return move(plate, "withdraw_plate", by=by, given=given, seen=seen, write=write)


def take_grounds(venue_ids: Collection[int]) -> None:
    """What was found while a plate hangs becomes a ground; told of every standing that changes."""
    for plate_id, issue_id, kind in find_missing_grounds(venue_ids):
        plate, issue = Plate.objects.get(pk=plate_id), Issue.objects.get(pk=issue_id)
        add_grounds(plate, [(issue, kind)], by=SYSTEM)


def suggest(venue: Venue, *, by: Officer, reason: str) -> PlateSuggestion:
    """Suggest to the command that a plate be proposed; one suggestion a venue waits at a time."""
    with transaction.atomic():
        Standing.objects.select_for_update().get(pk=venue.pk)
        row = PlateSuggestion(venue=venue, officer=by, person_id=by.person_id, reason=reason)
        signed = by.signs(demand(row, "suggest_plate", by))
        if not reason.strip():
            raise Refused(required_errors(["reason"]))
        if venue.plate_suggestions.filter(state=rules.SuggestionState.WAITING).exists():
            raise Refused({"": _("A suggestion waits for the command already.")})
        _refuse_current(venue)
        row.number, row.at = _next("JY", venue), clock.now()
        row.save()
        record(row, "suggest_plate", by=by, why=reason, announce=True, signed=signed)
    return row


def decline_suggestion(
    suggestion: PlateSuggestion, *, by: Officer, reason: str, seen: int | None = None
) -> PlateSuggestion:
    """Propose no plate on a suggestion, with a reason."""
    given = {"reason": reason}
    return move(suggestion, "decline_suggestion", by=by, given=given, seen=seen)


def _take_over(suggestion: PlateSuggestion, plate: Plate, by: Actor) -> None:
    def write(row: PlateSuggestion) -> dict[str, str]:
        row.plate = plate
        return {"remark": plate.proposal}

    move(suggestion, "take_over_suggestion", by=by, write=write)


def _new_plate(venue: Venue, by: Actor, facts: str) -> Plate:
    officer = by if isinstance(by, Officer) else None
    return Plate(
        venue=venue,
        town_id=venue.town_id,
        department=lead_of(venue),
        account=facts,
        proposer=officer,
        proposer_person_id=officer.person_id if officer else None,
        proposed_at=clock.now(),
    )


def _refused_unless_fit(
    venue: Venue, grounds: Grounds, by: Actor, facts: str, document_number: str
) -> list[tuple[Issue, str]]:
    """The grounds, once nothing stands against proposing a plate for them."""
    chosen = list(grounds)
    _refuse_current(venue)
    if not chosen:
        raise Refused({"issues": _("Choose at least one issue.")})
    if by is not SYSTEM and not facts.strip():
        raise Refused(required_errors(["facts"]))
    _refuse_strangers(venue, chosen)
    _refuse_without_document(chosen, document_number)
    return chosen


def _refuse_current(venue: Venue) -> None:
    if venue.plates.current().exists():
        raise Refused({"": _("A plate of this venue is current already; add grounds to it.")})


def _refuse_strangers(
    venue: Venue, grounds: Sequence[tuple[Issue, str]], known: Plate | None = None
) -> None:
    keys = [issue.pk for issue, _kind in grounds]
    fresh = Issue.objects.filter(pk__in=keys, venue=venue).unclosed().count()
    again = known is not None and known.grounds.filter(issue__in=keys).exists()
    if fresh < len(set(keys)) or again:
        raise Refused(
            {"issues": _("Choose unclosed issues of this venue that are no grounds yet.")}
        )


def _refuse_without_document(grounds: Sequence[tuple[Issue, str]], document_number: str) -> None:
    named = any(kind in rules.NOTICES for _issue, kind in grounds)
    if named and not document_number.strip():
        raise Refused({"document_number": _("A notice has a number.")})


def _add_grounds(
    plate: Plate, grounds: Sequence[tuple[Issue, str]], by: Actor, document_number: str
) -> None:
    officer = by if isinstance(by, Officer) else None
    for issue, kind in grounds:
        PlateGround.objects.create(
            plate=plate, issue=issue, kind=kind, document_number=document_number,
            officer=officer, person_id=officer.person_id if officer else None, at=clock.now(),
        )  # fmt: skip


def _words_of(grounds: Sequence[tuple[Issue, str]], document_number: str) -> dict[str, Any]:
    return {
        "grounds": sorted({str(GroundKind(kind).value) for _issue, kind in grounds}),
        "issues": [issue.number for issue, _kind in grounds],
        "document": document_number,
    }


def _keep(
    row: Plate, kind: str, by: Officer, *, at: datetime | None = None, **columns: Any
) -> PlateStep:
    return PlateStep.objects.create(
        plate=row, round=row.round, kind=kind, officer=by, person_id=by.person_id,
        at=at or clock.now(), **columns,
    )  # fmt: skip


def _photo(row: Plate, by: Officer, pictures: Sequence[Any]) -> Photo:
    """Keep the first picture; raises Refused where there is none."""
    if not pictures:
        raise Refused({"photos": _("A photo is needed.")})
    return Photo.objects.create(
        venue_id=row.venue_id, kind=PhotoKind.PLATE, file=pictures[0], officer=by,
        **known_of(pictures[0]),
    )  # fmt: skip


def _next(prefix: str, venue: Venue) -> str:
    code, year = venue.district.code, timezone.localdate(clock.now()).year
    counted = next_number(rules.series_of(prefix, code, year))
    return rules.number_of(prefix, code, year, counted)


def _has_ceased(row: Plate) -> bool:
    return row.venue.issues.filter(rechecks__ceased=True).exists()

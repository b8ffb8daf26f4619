"""What moves a plate between proposed and lifted: notice, approval, hanging, acceptance, end."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.ledger.models import Photo, PhotoKind
from inspections.ledger.photos import known_of
from inspections.plates.conditions import find_on_site
from inspections.plates.models import Plate, PlateStep
from inspections.plates.numbering import take_number
from inspections.plates.rules import StepKind, WithdrawKind
from venues.models import Officer
from venues.models.organisations import scheme_value
from venuewatch.workflow import clock
from venuewatch.workflow.actions import SYSTEM, move
from venuewatch.workflow.rules import Refused


def tell_venue(plate: Plate, *, by: Officer, facts: str, seen: int | None = None) -> Plate:
    """Record that the venue was told the facts and its right to reply 陈述申辩 (R-PLATE-3)."""

    def write(row: Plate) -> dict[str, Any]:
        hours = scheme_value("plate_reply_hours", row.venue.district_id)
        keep_step(row, StepKind.NOTICE, by, words=facts, hours=hours)
        return {"remark": facts, "hours": hours}

    return move(plate, "tell_venue", by=by, given={"facts": facts}, seen=seen, write=write)


def record_reply(plate: Plate, *, by: Officer, reply: str, seen: int | None = None) -> Plate:
    """Record what the venue replied to the notice, or that it has nothing to say (R-PLATE-3)."""

    def write(row: Plate) -> dict[str, Any]:
        keep_step(row, StepKind.REPLY, by, words=reply)
        return {"remark": reply}

    return move(plate, "record_reply", by=by, given={"reply": reply}, seen=seen, write=write)


def approve(plate: Plate, *, by: Officer, remark: str = "", seen: int | None = None) -> Plate:
    """Approve a plate that somebody else proposed; it gets its number (R-PLATE-2)."""

    def write(row: Plate) -> dict[str, Any]:
        keep_step(row, StepKind.APPROVAL, by, words=remark)
        row.number = take_number("HP", row.venue)
        return {"remark": remark, "number": row.number, "proposal": row.proposal}

    return move(plate, "approve", by=by, seen=seen, write=write)


def refuse(plate: Plate, *, by: Officer, reason: str, seen: int | None = None) -> Plate:
    """Refuse a proposal, with a reason."""

    def write(row: Plate) -> None:
        keep_step(row, StepKind.REFUSAL, by, words=reason)
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
        keep_step(row, StepKind.HANGING, by, words=place, photo=photo, lon=where[0], lat=where[1],
              at=row.hung_at)  # fmt: skip
        return {"remark": place, "position": list(where)}

    return move(plate, "hang", by=by, given={"place": place}, seen=seen, write=write)


def request_lift(plate: Plate, *, by: Officer, remark: str = "", seen: int | None = None) -> Plate:
    """Ask that the plate be lifted: its grounds are settled, the last days clean (R-PLATE-5)."""

    def write(row: Plate) -> dict[str, Any]:
        told = row.judgement
        keep_step(
            row, StepKind.REQUEST, by, words=remark, days=told.clean_days, shut=told.shut_counts
        )
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
        keep_step(row, StepKind.ACCEPTANCE, by, words=remark, side=side, photo=photo,
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
        keep_step(row, StepKind.REJECTION, by, words=reason)
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
        keep_step(row, StepKind.LIFTING, by, words=remark, photo=_photo(row, by, pictures))
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
        keep_step(row, StepKind.WITHDRAWAL, by, words=reason)
        row.withdraw_kind, row.ended_at = kind, clock.now()
        return {"withdraw": kind}

    given = {"kind": kind, "reason": reason}
    return move(plate, "withdraw_plate", by=by, given=given, seen=seen, write=write)


def keep_step(
    row: Plate, kind: str, by: Officer, *, at: datetime | None = None, **columns: Any
) -> PlateStep:
    """Store a piece of evidence of the plate's present round, done at a moment (now)."""
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


def _has_ceased(row: Plate) -> bool:
    return row.venue.issues.filter(rechecks__ceased=True).exists()

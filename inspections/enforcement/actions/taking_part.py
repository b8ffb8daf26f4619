"""What each agency does with its own part, and what command and town do with it (R-JOINT-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.checks.models import Inspection
from inspections.checks.rules import Outcome, Side
from inspections.checks.withdrawals import was_withdrawn
from inspections.enforcement.models import Operation, Part, PartMeasure, PartRating, PartStep
from inspections.enforcement.rules import OperationState, PartStepKind
from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue, Measure, Photo, PhotoKind
from inspections.ledger.photos import known_of
from inspections.ledger.rules import MeasureKind
from venues.models import Invitation, Officer
from venuewatch.workflow import clock
from venuewatch.workflow.actions import SYSTEM, move
from venuewatch.workflow.rules import Refused


@dataclass(frozen=True)
class Place:
    """Where somebody says to be: a position (WGS84) and photos, each if there is one."""

    lon: float | None = None
    lat: float | None = None
    photos: Sequence[Any] = ()


NOWHERE = Place()


def sign_in(
    part: Part, *, by: Officer, remark: str = "", place: Place = NOWHERE, seen: int | None = None
) -> Part:
    """Sign the agency in; the first sign-in starts the operation."""
    with transaction.atomic():
        moved = _come(
            part, "sign_in", PartStepKind.SIGN_IN, by=by, remark=remark, place=place, seen=seen
        )
        operation = Operation.objects.get(pk=moved.operation_id)
        if operation.state == OperationState.CONVENED:
            move(operation, "start", by=SYSTEM)
    return moved


def arrive(
    part: Part, *, by: Officer, remark: str = "", place: Place = NOWHERE, seen: int | None = None
) -> Part:
    """Record that the agency is on site, or in contact with the town."""
    return _come(part, "arrive", PartStepKind.ARRIVAL, by=by, remark=remark, place=place, seen=seen)


def _come(
    part: Part, name: str, kind: str, *, by: Officer, remark: str, place: Place, seen: int | None
) -> Part:
    def write(row: Part) -> dict[str, Any]:
        photo = _photo(row, by, place.photos)
        where = (place.lon, place.lat)
        if None in where and photo is not None:
            where = (photo.lon, photo.lat)
        _keep(row, kind, by, words=remark, photo=photo, lon=where[0], lat=where[1])
        return {"agency": row.organisation.name, "remark": remark}

    return move(part, name, by=by, seen=seen, write=write)


def give_result(
    part: Part,
    *,
    by: Officer,
    words: str,
    measure: str,
    found: bool = False,
    document_number: str = "",
    day: date | None = None,
    issues: Sequence[Issue] = (),
    seen: int | None = None,
) -> Part:
    """Give the agency's own result with its measure, or "none"; it ends the part (R-JOINT-3).

    A measure is recorded on each of the issues by the ledger itself. What was found rests on a
    joint inspection of the agency. The last result reports the operation.
    """

    def write(row: Part) -> dict[str, Any]:
        visit = _joint_visit(row) if found else None
        if found and visit is None:
            raise Refused({"found": _("File your joint inspection with what was found first.")})
        step = _keep(row, PartStepKind.RESULT, by, words=words, measure=measure, inspection=visit)
        if measure != MeasureKind.NONE:
            _take(row, step, issues, by=by, kind=measure, document_number=document_number, day=day)
        return {"agency": row.organisation.name, "remark": words, "taken": measure,
                "found": found, "issues": [each.number for each in issues],
                "document": document_number}  # fmt: skip

    given = {"words": words, "measure": measure}
    with transaction.atomic():
        moved = move(part, "give_result", by=by, given=given, seen=seen, write=write)
        _report_when_all_ended(moved)
    return moved


def decline_part(part: Part, *, by: Officer, reason: str, seen: int | None = None) -> Part:
    """The agency does not take part, with a reason; it sees the venue as long as the others."""

    def write(row: Part) -> dict[str, Any]:
        _keep(row, PartStepKind.REFUSAL, by, words=reason)
        return _leave(row)

    return _end(part, "decline_part", by=by, reason=reason, seen=seen, write=write)


def release(part: Part, *, by: Officer, reason: str, seen: int | None = None) -> Part:
    """Command releases an agency that is silent or no longer needed, with a reason."""

    def write(row: Part) -> dict[str, Any]:
        _keep(row, PartStepKind.RELEASE, by, words=reason)
        return _leave(row)

    return _end(part, "release", by=by, reason=reason, seen=seen, write=write)


def rate(part: Part, *, by: Officer, stars: int, words: str = "", seen: int | None = None) -> Part:
    """The town rates an agency once the operation is closed (R-JOINT-4); 1 to 5 stars."""

    def write(row: Part) -> dict[str, Any]:
        PartRating.objects.create(
            part=row, stars=stars, words=words, officer=by, person_id=by.person_id, at=clock.now()
        )
        return {"agency": row.organisation.name, "stars": stars, "remark": words}

    return move(part, "rate", by=by, given={"stars": stars}, seen=seen, write=write)


def _end(part: Part, name: str, *, by: Officer, reason: str, seen: int | None, write: Any) -> Part:
    with transaction.atomic():
        moved = move(part, name, by=by, given={"reason": reason}, seen=seen, write=write)
        _report_when_all_ended(moved)
    return moved


def _leave(row: Part) -> dict[str, Any]:
    """An agency that takes no part any more acts no more at the venue."""
    rows = Invitation.objects.filter(
        reference=row.operation.whistle, organisation=row.organisation_id
    )
    rows.update(acting=False)
    return {"agency": row.organisation.name}


def _report_when_all_ended(part: Part) -> None:
    operation = Operation.objects.get(pk=part.operation_id)
    is_last = all(each.has_ended for each in operation.situation.parts)
    if operation.state == OperationState.UNDER_WAY and is_last:
        move(operation, "report", by=SYSTEM, write=_reported)


def _reported(row: Operation) -> None:
    row.reported_at = clock.now()


def _keep(row: Part, kind: str, by: Officer, **columns: Any) -> PartStep:
    return PartStep.objects.create(
        part=row, kind=kind, officer=by, person_id=by.person_id, at=clock.now(), **columns
    )


def _photo(row: Part, by: Officer, pictures: Sequence[Any]) -> Photo | None:
    """Keep the first picture, if there is one."""
    if not pictures:
        return None
    return Photo.objects.create(
        venue_id=row.operation.venue_id, kind=PhotoKind.SITE, file=pictures[0], officer=by,
        **known_of(pictures[0]),
    )  # fmt: skip


def _joint_visit(row: Part) -> Inspection | None:
    """The agency's latest joint inspection since convening that found issues."""
    rows = Inspection.objects.filter(
        ~was_withdrawn(), venue=row.operation.venue_id, side=Side.JOINT, outcome=Outcome.ISSUES,
        officer__organisation=row.organisation_id, received__gte=row.operation.convened_at,
    )  # fmt: skip
    return rows.order_by("record_order").last()


def _take(row: Part, step: PartStep, issues: Sequence[Issue], *, by: Officer, **given: Any) -> None:
    """Record the measure on each issue, in the order in which issues are locked."""
    if not issues:
        raise Refused({"issues": _("Choose the issues that the measure is about.")})
    for issue in sorted(issues, key=lambda each: each.pk):
        ledger.record_measure(issue, by=by, remark=row.operation.code, **given)
        measure = Measure.objects.filter(issue=issue).latest("record_order")
        PartMeasure.objects.create(step=step, measure=measure)

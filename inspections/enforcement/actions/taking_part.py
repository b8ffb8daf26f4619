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
from inspections.ledger.rules import ISSUE_TABLE, MeasureKind
from venues.models import Invitation, Officer
from venuewatch.workflow import clock
from venuewatch.workflow.actions import SYSTEM, move
from venuewatch.workflow.rules import Refused, Words, required_errors


@dataclass(frozen=True)
class Place:
    """Where somebody says to be: a position (WGS84) and photos, each if there is one."""

    lon: float | None = None
    lat: float | None = None
    photos: Sequence[Any] = ()


NOWHERE = Place()


@dataclass(frozen=True)
class Taken:
    """The measure of a result, or "none": its document and the issues that it is about."""

    measure: str
    document_number: str = ""
    day: date | None = None
    issues: Sequence[Issue] = ()


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
    joint inspection of the agency. The last result reports the operation. Raises Refused with
    everything that `result_errors` finds.
    """
    about = Taken(measure, document_number, day, issues)

    def write(row: Part) -> dict[str, Any]:
        if errors := result_errors(row, about, found=found):
            raise Refused(errors)
        visit = _joint_visit(row) if found else None
        step = _keep(row, PartStepKind.RESULT, by, words=words, measure=measure, inspection=visit)
        if measure != MeasureKind.NONE:
            _take(row, step, about, by=by)
        return {"agency": row.organisation.name, "remark": words, "taken": measure,
                "found": found, "issues": [each.number for each in issues],
                "document": document_number}  # fmt: skip

    given = {"words": words, "measure": measure}
    with transaction.atomic():
        moved = move(part, "give_result", by=by, given=given, seen=seen, write=write)
        _report_when_all_ended(moved)
    return moved


def result_errors(part: Part, taken: Taken, *, found: bool) -> dict[str, Words]:
    """Everything that stands against a result, by field, so that a form tells it at once."""
    errors = {} if taken.measure == MeasureKind.NONE else _measure_errors(taken)
    if found and _joint_visit(part) is None:
        errors["found"] = _("File your joint inspection with what was found first.")
    if taken.measure == MeasureKind.NONE and taken.issues:
        errors["issues"] = _("No measure was taken: untick the issues, or choose the measure.")
    if taken.measure == MeasureKind.NONE and taken.document_number.strip():
        errors["document_number"] = _("No measure was taken: leave this empty, or choose it.")
    return errors


def _measure_errors(taken: Taken) -> dict[str, Words]:
    """What the ledger asks of a measure on each of its issues (R-ISSUE-9)."""
    given = {"kind": taken.measure, "document_number": taken.document_number, "day": taken.day}
    errors = required_errors(ISSUE_TABLE["record_measure"].blanks(given))
    odd = [sentence for each in taken.issues if (sentence := ledger.odd_day(each, taken.day))]
    if odd:
        errors["day"] = odd[0]
    if not taken.issues:
        errors["issues"] = _("Choose the issues that the measure is about.")
    return errors


def correct_result(part: Part, *, by: Officer, reason: str, seen: int | None = None) -> Part:
    """Say, with a reason, that nothing was found: the joint inspection was withdrawn (R-JOINT-4).

    The agency does, or command for one that is silent. The result stays as it was given.
    """

    def write(row: Part) -> dict[str, Any]:
        visit = row.steps.get(kind=PartStepKind.RESULT).inspection
        _keep(row, PartStepKind.REVISION, by, words=reason, inspection=visit)
        return {"agency": row.organisation.name}

    return move(part, "correct_result", by=by, given={"reason": reason}, seen=seen, write=write)


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


def _take(row: Part, step: PartStep, taken: Taken, *, by: Officer) -> None:
    """Record the measure on each issue, in the order in which issues are locked."""
    for issue in sorted(taken.issues, key=lambda each: each.pk):
        ledger.record_measure(
            issue, by=by, kind=taken.measure, document_number=taken.document_number, day=taken.day,
            remark=row.operation.code,
        )  # fmt: skip
        measure = Measure.objects.filter(issue=issue).latest("record_order")
        PartMeasure.objects.create(step=step, measure=measure)

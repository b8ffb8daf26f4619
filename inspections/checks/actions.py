"""Filing an inspection: the only code that stores visits, and tells the ledger what they found."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.checks import rules
from inspections.checks.completeness import items_of, refuse_incomplete, values_of
from inspections.checks.errands import errands_of, sources_of, tell_filed
from inspections.checks.models import Answer, CoInspector, Inspection, Item
from inspections.checks.on_the_spot import after_photos
from inspections.checks.order_lists import asked_at
from inspections.checks.rules import AnswerValue, InspectionKind, Outcome, Side
from inspections.checks.visits import Given, Visit
from inspections.duties import actions as duties
from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue, Photo, PhotoKind
from inspections.ledger.photos import known_of
from venues import scoping
from venues.coordinates import distance
from venues.models import Officer, Standing, Venue
from venues.models.organisations import scheme_value
from venues.models.standing import tell_settled
from venues.rules import Origin
from venuewatch.workflow import clock
from venuewatch.workflow.rules import NotAllowed, Refused


def file_inspection(venue: Venue, visit: Visit, *, by: Officer) -> Inspection:
    """File one visit and return it; the same client UUID twice is one inspection (R-CHECK-3).

    Raises Refused (errors by field: "started", "item:CODE", "verdict:ID", "photos" …), NotAllowed
    (not an inspector of this venue), Stale (an issue with a verdict changed meanwhile).
    """
    with transaction.atomic():
        standing = venue.hold()
        if before := Inspection.objects.filter(uuid=visit.uuid).first():
            return _same_visit(before, venue, by)
        venue.refresh_from_db(fields=["state"])  # it may have ended since the form was opened
        side = side_of(by, venue, joint=visit.joint)
        received = clock.now()
        started = _started(venue, visit, received)
        _refuse_without_orders(venue, visit)
        items = items_of(visit)
        values = values_of(visit, items)
        refuse_incomplete(venue, visit, items, values)
        inspection = _store(
            venue, visit, by=by, side=side, started=started, received=received, values=values
        )
        _store_answers(inspection, visit, items, values)
        _settle_duty(standing, inspection, full=_is_full(visit, values))
        _give_verdicts(inspection, visit, by)
        _tell_ledger(inspection, visit, items, values, by)
        tell_filed(inspection)
    return inspection


def _refuse_without_orders(venue: Venue, visit: Visit) -> None:
    """A check asks what the orders in force ask too (R-ORDER-1); a re-check alone asks neither."""
    if visit.version is None or visit.origin == Origin.HISTORY:
        return
    shown = {each.pk for each in visit.orders}
    names = [str(each.checklist.order) for each in asked_at(venue) if each.pk not in shown]
    if names:
        sentence = _("Orders in force ask for more than this form: %(orders)s. Open it again.")
        raise Refused({"version": sentence % {"orders": _(", ").join(names)}})


def filed_before(uuid: str, venue: Venue, by: Officer) -> Inspection | None:
    """This officer's visit that the same form led to already (R-CHECK-3); None for a new one."""
    try:
        known = UUID(uuid)
    except ValueError:
        return None
    return Inspection.objects.filter(uuid=known, venue=venue, officer=by).first()


def side_of(by: Officer, venue: Venue, *, joint: bool = False) -> str:
    """The side of a visit that this officer files (town, sector, command, joint).

    `joint` asks for the joint inspection; raises NotAllowed where no operation goes on for them.
    """
    own = scoping.capacities(by, venue)
    if joint:
        if "joint.inspector" not in own:
            raise NotAllowed(_("No joint operation goes on here in which you take part."))
        return Side.JOINT
    for capacity, side in rules.SIDE_OF_CAPACITY.items():
        if capacity in own and not _acts_for_another(by, side):
            return side
    raise NotAllowed(_("You are not an inspector of this venue."))


def _acts_for_another(by: Officer, side: str) -> bool:
    """Command standing in for a town or department still supervises; it makes no check for them."""
    kind = by.organisation.kind if by.organisation else ""
    return kind == "command" and side in (Side.TOWN, Side.SECTOR)


def _same_visit(before: Inspection, venue: Venue, by: Officer) -> Inspection:
    if before.venue_id != venue.pk or before.officer_id != by.pk:
        raise Refused({"": _("This form was already used for another visit.")})
    return before


def _started(venue: Venue, visit: Visit, received: datetime) -> datetime:
    if visit.origin == Origin.HISTORY:
        return visit.started
    ahead = scheme_value("clock_ahead_minutes", venue.district_id)
    back = scheme_value("backdate_days", venue.district_id)
    if rules.is_near(visit.started, received, back):
        started = rules.started_at(visit.started, received, ahead)
        today = timezone.localdate(received)
        if started <= received and rules.day_is_open(rules.business_day(started), today, back):
            return started
    sentence = _("A visit can be filed for today or at most %(days)d days back.")
    raise Refused({"started": sentence % {"days": back}})


def _store(
    venue: Venue,
    visit: Visit,
    *,
    by: Officer,
    side: str,
    started: datetime,
    received: datetime,
    values: Mapping[str, str],
) -> Inspection:
    lead = scoping.lead_of(venue)
    inspection = Inspection.objects.create(
        uuid=visit.uuid,
        venue=venue,
        town_id=venue.town_id,
        department=lead,
        side=side,
        kind=_kind(visit),
        version=visit.version,
        officer=by,
        person_id=by.person_id,
        started=started,
        received=received,
        business_day=rules.business_day(started),
        lon=visit.lon,
        lat=visit.lat,
        accuracy=visit.accuracy,
        distance=_distance(venue, visit),
        outcome=_outcome(visit, values),
        no_entry_reason=visit.no_entry_reason,
        note=visit.note,
        met_name=visit.met_name,
        signature_refused=visit.signature_refused,
        origin=visit.origin,
    )
    _store_company_and_photos(inspection, visit, by)
    return inspection


def _store_company_and_photos(inspection: Inspection, visit: Visit, by: Officer) -> None:
    CoInspector.objects.bulk_create(
        CoInspector(inspection=inspection, officer=each, person_id=each.person_id)
        for each in visit.co_inspectors
    )
    Photo.objects.bulk_create(
        Photo(
            venue=inspection.venue,
            inspection=inspection,
            issue_id=each.issue_id,
            kind=each.kind,
            item_code=each.item_code,
            file=each.file,
            officer=by,
            **known_of(each.file),
        )
        for each in visit.pictures
        # those of what was fixed on the spot go with its report
        if each.kind != PhotoKind.AFTER or each.issue_id is not None
    )


def _kind(visit: Visit) -> str:
    told = InspectionKind.RECHECK if visit.verdicts else InspectionKind.CHECK
    return visit.kind or told


def _outcome(visit: Visit, values: Mapping[str, str]) -> str:
    if visit.no_entry_reason:
        return Outcome.NO_ENTRY
    failed = any(not verdict.passed for verdict in visit.verdicts.values())
    return rules.outcome_of(values.values(), failed_rechecks=failed)


def _distance(venue: Venue, visit: Visit) -> float | None:
    if visit.lon is None or visit.lat is None or venue.point is None:
        return None
    return round(distance(visit.lon, visit.lat, *venue.point), 1)


def _store_answers(
    inspection: Inspection, visit: Visit, items: Mapping[str, Item], values: Mapping[str, str]
) -> None:
    Answer.objects.bulk_create(
        Answer(
            inspection=inspection,
            item=items[code],
            value=value,
            number=_given(visit, code).number,
            note=_given(visit, code).note,
        )
        for code, value in values.items()
    )


def _given(visit: Visit, code: str) -> Given:
    return visit.answers.get(code, Given())


def _give_verdicts(inspection: Inspection, visit: Visit, by: Officer) -> None:
    issues = Issue.objects.filter(venue=inspection.venue, pk__in=visit.verdicts).order_by("pk")
    for issue in issues:
        verdict = visit.verdicts[issue.pk]
        told: dict[str, Any] = {
            "by": by, "inspection": inspection, "at": inspection.started, "seen": verdict.seen,
        }  # fmt: skip
        if verdict.passed:
            ledger.pass_recheck(issue, **told, ceased=verdict.ceased)
        else:
            ledger.fail_recheck(issue, **told, reason=verdict.reason)


def _tell_ledger(
    inspection: Inspection,
    visit: Visit,
    items: Mapping[str, Item],
    values: Mapping[str, str],
    by: Officer,
) -> None:
    """Each failed item opens one issue, or is seen again on the unclosed one (R-CHECK-4).

    What complies moves nothing: no check closes an issue (R-CHECK-5).
    """
    failed = [items[code] for code, value in values.items() if value == AnswerValue.FAIL]
    if not failed:
        return
    lists = {item.version.checklist_id for item in failed}
    unclosed = {
        (issue.checklist_id, issue.item_code): issue
        for issue in Issue.objects.filter(venue=inspection.venue, checklist_id__in=lists)
        .unclosed()
        .order_by("pk")
    }
    sources = sources_of(errands_of(by, inspection.venue))
    for item in failed:
        checklist_id = item.version.checklist_id
        if issue := unclosed.get((checklist_id, item.code)):
            if issue.pk not in visit.verdicts:
                ledger.see_again(issue, by=by, inspection=inspection, at=inspection.started)
            _fix_on_the_spot(issue, inspection, visit, by)
            continue
        found = ledger.Found(
            source=sources.get((checklist_id, item.code), inspection.side),
            severity=item.severity,
            hours=item.hours,
            item=item,
            checklist_id=checklist_id,
            description=visit.answers[item.code].note,
        )
        issue = ledger.open_issue(
            inspection.venue,
            found,
            by=by,
            at=inspection.started,
            inspection=inspection,
            origin=visit.origin,
        )
        _fix_on_the_spot(issue, inspection, visit, by)


def _fix_on_the_spot(issue: Issue, inspection: Inspection, visit: Visit, by: Officer) -> None:
    """Report an issue rectified at the visit that found it; a re-check stays owed (R-ISSUE-5)."""
    fixed = visit.answers[issue.item_code].fixed
    if fixed is not None:
        ledger.report_rectified(
            issue,
            by=by,
            given=fixed,
            pictures=after_photos(visit, issue.item_code),
            inspection=inspection,
            at=inspection.started,
        )


def _is_full(visit: Visit, values: Mapping[str, str]) -> bool:
    if visit.origin == Origin.HISTORY:
        return visit.version is not None
    return bool(values) and AnswerValue.NOT_CHECKED not in values.values()


def _settle_duty(standing: Standing, inspection: Inspection, *, full: bool) -> None:
    """A full check fulfils the duty of its day, no entry for that day only (R-DUTY-2)."""
    _note_full_check(standing, inspection, full=full)
    if full or inspection.outcome == Outcome.NO_ENTRY:
        duties.fulfil(inspection)
    tell_settled([standing.pk])


def _note_full_check(standing: Standing, inspection: Inspection, *, full: bool) -> None:
    """A full set of answers is a full check of its side; the standing keeps the latest day."""
    column = {Side.TOWN: "last_town_check", Side.SECTOR: "last_sector_check"}.get(
        Side(inspection.side)
    )
    if column is None or not full:
        return
    latest = getattr(standing, column)
    if latest is None or latest < inspection.business_day:
        Standing.objects.filter(pk=standing.pk).update(**{column: inspection.business_day})

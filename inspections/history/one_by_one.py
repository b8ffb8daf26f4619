"""Each older visit by the real actions: slow, and what the bulk path is measured against."""

from datetime import datetime

from django.db import transaction

from inspections.checks import actions as checks
from inspections.checks.models import Inspection
from inspections.checks.rules import AnswerValue, InspectionKind
from inspections.checks.visits import Given, Verdict, Visit
from inspections.history import plating
from inspections.history.city import City
from inspections.history.plate_rows import is_taken_over, waiting_at
from inspections.history.plating import Act, Door
from inspections.history.reading import OldVisit
from inspections.history.telling import (
    CITED_AGAIN,
    MEASURE,
    RESPONSIBLE,
    moment_of,
    uuid_of,
)
from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from inspections.ledger.rules import IssueState, Severity
from inspections.plates import actions as plates
from inspections.plates.actions import Past
from inspections.plates.models import Plate
from inspections.plates.rules import SETTLED
from venues.models import Venue
from venues.rules import Origin
from venuewatch.workflow import clock, followups


def file_visit(city: City, old: OldVisit) -> None:
    """File one older visit: report what it re-checks, file it, sign off, strike off."""
    venue, at = city.venues[old.venue], moment_of(old.day)
    version = city.versions[old.programme]
    with transaction.atomic():
        issues = _unclosed(city, old) if old.recheck else []
        for issue in issues:
            given = {"measure": MEASURE, "responsible": RESPONSIBLE}
            ledger.report_rectified(issue, by=city.takers["reporter"], given=given, at=at)
        visit = Visit(
            uuid=uuid_of(old.number),
            started=at,
            version=version,
            answers={code: Given(AnswerValue.FAIL) for code in old.items},
            verdicts={issue.pk: _verdict(issue, old) for issue in issues},
            kind=InspectionKind.RECHECK if old.recheck else InspectionKind.CHECK,
            note=plating.NOTES.get(old.outcome, ""),
            origin=Origin.HISTORY,
        )
        filed = checks.file_inspection(venue, visit, by=city.takers["inspector"])
        passed = [issue for issue in issues if issue.item_code not in old.items]
        for issue in passed:
            if issue.severity == Severity.SERIOUS:
                ledger.sign_off(issue, by=city.takers["reviewer"], at=at)
        followups.run_of(ledger.CLOSE, [issue.pk for issue in passed], clock.now())
        _tell_plate(city, old, filed, at)


def _tell_plate(city: City, old: OldVisit, visit: Inspection, at: datetime) -> None:
    """Hang the venue's plate, add to its grounds, or take it down, as the outcome says."""
    venue = city.venues[old.venue]
    current = venue.plates.current().first()
    plate = current if current is not None and is_taken_over(current) else None
    unclosed = list(Issue.objects.filter(venue=venue).unclosed().order_by("pk"))
    act = plating.act_of(old.outcome, _door(venue, current, plate, unclosed))
    past = Past(visit, at, *(city.takers[each] for each in ("staff", "leader", "reviewer")))
    document = plating.document_of(old.number)
    if act is Act.HANG:
        words = {"facts": plating.FACTS, "place": plating.PLACE, "document_number": document}
        plates.hang_taken_over(venue, unclosed, past, **words)
    elif plate is not None and act is Act.ADD:
        known = set(plate.grounds.values_list("issue_id", flat=True))
        if fresh := [issue for issue in unclosed if issue.pk not in known]:
            plates.add_taken_over(plate, fresh, past, document_number=document)
    elif plate is not None and act is Act.LIFT:
        plates.lift_taken_over(plate, past, remark=plating.words_of_lifting(old.outcome))


def _door(venue: Venue, current: Plate | None, plate: Plate | None, unclosed: list[Issue]) -> Door:
    may_hang = venue.town_id is not None and current is None
    if plate is None:
        return Door(unclosed=bool(unclosed), may_hang=may_hang)
    states = set(plate.grounds.values_list("issue__state", flat=True))
    settled = states <= set(SETTLED) and IssueState.CLOSED in states
    waits = venue.pk in waiting_at([venue.pk])
    return Door(True, waits, settled, bool(unclosed), may_hang)


def _unclosed(city: City, old: OldVisit) -> list[Issue]:
    rows = Issue.objects.filter(
        venue=city.venues[old.venue], checklist=city.versions[old.programme].checklist_id
    )
    return list(rows.unclosed().order_by("pk"))


def _verdict(issue: Issue, old: OldVisit) -> Verdict:
    passed = issue.item_code not in old.items
    return Verdict(passed, "" if passed else CITED_AGAIN)

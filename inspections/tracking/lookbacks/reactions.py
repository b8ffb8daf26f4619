"""What follows for look-backs from acts on the ledger, on plates, on venues and at visits."""

from collections.abc import Sequence

from inspections.checks.errands import Errand
from inspections.checks.models import Answer, Inspection
from inspections.checks.rules import AnswerValue, Outcome
from inspections.checks.withdrawals import Withdrawal
from inspections.ledger.models import Issue
from inspections.ledger.rules import Source
from inspections.plates.models import Plate
from inspections.tracking.lookbacks import actions
from inspections.tracking.lookbacks.models import LookBack
from inspections.tracking.lookbacks.rules import SEEN, LookBackState, MootKind
from venues.models import Officer, Venue
from venuewatch.workflow.actions import SYSTEM


def when_opened(issue: Issue) -> None:
    """What an item's look-backs were to find out is known once the item fails again.

    Those for which the visit was made that found it are settled with the visit.
    """
    if issue.checklist_id is None or not issue.announces:
        return
    closed = Issue.objects.filter(
        venue=issue.venue_id, checklist=issue.checklist_id, item_code=issue.item_code
    )
    rows = LookBack.objects.waiting().filter(issue__in=closed)
    if issue.inspection_id is not None:
        rows = rows.exclude(state=LookBackState.SENT, officer=issue.opened_by)
    for row in rows.order_by("pk"):
        actions.call_off(row, by=SYSTEM, kind=MootKind.FOUND, about=issue.number)


def when_hung(plate: Plate) -> None:
    """A plate hangs again: what was lifted before is checked every day now."""
    for row in LookBack.objects.waiting().filter(plate__venue=plate.venue_id).order_by("pk"):
        actions.call_off(row, by=SYSTEM, kind=MootKind.HUNG, about=plate.event_key)


def when_ended(venue: Venue) -> None:
    """There is nothing left to look back at."""
    for row in LookBack.objects.waiting().filter(venue=venue).order_by("pk"):
        actions.call_off(row, by=SYSTEM, kind=MootKind.ENDED)


def when_withdrawn(ask: Withdrawal) -> None:
    """What rested on a visit that was withdrawn is owed again."""
    rows = LookBack.objects.filter(inspection=ask.inspection_id, state__in=SEEN)
    for row in rows.order_by("pk"):
        actions.take_back(row)


def errands_of(officer: Officer, venue: Venue) -> Sequence[Errand]:
    """What this person was sent to look at again at a venue."""
    rows = LookBack.objects.filter(venue=venue, state=LookBackState.SENT, officer=officer)
    rows = rows.select_related("issue", "plate").order_by("pk")
    return [
        Errand(
            row.about, Source.LOOK_BACK,
            row.issue.checklist_id if row.issue else None,
            row.issue.item_code if row.issue else "",
        )
        for row in rows
    ]  # fmt: skip


def when_filed(inspection: Inspection) -> None:
    """Settle the look-backs that a visit answers by itself; the others wait for words."""
    rows = LookBack.objects.filter(
        venue=inspection.venue_id, state=LookBackState.SENT, officer=inspection.officer_id
    )
    for row in rows.select_related("issue", "officer").order_by("pk"):
        _settle(row, inspection)


def _settle(row: LookBack, visit: Inspection) -> None:
    if visit.outcome == Outcome.NO_ENTRY:
        act = actions.hold if row.of_ceased else actions.find_shut
        act(row, by=visit.officer)
    elif row.issue is not None and row.issue.checklist_id is not None and not row.of_ceased:
        _settle_by_item(row, row.issue, visit)


def _settle_by_item(row: LookBack, issue: Issue, visit: Inspection) -> None:
    """As the item was answered; one that was not checked leaves the look-back as it is."""
    item = {"checklist": issue.checklist_id, "item_code": issue.item_code}
    answers = Answer.objects.filter(
        inspection=visit, item__code=issue.item_code, item__version__checklist=issue.checklist_id
    )
    value = answers.values_list("value", flat=True).first()
    if value == AnswerValue.FAIL:
        found = Issue.objects.unclosed().get(venue=visit.venue_id, **item)
        actions.find_again(row, by=visit.officer, found=found)
    elif value in (AnswerValue.PASS, AnswerValue.NA):
        actions.hold(row, by=visit.officer)

"""Withdrawing a mistaken visit: asked by its filer, decided by their reviewer (R-CHECK-6)."""

import json
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.checks import rules
from inspections.checks.models import Answer, Inspection
from inspections.checks.rules import AnswerValue, Outcome, WithdrawalState
from inspections.checks.withdrawals import Withdrawal, was_withdrawn
from inspections.duties import actions as duties
from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue, Recheck
from venues.models import Officer, Standing
from venues.models.organisations import scheme_value
from venuewatch.workflow import clock, followups
from venuewatch.workflow.actions import SYSTEM, may, move, record
from venuewatch.workflow.models import Event, next_number
from venuewatch.workflow.rules import NotAllowed, Refused, Words, required_errors

LAPSE = "checks.lapse_withdrawal"


def ask_withdrawal(inspection: Inspection, *, by: Officer, reason: str) -> Withdrawal:
    """Ask that one's own visit be withdrawn; it lapses undecided when its time is over.

    Raises NotAllowed (another organisation's visit), Refused (not the filer, too late, something
    was built on the visit, or an ask waits already).
    """
    with transaction.atomic():
        Standing.objects.select_for_update().get(pk=inspection.venue_id)
        ask = proposed(inspection, by)
        if not may(ask, "ask_withdrawal", by):
            raise NotAllowed(_("This visit is not one of your organisation."))
        if sentence := hindrance(ask, by):
            raise Refused({"": sentence})
        if not reason.strip():
            raise Refused(required_errors(["reason"]))
        ask.reason = reason.strip()
        ask.number = _next_withdrawal_number(inspection)
        ask.save()
        words = {"venue": inspection.venue.name, "inspection": str(inspection.uuid)}
        record(ask, "ask_withdrawal", by=by, why=ask.reason, details=words, announce=True)
        until = rules.withdrawable_until(inspection.received, ask.hours)
        followups.schedule(LAPSE, ask, due=until)
    return ask


def proposed(inspection: Inspection, by: Officer) -> Withdrawal:
    """An ask that is not stored: what may be asked of this visit is judged on it."""
    hours = scheme_value("withdrawal_hours", inspection.venue.district_id)
    return Withdrawal(inspection=inspection, officer=by, person_id=by.person_id, hours=hours)


def hindrance(ask: Withdrawal, by: Officer) -> Words:
    """Why this person cannot ask for this withdrawal; "" where nothing stands against it."""
    standing = (WithdrawalState.ASKED, WithdrawalState.GRANTED)
    if ask.inspection.withdrawals.filter(state__in=standing).exists():
        return _("A withdrawal of this visit was asked for already.")
    unmet = ask.workflow["ask_withdrawal"].unmet(ask.facts(by))
    return unmet[0].sentence if unmet else ""


def grant_withdrawal(
    ask: Withdrawal, *, by: Officer, remark: str = "", seen: int | None = None
) -> Withdrawal:
    """Withdraw the visit: its new issues become void, its full check counts no more.

    What it saw again is taken back as well. Raises as `move` does.
    """

    def write(row: Withdrawal) -> dict[str, str]:
        _decide(row, by, remark)
        _undo(row, by)
        return {"remark": row.remark, "inspection": str(row.inspection.uuid)}

    return move(ask, "grant_withdrawal", by=by, seen=seen, write=write)


def refuse_withdrawal(
    ask: Withdrawal, *, by: Officer, reason: str, seen: int | None = None
) -> Withdrawal:
    """Leave the visit as it is, with a reason. Raises as `move` does."""

    def write(row: Withdrawal) -> None:
        _decide(row, by, reason)

    given = {"reason": reason}
    return move(ask, "refuse_withdrawal", by=by, given=given, seen=seen, write=write)


def lapse_withdrawal(ask: Withdrawal) -> Withdrawal:
    """Nobody decided in time: the visit stays. Only the follow-up calls this."""

    def write(row: Withdrawal) -> None:
        row.decided = clock.now()

    return move(ask, "lapse_withdrawal", by=SYSTEM, write=write)


def _decide(row: Withdrawal, by: Officer, remark: str) -> None:
    row.decider, row.decider_person_id = by, by.person_id
    row.decided, row.remark = clock.now(), remark.strip()


def _undo(row: Withdrawal, by: Officer) -> None:
    """Void what the visit opened and take back what it saw again; issues in the order of keys."""
    visit = row.inspection
    duties.undo(visit, instead=_another(visit))
    opened = set(visit.opened_issues.unclosed().values_list("pk", flat=True))
    issues = Issue.objects.filter(pk__in=opened | _seen_at(visit))
    signed = by.signs(row.workflow["grant_withdrawal"].allowed)
    words = {"visit": str(visit.uuid), "reason": row.reason, "decided_by": signed}
    for issue in issues.order_by("pk"):
        if issue.pk in opened:
            ledger.withdraw(issue, **words)
        else:
            ledger.unsee(issue, **words, last_seen=_last_seen(issue, visit))


def _another(visit: Inspection) -> Inspection | None:
    """Another visit of the same side and day that did what was owed, the first of them."""
    others = Inspection.objects.filter(
        ~was_withdrawn(), venue=visit.venue_id, side=visit.side, business_day=visit.business_day
    ).exclude(pk=visit.pk)
    left_out = Answer.objects.filter(inspection=OuterRef("pk"), value=AnswerValue.NOT_CHECKED)
    full = Q(version__isnull=False) & ~Exists(left_out)
    return others.filter(full | Q(outcome=Outcome.NO_ENTRY)).order_by("record_order").first()


def _seen_at(visit: Inspection) -> set[int]:
    """The unclosed issues that the visit saw again, by what their events keep."""
    unclosed = Issue.objects.filter(venue=visit.venue_id).unclosed()
    events = Event.objects.filter(
        subject_type=Issue.subject_type, subject_id__in=unclosed.values("pk"), name="seen_again"
    )
    return {
        event.subject_id
        for event in events
        if json.loads(event.body)["details"]["inspection"] == str(visit.uuid)
    }


def _last_seen(issue: Issue, without: Inspection) -> datetime:
    """When an issue was last seen by a visit that counts, this one left out."""
    visits = Inspection.objects.filter(~was_withdrawn(), venue=issue.venue_id)
    failed = Answer.objects.filter(
        inspection__in=visits.exclude(pk=without.pk).values("pk"),
        inspection__started__gte=issue.found_at,
        value=AnswerValue.FAIL,
        item__code=issue.item_code,
        item__version__checklist=issue.checklist_id,
    ).aggregate(latest=Max("inspection__started"))
    judged = Recheck.objects.filter(issue=issue, passed=False).aggregate(latest=Max("at"))
    seen: list[datetime | None] = [issue.found_at, failed["latest"], judged["latest"]]
    return max(each for each in seen if each)


def _next_withdrawal_number(inspection: Inspection) -> str:
    area = inspection.venue.town or inspection.venue.district
    day = timezone.localdate(clock.now())
    counted = next_number(rules.withdrawal_series(area.code, day))
    return rules.withdrawal_number(area.code, day, counted)

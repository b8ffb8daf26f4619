"""The acts of look-backs: scheduled by closings and liftings, sent, seen, called off."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.checks.models import Inspection
from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from inspections.ledger.rules import Severity, Source
from inspections.plates.models import Plate
from inspections.tracking.lookbacks import rules
from inspections.tracking.lookbacks.drawing import candidates, draw
from inspections.tracking.lookbacks.models import LookBack
from inspections.tracking.lookbacks.rules import MootKind
from venues.models import Officer
from venues.models.organisations import scheme_value
from venuewatch.workflow import clock, followups
from venuewatch.workflow.actions import SYSTEM, Actor, move, record
from venuewatch.workflow.rules import Refused, required_errors

SEND = "look_backs.send"


def schedule_for_issue(issue: Issue) -> None:
    """Schedule the look-backs of an issue that was just closed, sooner the more often it recurred.

    What was taken over from an older ledger gets none (scheme.md §8).
    """
    if not issue.announces:
        return
    steps = rules.steps_of(issue.severity, issue.closing_reason)
    _schedule(issue, steps, issue.closed_at or clock.now(), recurrences=issue.recurrences)


def schedule_for_plate(plate: Plate) -> None:
    """Schedule the look-backs of a plate that was just lifted (R-PLATE-6)."""
    if plate.announces:
        _schedule(plate, rules.STEPS_PLATE, plate.ended_at or clock.now(), recurrences=0)


def _schedule(
    subject: Issue | Plate, steps: tuple[str, ...], ended: datetime, *, recurrences: int
) -> None:
    venue = subject.venue
    within = scheme_value("look_back_within", venue.district_id)
    for step, key in enumerate(steps, start=1):
        days = rules.sooner(scheme_value(key, venue.district_id), recurrences)
        due_day = timezone.localdate(ended) + timedelta(days=days)
        row = LookBack(
            code=rules.code_of(subject.event_key, step), venue=venue, step=step, days=days,
            town_id=subject.town_id, department_id=subject.department_id,
            due_day=due_day, owed_day=due_day + timedelta(days=within),
            **{subject.subject_type: subject},
        )  # fmt: skip
        row.save()
        record(row, "schedule_look_back", by=SYSTEM, details={"venue": venue.name})
        due = timezone.make_aware(datetime.combine(due_day, time()))
        followups.schedule(SEND, row, due=due)


def send(
    look_back: LookBack, *, by: Actor, officer: Officer | None = None, reason: str = "",
    seen: int | None = None,
) -> LookBack:  # fmt: skip
    """Send somebody: the system draws (none where nobody may be sent), command names one and why.

    Raises Refused (not one who may be sent; no reason), NotAllowed, Stale.
    """

    def write(row: LookBack) -> dict[str, Any]:
        chosen = draw(row) if by is SYSTEM else _named(row, officer, reason)
        row.officer, row.person = chosen, chosen.person if chosen else None
        row.sent_at = clock.now()
        return {"venue": row.venue.name, "sent": chosen.signature if chosen else ""}

    return move(look_back, "send", by=by, given={"reason": reason}, seen=seen, write=write)


def _named(row: LookBack, officer: Officer | None, reason: str) -> Officer:
    if not reason.strip():
        raise Refused(required_errors(["reason"]))
    if officer is None or not candidates(row).filter(pk=officer.pk).exists():
        raise Refused(
            {"officer": _("Choose an inspector in scope who did not report or re-check it.")}
        )
    return officer


def hold(
    look_back: LookBack, *, by: Officer, remark: str = "", seen: int | None = None
) -> LookBack:
    """It was seen to hold, at the latest visit of who was sent."""

    def write(row: LookBack) -> dict[str, Any]:
        visit = _see(row, remark)
        return {"remark": remark, "inspection": str(visit.uuid)}

    return move(look_back, "hold", by=by, seen=seen, write=write)


def find_again(
    look_back: LookBack, *, by: Officer, remark: str = "", found: Issue | None = None,
    seen: int | None = None,
) -> LookBack:  # fmt: skip
    """It has come back: `found` tells so, or else an issue is opened in the words of `remark`."""

    def write(row: LookBack) -> dict[str, Any]:
        if found is None and not remark.strip():
            raise Refused(required_errors(["remark"]))
        visit = _see(row, remark)
        row.found = found or _open(row, visit, by, remark)
        return {"remark": remark, "found": row.found.number}

    return move(look_back, "find_again", by=by, seen=seen, write=write)


def find_shut(look_back: LookBack, *, by: Officer) -> LookBack:
    """The visit found no entry: somebody goes again."""
    return move(look_back, "find_shut", by=by)


def call_off(
    look_back: LookBack, *, by: Actor, kind: str = MootKind.COMMAND, about: str = "",
    reason: str = "", seen: int | None = None,
) -> LookBack:  # fmt: skip
    """End a look-back that is no longer needed; command says why, the system what happened."""

    def write(row: LookBack) -> dict[str, str]:
        if by is not SYSTEM and not reason.strip():
            raise Refused(required_errors(["reason"]))
        row.ended_at, row.remark, row.moot_kind = clock.now(), reason, kind
        followups.call_off(SEND, row, str(MootKind(kind).label))
        return {"moot": str(MootKind(kind).value), "document": about}

    given = {"reason": reason}
    return move(look_back, "call_off_look_back", by=by, given=given, seen=seen, write=write)


def take_back(look_back: LookBack) -> LookBack:
    """Its visit was withdrawn: whoever was sent goes again."""

    def write(row: LookBack) -> None:
        row.inspection, row.found, row.ended_at, row.remark = None, None, None, ""

    return move(look_back, "take_back_look_back", by=SYSTEM, write=write)


def _see(row: LookBack, remark: str) -> Inspection:
    """Rest a result on the latest visit; the transition needs that there is one."""
    visit = row.visits_that_saw().latest("record_order")
    row.inspection, row.remark, row.ended_at = visit, remark, clock.now()
    return visit


def _open(row: LookBack, visit: Inspection, by: Officer, remark: str) -> Issue:
    """A new issue of the visit, as severe as what came back and with as much time."""
    before = row.issue or _gravest_ground(row)
    if again := _unclosed_again(before):
        return again
    found = ledger.Found(
        source=Source.LOOK_BACK, severity=before.severity, hours=before.hours, item=before.item,
        checklist_id=before.checklist_id, description=remark,
    )  # fmt: skip
    return ledger.open_issue(row.venue, found, by=by, at=visit.started, inspection=visit)


def _gravest_ground(row: LookBack) -> Issue:
    grounds = Issue.objects.filter(plate_grounds__plate=row.plate_id).order_by("pk")
    return max(grounds, key=lambda issue: list(Severity).index(Severity(issue.severity)))


def _unclosed_again(before: Issue) -> Issue | None:
    """The issue that tells already that the same item fails (R-ISSUE-2)."""
    if before.checklist_id is None:
        return None
    rows = Issue.objects.filter(
        venue=before.venue_id, checklist=before.checklist_id, item_code=before.item_code
    )
    return rows.unclosed().order_by("pk").first()

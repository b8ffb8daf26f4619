"""What must happen later: rows with a due time, done exactly once (R-TRACK-1, R-TRACK-2)."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from venuewatch.workflow import clock
from venuewatch.workflow.models import SHOWN_AFTER_TRIES, FollowUp, FollowUpState, Subject
from venuewatch.workflow.rules import wait_after

log = logging.getLogger(__name__)

MOST_AT_ONCE = 5000

Handler = Callable[[FollowUp], str | None]
_handlers: dict[str, Handler] = {}
_nudges: list[Callable[[], None]] = []


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the handler of a kind. It returns why the follow-up is moot, or None when done."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def on_schedule(nudge: Callable[[], None]) -> None:
    """Register what wakes a worker up once new follow-ups are committed."""
    _nudges.append(nudge)


def schedule(kind: str, subject: Subject, *, due: datetime, step: int = 0) -> None:
    """Make sure one follow-up of this kind, subject and step waits; wake a worker on commit."""
    schedule_many(kind, subject.subject_type, [subject.pk], due=due, step=step)


def schedule_many(
    kind: str, subject_type: str, subject_ids: Iterable[int], *, due: datetime, step: int = 0
) -> None:
    """The same for many subjects of one type at once."""
    _schedule(kind, subject_type, ((each, step) for each in subject_ids), due)


def schedule_steps(kind: str, subject: Subject, steps: Iterable[int], *, due: datetime) -> None:
    """The same for many steps of one subject at once."""
    _schedule(kind, subject.subject_type, ((subject.pk, each) for each in steps), due)


def _schedule(
    kind: str, subject_type: str, found: Iterable[tuple[int, int]], due: datetime
) -> None:
    FollowUp.objects.bulk_create(
        (
            FollowUp(kind=kind, subject_type=subject_type, subject_id=each, step=step, due=due)
            for each, step in found
        ),
        ignore_conflicts=True,
        batch_size=MOST_AT_ONCE,
    )
    if due <= clock.now():
        for nudge in _nudges:
            transaction.on_commit(nudge)


def call_off(kind: str, subject: Subject, why: str) -> None:
    """End what waits of this kind for a subject as moot; one that a worker holds ends itself."""
    held = FollowUp.objects.select_for_update(skip_locked=True).filter(
        kind=kind,
        subject_type=subject.subject_type,
        subject_id=subject.pk,
        state=FollowUpState.WAITING,
    )
    FollowUp.objects.filter(pk__in=[row.pk for row in held.order_by("id")]).update(
        state=FollowUpState.MOOT, why=why, ended=clock.now()
    )


def run_due(now: datetime | None = None, *, limit: int = 1000) -> int:
    """Do what is due, one transaction per follow-up, and return how many were ended."""
    ended = 0
    for _ in range(limit):
        outcome = run_one(now or clock.now())
        if outcome is None:
            break
        ended += outcome
    return ended


def run_of(kind: str, subject_ids: Sequence[int], now: datetime) -> int:
    """Do what is due of one kind for these subjects alone; returns how many were ended."""
    rows = FollowUp.objects.filter(kind=kind, subject_id__in=subject_ids)
    ended = 0
    while (outcome := run_one(now, rows)) is not None:
        ended += outcome
    return ended


def run_one(now: datetime, rows: "QuerySet[FollowUp] | None" = None) -> bool | None:
    """Claim and handle the oldest due follow-up. None: nothing due; False: it failed this time."""
    with transaction.atomic():
        followup = (
            (FollowUp.objects.all() if rows is None else rows)
            .select_for_update(skip_locked=True)
            .filter(state=FollowUpState.WAITING, due__lte=now)
            .order_by("due", "id")
            .first()
        )
        return None if followup is None else _handle(followup, now)


def finish(followup: FollowUp, moot: str | None) -> None:
    """End a claimed follow-up: done, or moot with why."""
    followup.state = FollowUpState.MOOT if moot else FollowUpState.DONE
    followup.why = moot or ""
    followup.ended = clock.now()
    followup.save(update_fields=["state", "why", "ended"])


def stuck() -> QuerySet[FollowUp]:
    """Follow-ups that failed too often and must be shown to somebody (R-TRACK-2)."""
    rows = FollowUp.objects.filter(state=FollowUpState.WAITING, tries__gte=SHOWN_AFTER_TRIES)
    return rows.order_by("due", "id")


def _handle(followup: FollowUp, now: datetime) -> bool:
    try:
        with transaction.atomic():
            moot = _handlers[followup.kind](followup)
    except Exception as error:  # a poison row must not stop the others; it is pushed forward
        log.exception("follow-up %s failed", followup.pk)
        _push_forward(followup, now, error)
        return False
    finish(followup, moot)
    return True


def _push_forward(followup: FollowUp, now: datetime, error: Exception) -> None:
    followup.tries += 1
    followup.due = now + wait_after(followup.tries)
    followup.why = f"{type(error).__name__}: {error}"
    followup.save(update_fields=["tries", "due", "why"])

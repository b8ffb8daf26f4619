"""A form that is sent twice is one act: its key leads to what it made the first time."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from venuewatch.workflow.models import Subject, Submission
from venuewatch.workflow.rules import Refused

S = TypeVar("S", bound=Subject)


def once(key: UUID | None, kind: type[S], make: Callable[[], S], *, by: Any) -> tuple[S, bool]:
    """What `make` makes, and whether it was made now; a key sent before leads to what it made.

    Of two at the same moment the second waits for the first, before it locks anything else.
    Raises Refused where somebody else, or a form of another kind, sent the key.
    """
    if key is None:
        return make(), True
    with transaction.atomic():
        _wait_for_others(key)
        if before := made_before(key, kind, by=by):
            return before, False
        made = make()
        Submission.objects.create(
            key=key, actor_id=by.pk, subject_type=kind.subject_type, subject_id=made.pk
        )
    return made, True


def made_before(key: UUID | None, kind: type[S], *, by: Any) -> S | None:
    """What this person's form with the key made already; None for a new one. Raises as `once`."""
    sent = Submission.objects.filter(pk=key).first() if key else None
    if sent is None:
        return None
    if (sent.actor_id, sent.subject_type) != (by.pk, kind.subject_type):
        raise Refused({"": _("This form was used already. Open it again.")})
    return kind._base_manager.get(pk=sent.subject_id)


def _wait_for_others(key: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(key)])

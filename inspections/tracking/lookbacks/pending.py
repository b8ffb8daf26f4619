"""Look-backs whose day has come: somebody is sent and has not gone, or nobody goes."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.tracking.lookbacks.rules import LookBackState
from venues.pending import Pending, told, turn_of
from venuewatch.workflow import clock

Rows = QuerySet[Any]


def _go(rows: Rows) -> Rows:
    sent = rows.filter(state=LookBackState.SENT, officer__is_active=True)
    return told(sent, since="due_day", behind=_late(), **turn_of("officer__organisation"))


def _send(rows: Rows) -> Rows:
    """Command must name somebody."""
    return told(rows.without_person(), since="due_day", behind=_late())  # type: ignore[attr-defined]  # by its queryset


def _late() -> Q:
    return Q(owed_day__lt=timezone.localdate(clock.now()))


PENDING = (
    Pending("go", _("look-backs to be made"), _go),
    Pending("send", _("look-backs for which nobody goes"), _send),
)

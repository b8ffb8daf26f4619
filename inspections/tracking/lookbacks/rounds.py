"""Look-backs on the round of whoever is sent (R-TRACK-3, R-DUTY-3)."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.checks.sendings import Sending
from inspections.tracking.lookbacks.models import LookBack
from venues.models import Officer
from venuewatch.moments import day_words
from venuewatch.workflow import clock
from venuewatch.workflow.rules import Words


def _sent(officer: Officer) -> QuerySet[LookBack]:
    """Where this person is sent, with what a stop shows, the most urgent first."""
    rows = LookBack.objects.sent_to(officer).select_related(
        "issue", "plate", "venue__town", "venue__standing"
    )
    return rows.order_by("owed_day", "pk")


def _is_late(row: LookBack) -> bool:
    return row.is_late(timezone.localdate(clock.now()))


def _why(row: LookBack) -> Words:
    late, due = _("look-back, overdue: %(what)s; by %(day)s"), _("look-back: %(what)s; by %(day)s")
    return (late if _is_late(row) else due) % {"what": row.about, "day": day_words(row.owed_day)}


def _page(row: LookBack) -> str:
    return reverse("look_backs:look_back", args=[row.code])


LOOK_BACKS = Sending(
    rows=_sent, why=_why, page=_page, is_late=_is_late, words=gettext_lazy("look-backs"),
    whole=lambda: f"{reverse('look_backs:list')}?mine=on",
)  # fmt: skip

"""A notice's way, by the real acts: drafted by command staff, issued by their leader."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from inspections.tracking.notices import actions as notices
from inspections.tracking.notices.models import Notice
from tests.cast import Cast
from venuewatch.workflow import clock


def texts(**options: Any) -> dict[str, Any]:
    given = {
        "level": "superior", "document_number": "City 2026-14", "title": "Fire exits",
        "text": "Exits were found locked.", "found": "exits locked at night",
        "severity": "serious", "deadline": timezone.localdate(clock.now()) + timedelta(days=5),
    }  # fmt: skip
    return {**given, **options}


def fresh(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def drafted(cast: Cast, **options: Any) -> Notice:
    """Of two venues, in two towns; the second with words of its own."""
    named = [(cast.venue, ""), (cast.venue_next_door, "gas bottles in the kitchen")]
    return notices.draft_notice(texts(**options), named, by=cast["command"])


def issued(cast: Cast, **options: Any) -> Notice:
    return notices.issue_notice(drafted(cast, **options), by=cast["command-leader"])


def dropped(cast: Cast) -> Notice:
    return notices.drop_notice(drafted(cast), by=cast["command"], reason="not needed")


def withdrawn(cast: Cast) -> Notice:
    return notices.withdraw_notice(issued(cast), by=cast["command-leader"], reason="wrong list")


STAGES = {"draft": drafted, "issued": issued, "dropped": dropped, "withdrawn": withdrawn}

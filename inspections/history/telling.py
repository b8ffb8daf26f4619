"""The words and moments in which an older visit is told; both paths read them here. Pure."""

from datetime import date, datetime, time
from uuid import UUID, uuid5

from django.utils import timezone

NAMESPACE = UUID("5d0c2f5e-8f0b-4c2b-9f5e-2b7f3c1d9a10")
MEASURE = "Taken over: the rectification is known only from the re-check"
RESPONSIBLE = "the venue"
CITED_AGAIN = "cited again"


def uuid_of(number: int) -> UUID:
    """The client UUID of an older visit: always the same for the same id."""
    return uuid5(NAMESPACE, str(number))


def moment_of(day: date) -> datetime:
    """When a visit of a day counts as started: noon, since the older ledger keeps days only."""
    return timezone.make_aware(datetime.combine(day, time(12)))

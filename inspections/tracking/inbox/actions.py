"""The one act on a message: that its reader opened it."""

from inspections.tracking.escalation.models import Message
from venuewatch.workflow import clock


def read(message: Message) -> None:
    """Note when a message was first opened."""
    Message.objects.unread().filter(pk=message.pk).update(read_at=clock.now())

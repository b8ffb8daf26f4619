"""Who keeps channels, and what waits for them: dead letters."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from inspections.tracking.delivery.models import Delivery, DeliveryQuerySet
from venues.models import Officer
from venues.signed_in import officer_of
from venuewatch.workflow.rules import NotAllowed


def keeps_channels(officer: Any) -> bool:
    """Whether this person is a system administrator, who keeps channels (R-SEND-3)."""
    return bool(officer.is_active and officer.is_administrator)


def keeper_of(request: HttpRequest) -> Officer:
    """The administrator who asks; raises NotAllowed for everybody else."""
    officer = officer_of(request)
    if not keeps_channels(officer):
        raise NotAllowed(_("Channels are kept by system administrators."))
    return officer


def dead_letters() -> DeliveryQuerySet:
    """What was given up."""
    return Delivery.objects.dead()

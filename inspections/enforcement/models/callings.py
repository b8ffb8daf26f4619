"""Whom an operation calls: tables of other hands, here only for what the database refuses of them.

The agencies that a whistle wants are a bare relation of the operation; invitations belong to the
register, which knows nothing of operations.
"""

from inspections.enforcement import guards
from inspections.enforcement.models.operations import Operation
from venues.models import Invitation


class OperationWanted(Operation.wanted.through):  # type: ignore[name-defined]  # made by Django
    """An agency that a whistle asks for; comes with it and stays (R-JOINT-1)."""

    class Meta:
        proxy = True
        triggers = guards.WANTED_TRIGGERS


class OperationInvitation(Invitation):
    """An invitation, which only an operation gives, and which ends with the agency's part."""

    class Meta:
        proxy = True
        triggers = guards.INVITATION_TRIGGERS

"""The issue ledger's tables: issues, the evidence that lets them end, photos."""

from inspections.ledger.models.evidence import Recheck, Rectification, SignOff
from inspections.ledger.models.extensions import ExtensionAsk, ExtensionDecision
from inspections.ledger.models.hand_overs import HandOver
from inspections.ledger.models.issues import (
    Issue,
    IssueQuerySet,
    came_back_within,
    closed_before,
    overdue_at,
    settle_standing,
)
from inspections.ledger.models.latest import Evidence
from inspections.ledger.models.measures import FileKind, Measure
from inspections.ledger.models.photos import Photo, PhotoKind

__all__ = [
    "Evidence",
    "ExtensionAsk",
    "ExtensionDecision",
    "FileKind",
    "HandOver",
    "Issue",
    "IssueQuerySet",
    "Measure",
    "Photo",
    "PhotoKind",
    "Recheck",
    "Rectification",
    "SignOff",
    "came_back_within",
    "closed_before",
    "overdue_at",
    "settle_standing",
]

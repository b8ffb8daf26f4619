"""All tables of the scheme, gathered for Django from their folders."""

from inspections.checks.models import (
    Answer,
    Checklist,
    ChecklistVersion,
    CoInspector,
    Inspection,
    Item,
)
from inspections.ledger.models import (
    ExtensionAsk,
    ExtensionDecision,
    HandOver,
    Issue,
    Measure,
    Photo,
    Recheck,
    Rectification,
    SignOff,
)

__all__ = [
    "Answer",
    "Checklist",
    "ChecklistVersion",
    "CoInspector",
    "ExtensionAsk",
    "ExtensionDecision",
    "HandOver",
    "Inspection",
    "Issue",
    "Item",
    "Measure",
    "Photo",
    "Recheck",
    "Rectification",
    "SignOff",
]

"""What the events of an issue tell a reader, from the words and codes that they keep."""

from collections.abc import Mapping
from typing import Any

from inspections.ledger.rules.words import ClosingReason, MeasureKind, Severity


def told(details: Mapping[str, Any]) -> list[str]:
    """The codes of an event in the reader's words."""
    if "enforcement" in details:
        return [str(MeasureKind(details["enforcement"]).label)]
    if "handed" in details:
        return [" → ".join(name or "–" for name in details["handed"])]
    if details.get("ceased"):
        return [str(ClosingReason.CEASED.label)]
    if "regraded" in details:
        return [" → ".join(str(Severity(each).label) for each in details["regraded"])]
    return []

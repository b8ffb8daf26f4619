"""What a rectification report must name (R-ISSUE-4)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.ledger.rules.words import Severity

# R-ISSUE-4 五落实: measure, person responsible, funds, deadline, contingency plan.
FIVE_FOR_ALL = ("measure", "responsible")
FIVE_FOR_MAJOR = ("measure", "responsible", "funds", "deadline", "contingency")

FIVE_LABELS: dict[str, Any] = {
    "measure": _("What was done"),
    "responsible": _("Person responsible at the venue"),
    "funds": _("Funds"),
    "deadline": _("Deadline for what remains"),
    "contingency": _("Contingency plan"),
}
# The longest texts, in characters; the others have no limit.
FIVE_LONGEST = {"responsible": 60, "funds": 60}


def measures_needed(severity: str) -> tuple[str, ...]:
    """Which of the five 五落实 a rectification report must name (R-ISSUE-4)."""
    return FIVE_FOR_MAJOR if severity == Severity.MAJOR else FIVE_FOR_ALL

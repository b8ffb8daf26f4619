"""What a rectification report must name (R-ISSUE-4)."""

from inspections.ledger.rules.words import Severity

# R-ISSUE-4 五落实: measure, person responsible, funds, deadline, contingency plan.
FIVE_FOR_ALL = ("measure", "responsible")
FIVE_FOR_MAJOR = ("measure", "responsible", "funds", "deadline", "contingency")


def measures_needed(severity: str) -> tuple[str, ...]:
    """Which of the five 五落实 a rectification report must name (R-ISSUE-4)."""
    return FIVE_FOR_MAJOR if severity == Severity.MAJOR else FIVE_FOR_ALL

"""Regrading the severity of an issue while it is open."""

from typing import Any

from django.utils.translation import gettext as _

from inspections.ledger.models import Issue
from inspections.ledger.rules import Severity
from venues.models import Officer
from venuewatch.workflow.actions import move
from venuewatch.workflow.rules import Refused


def regrade(
    issue: Issue, *, by: Officer, severity: str, reason: str, seen: int | None = None
) -> Issue:
    """Give an open issue another severity; its dues stay, its sign-offs follow."""

    def write(row: Issue) -> dict[str, Any]:
        if severity not in Severity.values or severity == row.severity:
            raise Refused({"severity": _("Choose another severity than the present one.")})
        before, row.severity = row.severity, severity
        return {"regraded": [before, severity]}

    given = {"severity": severity, "reason": reason}
    return move(issue, "regrade", by=by, given=given, seen=seen, write=write)

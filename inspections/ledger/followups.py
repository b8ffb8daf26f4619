"""What happens to an issue later: the strike-off, and a measure that is owed."""

from django.utils.translation import gettext as _

from inspections.ledger import actions
from inspections.ledger.models import Issue
from inspections.ledger.rules import UNCLOSED, IssueState
from venuewatch.workflow.actions import SYSTEM
from venuewatch.workflow.followups import handler
from venuewatch.workflow.models import FollowUp


@handler(actions.CLOSE)
def close_issue(followup: FollowUp) -> str | None:
    """Strike the issue off if its evidence is there, judged again under the lock (R-ISSUE-1).

    A follow-up that was due in the past (taken-over history) closes at that moment.
    """
    issue = Issue.locked(followup.subject_id)
    if issue.state != IssueState.RECHECKED:
        return _("The issue is no longer waiting to be struck off.")
    if unmet := issue.workflow["close"].unmet(issue.facts(SYSTEM)):
        return str(unmet[0].sentence)
    actions.close(issue, at=followup.due if issue.origin == "history" else None)
    return None


@handler(actions.MEASURE)
def measure_is_due(followup: FollowUp) -> str | None:
    """Note on the issue that a measure was owed and did not come (R-ISSUE-9)."""
    issue = Issue.locked(followup.subject_id)
    if issue.state not in UNCLOSED:
        return _("The issue has ended.")
    if not issue.evidence.measure_owed:
        return _("A measure, or why there is none, was recorded.")
    actions.miss_measure(issue)
    return None

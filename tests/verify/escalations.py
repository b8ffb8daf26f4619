"""Each way in which the ladder can break a check: SQL on what was told, triggers off."""

from inspections.tracking.escalation.actions import escalate
from tests.cast import Cast
from tests.duties.days import MONDAY, at


def told_as_late(cast: Cast) -> str:
    """An issue that was told to the first rung; its number."""
    with at(MONDAY):
        issue = cast.open()
    with at(issue.due.date(), 12):
        escalate()
    return issue.number


OF_ESCALATIONS: dict[str, tuple[str, ...]] = {
    "what was told as late stands on the chain of its subject": (
        "DELETE FROM workflow_event WHERE name = 'escalate'",
    ),
    "messages have as many lines as they say": (
        "UPDATE inspections_message SET lines_count = 7",
        "DELETE FROM inspections_messageline",
    ),
}

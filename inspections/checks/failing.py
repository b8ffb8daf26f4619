"""Follow-ups that fail again and again, for those who can have it mended (R-TRACK-2)."""

from dataclasses import dataclass
from datetime import datetime

from inspections.ledger.models import Issue
from venues.models import Officer
from venues.rules import OrganisationKind, Post
from venuewatch.workflow import subjects
from venuewatch.workflow.followups import stuck
from venuewatch.workflow.models import FollowUp

MOST_SHOWN = 20


@dataclass(frozen=True)
class Failing:
    """What should have been done, to which issue, how often it was tried and when it is again.

    `why` is the technical reason, told to system administrators alone.
    """

    act: str
    number: str
    tries: int
    next_try: datetime
    why: str = ""


def failing_for(officer: Officer) -> list[Failing]:
    """For command those of its own issues, for administrators all; for others none."""
    if officer.post == Post.ADMINISTRATOR:
        rows = list(stuck()[:MOST_SHOWN])
        return _lines(rows, {}, with_why=True)
    organisation = officer.organisation
    if organisation is None or organisation.kind != OrganisationKind.COMMAND:
        return []
    own = Issue.objects.visible_to(officer)
    rows = list(stuck().filter(subject_type="issue", subject_id__in=own.values("pk"))[:MOST_SHOWN])
    keys = [row.subject_id for row in rows]
    return _lines(rows, dict(own.filter(pk__in=keys).values_list("pk", "number")))


def _lines(
    rows: list[FollowUp], numbers: dict[int, str], *, with_why: bool = False
) -> list[Failing]:
    return [
        Failing(
            subjects.act_words(row.subject_type, row.kind.partition(".")[2]),
            numbers.get(row.subject_id, ""),
            row.tries,
            row.due,
            row.why if with_why else "",
        )
        for row in rows
    ]

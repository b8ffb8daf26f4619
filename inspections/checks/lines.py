"""The lines of the filing form: each item, each issue that waits, and where photos come in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from inspections.checks.models import Item
from inspections.checks.spot import Spot
from inspections.checks.visits import Picture
from inspections.ledger.models import Issue, PhotoKind
from inspections.ledger.rules import IssueState
from venuewatch.asked import whole_number
from venuewatch.workflow.rules import Words
from venuewatch.workflow.timeline import Entry, last_of

PASSED, FAILED, CEASED = "pass", "fail", "ceased"
VERDICT = "verdict-"


class Intake(NamedTuple):
    """Where photos come in: the field's name, the place of its errors, and what they show."""

    name: str
    place: str
    kept: list[str]
    kind: str = PhotoKind.SITE
    code: str = ""
    issue_id: int | None = None

    def picture(self, file: Any) -> Picture:
        """A file that came in here, as a picture of the visit."""
        return Picture(file, self.kind, self.code, self.issue_id)


@dataclass
class Line:
    """One item on the form, with what was answered so far."""

    item: Item
    value: str = ""
    number: str = ""
    note: str = ""
    kept: list[str] = field(default_factory=list)
    spot: Spot | None = None
    error: Words = ""
    is_new: bool = False
    place: int = 0

    @property
    def is_answered(self) -> bool:
        """Whether a word was ticked, or a number told that decides (R-CHECK-1)."""
        return bool(self.value or (self.number and self.item.limits.decides))

    def intakes(self) -> Iterator[Intake]:
        """Where its photos come in: as it was found, and after it was fixed on the spot."""
        code, place = self.item.code, f"item:{self.item.code}"
        yield Intake(f"photo-{code}", place, self.kept, code=code)
        if self.spot:
            yield Intake(f"after-{code}", place, self.spot.kept, PhotoKind.AFTER, code)


@dataclass
class VerdictLine:
    """One issue waiting for a re-check, or judged on a form that was overtaken.

    `seen` is the event number that the form showed; `barred`, that this person may not judge it.
    """

    issue: Issue
    verdict: str = ""
    reason: str = ""
    seen: int | None = None
    barred: bool = False
    kept: list[str] = field(default_factory=list)
    error: Words = ""

    @property
    def is_given(self) -> bool:
        """Whether a verdict was ticked."""
        return self.verdict in (PASSED, FAILED, CEASED)

    @property
    def is_overtaken(self) -> bool:
        """Whether the issue went on since the form, or its draft, was opened."""
        waits = self.issue.state == IssueState.RECTIFIED
        return not waits or (self.is_given and self.seen != self.issue.event_seq)

    def intake(self) -> Intake:
        """Where the photos behind its verdict come in."""
        pk = self.issue.pk
        name, place = f"photo-verdict-{pk}", f"verdict:{pk}"
        return Intake(name, place, self.kept, PhotoKind.AFTER, issue_id=pk)

    @property
    def latest(self) -> Entry | None:
        """What was done to the issue last, and by whom."""
        return last_of(self.issue)


def judged(data: Mapping[str, Any]) -> list[int]:
    """The issues on which a posted form has a verdict, whether or not they still wait for one."""
    asked = (whole_number(name.removeprefix(VERDICT)) for name, value in data.items()
             if name.startswith(VERDICT) and value in (PASSED, FAILED, CEASED))  # fmt: skip
    return [pk for pk in asked if pk is not None]

"""Notices: their states, who moves them, and what that needs. Pure; imports no model."""

import re
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from inspections.plates.rules import GroundKind
from venues.rules import COMMAND_LEADER, COMMAND_STAFF
from venuewatch.workflow.rules import Need, Transition, TransitionTable

MOST_VENUES = 200
_LINE = re.compile(r"(?P<code>[^\s,，;；]+)[\s,，;；]*(?P<words>.*)")


class NoticeState(TextChoices):
    """Where a notice is between being drafted and being in force."""

    DRAFT = "draft", _("draft")
    ISSUED = "issued", _("issued")
    DROPPED = "dropped", _("draft dropped")
    WITHDRAWN = "withdrawn", _("notice withdrawn")


NUMBERLESS = (NoticeState.DRAFT, NoticeState.DROPPED)
PUBLISHED = (NoticeState.ISSUED, NoticeState.WITHDRAWN)


class NoticeLevel(TextChoices):
    """From whom a notice comes (R-PLATE-1 has a ground for each)."""

    SUPERIOR = "superior", _("from a superior")
    DISTRICT = "district", _("of the district")


GROUND_OF = {
    NoticeLevel.SUPERIOR: GroundKind.SUPERIOR,
    NoticeLevel.DISTRICT: GroundKind.DISTRICT,
}


@dataclass(frozen=True)
class Facts:
    """What the needs are judged on: who acts, who wrote the draft last, how many venues it names.

    `passed` whether the day by which all is to be rectified is over.
    """

    person: int | None
    drafter: int | None = None
    named: int = 0
    passed: bool = False


NAMES_VENUES = Need(
    "names_venues", _("The notice names no venue yet."), lambda facts: facts.named > 0
)
NOT_DRAFTER = Need(
    "not_drafter",
    _("Somebody other than the person who drafted the notice issues it."),
    lambda facts: facts.person != facts.drafter,
)
STILL_TIME = Need(
    "still_time",
    _("The day by which all is to be rectified has passed; change the draft first."),
    lambda facts: not facts.passed,
)

_TEXTS = ("level", "title", "text", "found", "severity", "deadline")

NOTICE_TABLE = TransitionTable(
    (
        Transition(
            "draft_notice", _("Draft a notice"), (), NoticeState.DRAFT, COMMAND_STAFF,
            required=_TEXTS,
        ),
        Transition(
            "edit_notice", _("Change the draft"), (NoticeState.DRAFT,), None, COMMAND_STAFF,
            required=_TEXTS,
        ),
        Transition(
            "issue_notice", _("Issue the notice"), (NoticeState.DRAFT,), NoticeState.ISSUED,
            COMMAND_LEADER, needs=(NAMES_VENUES, NOT_DRAFTER, STILL_TIME), announces=True,
        ),
        Transition(
            "drop_notice", _("Drop the draft"), (NoticeState.DRAFT,), NoticeState.DROPPED,
            COMMAND_STAFF, required=("reason",),
        ),
        Transition(
            "withdraw_notice", _("Withdraw the notice"), (NoticeState.ISSUED,),
            NoticeState.WITHDRAWN, COMMAND_LEADER, required=("reason",), announces=True,
        ),
    )
)  # fmt: skip


def series_of(prefix: str, area: str, year: int) -> str:
    """The counter of notices (DB) or of drafts (TG) of a command's year."""
    return f"{_SERIES[prefix]}/{area}-{year}"


_SERIES = {"DB": "notice", "TG": "notice_draft"}


def number_of(prefix: str, area: str, year: int, counted: int) -> str:
    """`DB-AREA-YYYY-NNNN` for a notice 督办通报; TG for its draft."""
    return f"{prefix}-{area}-{year}-{counted:04d}"


def lines_of(text: str) -> list[tuple[int, str, str]]:
    """The venues that a text names, one a line: place of the line, code, what was found there."""
    found = []
    for place, line in enumerate(text.replace("\0", "").splitlines(), 1):
        if match := _LINE.match(line.strip()):
            found.append((place, match["code"], match["words"].strip()))
    return found

"""Daily reports: kinds, states, deadlines, figures, rankings (R-REPORT). Imports no model."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from venues.rules import OrganisationKind
from venuewatch.moments import FIRST_DAY, LAST_DAY
from venuewatch.workflow.rules import (
    SYSTEM_CAPACITY,
    Need,
    Transition,
    TransitionTable,
    capacities,
)


class ReportKind(TextChoices):
    """What a report tells: an organisation's own day, its sector's, or the whole district's."""

    TOWN = "town", _("town report")
    DEPARTMENT = "department", _("department report")
    SUMMARY = "summary", _("sector summary")
    BULLETIN = "bulletin", _("command bulletin")


# Which reports an organisation owes each day; agencies owe none (scheme.md §1).
KINDS_OF: dict[str, tuple[str, ...]] = {
    OrganisationKind.TOWN: (ReportKind.TOWN,),
    OrganisationKind.DEPARTMENT: (ReportKind.DEPARTMENT, ReportKind.SUMMARY),
    OrganisationKind.COMMAND: (ReportKind.BULLETIN,),
}

# What towns and departments report of themselves.
OWN_KINDS = (ReportKind.TOWN, ReportKind.DEPARTMENT)

# The value of the scheme that says by when, in minutes after midnight of the day.
DEADLINES: dict[str, str] = {
    ReportKind.TOWN: "report_minutes",
    ReportKind.DEPARTMENT: "report_minutes",
    ReportKind.SUMMARY: "summary_minutes",
    ReportKind.BULLETIN: "bulletin_minutes",
}


class ReportState(TextChoices):
    """Whether a report is there. That it is missing is for the clock to say, not a state."""

    AWAITED = "awaited", _("awaited")
    FILED = "filed", _("filed")
    ZERO = "zero", _("zero report")


REPORTED = (ReportState.FILED, ReportState.ZERO)


class Standing(TextChoices):
    """How a report stands in every table: missing, zero and filed are three things (R-REPORT-2)."""

    AWAITED = "awaited", _("awaited")
    MISSING = "missing", _("missing")
    FILED = "filed", _("filed")
    FILED_LATE = "filed_late", _("filed late")
    ZERO = "zero", _("zero report")
    ZERO_LATE = "zero_late", _("zero report, late")


@dataclass(frozen=True)
class Facts:
    """What the needs of a report's transitions are judged on; `found` None where nobody looked."""

    found: bool | None


SOMETHING_FOUND = Need(
    "something_found",
    _("Nothing was found that day: declare a zero report instead."),
    lambda facts: facts.found is not False,
)
NOTHING_FOUND = Need(
    "nothing_found",
    _("Something was found that day: a zero report cannot be declared."),
    lambda facts: facts.found is not True,
)
_REVIEWER = capacities("own", "reviewer")

REPORT_TABLE = TransitionTable(
    (
        Transition(
            "submit",
            _("Submit the report"),
            (ReportState.AWAITED,),
            ReportState.FILED,
            _REVIEWER,
            needs=(SOMETHING_FOUND,),
        ),
        Transition(
            "declare_zero",
            _("Declare a zero report"),
            (ReportState.AWAITED,),
            ReportState.ZERO,
            _REVIEWER,
            required=("declared",),
            needs=(NOTHING_FOUND,),
        ),
        Transition(
            "correct",
            _("Correct the report"),
            REPORTED,
            ReportState.FILED,
            _REVIEWER,
            required=("reason",),
            needs=(SOMETHING_FOUND,),
            announces=True,
        ),
        Transition(
            "correct_to_zero",
            _("Correct to a zero report"),
            REPORTED,
            ReportState.ZERO,
            _REVIEWER,
            required=("reason", "declared"),
            needs=(NOTHING_FOUND,),
            announces=True,
        ),
        Transition(
            "escalate",
            _("Told as late"),
            (ReportState.AWAITED,),
            None,
            frozenset({SYSTEM_CAPACITY}),
        ),
        Transition(
            "remind",
            _("Reminded"),
            (ReportState.AWAITED,),
            None,
            frozenset({SYSTEM_CAPACITY}),
            announces=True,
        ),
    )
)

# The figures of one owner and day, in the order in which every table and text has them.
DUTY_FIGURES = ("due", "done", "done_late", "missed", "owed")
VISIT_FIGURES = ("clean", "issues", "partial", "no_entry")
FOUND_FIGURES = ("general", "serious", "major")
LEDGER_FIGURES = ("rectified", "closed", "overdue", "unclosed")
PLATE_FIGURES = ("plates_hung", "plates_lifted", "plates_hanging")
JOINT_FIGURES = ("whistles", "operations", "operations_closed")
# What a district has once, whoever found it or takes part.
CHARGE_FIGURES = (*LEDGER_FIGURES, *PLATE_FIGURES, *JOINT_FIGURES)
FIGURES: dict[str, Any] = {
    "due": _("checks due"),
    "done": _("done"),
    "done_late": _("filed later"),
    "missed": _("missed"),
    "owed": _("still to be done"),
    "clean": _("visits: clean"),
    "issues": _("visits: issues found"),
    "partial": _("visits: partial"),
    "no_entry": _("visits: no entry"),
    "general": _("found: general"),
    "serious": _("found: serious"),
    "major": _("found: major"),
    "rectified": _("rectifications reported"),
    "closed": _("struck off"),
    "overdue": _("overdue"),
    "unclosed": _("unclosed"),
    "plates_hung": _("plates hung"),
    "plates_lifted": _("plates lifted"),
    "plates_hanging": _("plates that hang"),
    "whistles": _("whistles blown"),
    "operations": _("joint operations going on"),
    "operations_closed": _("joint operations closed"),
}

Figures = Mapping[str, int | None]


def blank_figures(*, planned: bool) -> dict[str, int | None]:
    """No duty, visit or issue; of a day that was not planned its duties are unknown, not 0."""
    unknown = () if planned else DUTY_FIGURES
    return {name: None if name in unknown else 0 for name in FIGURES}


def sum_figures(rows: Sequence[Figures], *, planned: bool) -> dict[str, int | None]:
    """The figures of several owners together."""
    total = blank_figures(planned=planned)
    for name, value in total.items():
        if value is not None:
            total[name] = sum(row[name] or 0 for row in rows)
    return total


def found_in(figures: Figures) -> int:
    """How many issues were found, of whatever severity."""
    return sum(figures[name] or 0 for name in FOUND_FIGURES)


def something_found(figures: Figures) -> bool:
    """Whether a day's checks found anything: an issue, or a known one seen again (R-REPORT-2)."""
    return bool(found_in(figures) or figures["issues"])


def deadline_of(day: date, minutes: int) -> datetime:
    """The moment by which a day's report is due, `minutes` after its midnight."""
    return timezone.make_aware(datetime.combine(day, time())) + timedelta(minutes=minutes)


def standing_of(state: str, deadline: datetime, filed_at: datetime | None, now: datetime) -> str:
    """Missing is said by time alone: awaited, and its deadline passed (R-REPORT-2)."""
    if filed_at is None:
        return Standing.MISSING if now > deadline else Standing.AWAITED
    late = filed_at > deadline
    if state == ReportState.ZERO:
        return Standing.ZERO_LATE if late else Standing.ZERO
    return Standing.FILED_LATE if late else Standing.FILED


def has_reports(day: date) -> bool:
    """Whether a day is one that pages speak of; beyond, no day has one before it and after it."""
    return FIRST_DAY <= day <= LAST_DAY


def day_can_be_reported(day: date, today: date, backdate_days: int) -> bool:
    """Whether a first report of this day may still be filed: not ahead, not too far back."""
    return today - timedelta(days=backdate_days) <= day <= today


def number_of(area_code: str, code: str, day: date, kind: str) -> str:
    """The number of a report: whose, of which day, of which kind."""
    owner = code if code == area_code else f"{area_code}-{code}"
    return f"{owner}-{day:%Y%m%d}-{kind}"


def canonical(content: Mapping[str, Any]) -> str:
    """The frozen text of a report: JSON with sorted keys and no spaces."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """The SHA-256 by which the event of a submission vouches for its figures."""
    return hashlib.sha256(text.encode()).hexdigest()

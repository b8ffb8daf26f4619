"""Rankings 排名通报 of towns and departments over a period, with their formulas (R-REPORT-3)."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from inspections.duties.rules import DutySide, DutyState, next_day
from inspections.ledger.rules import IssueState
from inspections.reports.rules import REPORTED, deadline_of
from venues.models import Organisation
from venues.rules import OrganisationKind
from venuewatch.workflow.rules import Words


@dataclass(frozen=True)
class Measure:
    """One rate of the rankings: its name, its formula in words, and which way is good."""

    key: str
    label: Words
    formula: Words
    more_is_better: bool


MEASURES: tuple[Measure, ...] = (
    Measure(
        "check",
        _("Check rate"),
        _("checks done on their day ÷ checks due; one filed later does not count as done"),
        more_is_better=True,
    ),
    Measure(
        "report",
        _("On-time report rate"),
        _("reports filed by their deadline, zero reports among them ÷ reports whose deadline has"
          " passed"),
        more_is_better=True,
    ),
    Measure(
        "closing",
        _("Closing rate"),
        _("issues found in the period that are struck off by now ÷ issues found in the period"),
        more_is_better=True,
    ),
    Measure(
        "overdue",
        _("Overdue rate"),
        _("issues found in the period that were not rectified by their first due ÷ issues found"
          " in the period"),
        more_is_better=False,
    ),
    Measure(
        "recurrence",
        _("Recurrence rate"),
        _("issues found in the period that recur after a strike-off ÷ issues found in the period"),
        more_is_better=False,
    ),
)  # fmt: skip
BY_KEY = {measure.key: measure for measure in MEASURES}


@dataclass(frozen=True)
class Rate:
    """How many of how many; no rate where there was nothing to count."""

    counted: int
    of: int

    @property
    def share(self) -> float | None:
        """From 0 to 1."""
        return self.counted / self.of if self.of else None

    @property
    def percent(self) -> str:
        """The share in percent with one decimal; a dash for none."""
        return "–" if self.share is None else f"{self.share:.1%}"


@dataclass(frozen=True)
class Placed:
    """One organisation in its group's ranking; no place where its rate is none."""

    organisation: Organisation
    rates: dict[str, Rate]
    place: int | None

    @property
    def shown(self) -> list[tuple[Words, Rate]]:
        """Every rate beside its name, in the order of MEASURES."""
        return [(measure.label, self.rates[measure.key]) for measure in MEASURES]


# Per owner; {owner} its column, {its} the condition on it.
_DUTIES = (
    f"SELECT d.{{owner}} AS owner, count(*) FILTER (WHERE d.state = '{DutyState.DONE}'),"
    " count(*) FROM inspections_duty AS d WHERE d.day BETWEEN %(since)s AND %(until)s"
    f" AND d.side = '{{side}}' AND d.state <> '{DutyState.MOOT}' AND d.{{its}} GROUP BY d.{{owner}}"
)
_ISSUES = (
    "SELECT i.{owner} AS owner, count(*),"
    f" count(*) FILTER (WHERE i.state = '{IssueState.CLOSED}'),"
    " count(*) FILTER (WHERE i.first_due < coalesce(i.rectified_at, %(now)s)),"
    " count(*) FILTER (WHERE i.recurrence_of_id IS NOT NULL)"
    " FROM inspections_issue AS i WHERE i.found_at >= %(start)s AND i.found_at < %(end)s"
    f" AND i.state <> '{IssueState.VOID}' AND i.{{its}} GROUP BY i.{{owner}}"
)
_REPORTED_SQL = ", ".join(f"'{state}'" for state in REPORTED)
_REPORTS = (
    "SELECT r.organisation_id AS owner,"
    f" count(*) FILTER (WHERE r.state IN ({_REPORTED_SQL}) AND r.filed_at <= r.deadline),"
    " count(*) FROM inspections_dailyreport AS r WHERE r.day BETWEEN %(since)s AND %(until)s"
    " AND r.deadline <= %(now)s AND r.organisation_id = ANY(%(owners)s) GROUP BY 1"
)
_SIDES = {
    OrganisationKind.TOWN: {"side": DutySide.TOWN.value, "owner": "town_id",
                            "its": "town_id = ANY(%(owners)s)"},
    OrganisationKind.DEPARTMENT: {"side": DutySide.SECTOR.value, "owner": "department_id",
                                  "its": "department_id = ANY(%(owners)s)"},
}  # fmt: skip


def ranked(
    organisations: Iterable[Organisation], since: date, until: date, now: datetime, by: str
) -> list[Placed]:
    """These organisations, all of one kind, from the best to the worst by one measure.

    The days `since` and `until` are both counted; equal rates share a place.
    """
    rows = list(organisations)
    rates = _rates(rows, since, until, now) if rows else {}
    sign = -1 if BY_KEY[by].more_is_better else 1

    def order(each: Organisation) -> tuple[bool, float, int]:
        share = rates[each.pk][by].share
        return share is None, sign * (share or 0), each.pk

    places: dict[float, int] = {}
    found = []
    for position, each in enumerate(sorted(rows, key=order), 1):
        share = rates[each.pk][by].share
        place = None if share is None else places.setdefault(share, position)
        found.append(Placed(each, rates[each.pk], place))
    return found


def _rates(
    rows: Sequence[Organisation], since: date, until: date, now: datetime
) -> dict[int, dict[str, Rate]]:
    kind = OrganisationKind(rows[0].kind)
    town = kind == OrganisationKind.TOWN
    key = {each.pk: each.area_id if town else each.pk for each in rows}
    parameters = {
        "since": since, "until": until, "now": now, "start": deadline_of(since, 0),
        "end": deadline_of(next_day(until), 0), "owners": sorted(key.values()),
    }  # fmt: skip
    duties = _by_owner(_DUTIES.format(**_SIDES[kind]), parameters)
    issues = _by_owner(_ISSUES.format(**_SIDES[kind]), parameters)
    reports = _by_owner(_REPORTS, parameters | {"owners": sorted(key)})
    return {
        pk: {
            "check": Rate(*duties.get(owner, (0, 0))),
            "report": Rate(*reports.get(pk, (0, 0))),
            **_issue_rates(*issues.get(owner, (0, 0, 0, 0))),
        }
        for pk, owner in key.items()
    }


def _issue_rates(found: int, closed: int, overdue: int, recurred: int) -> dict[str, Rate]:
    return {
        "closing": Rate(closed, found), "overdue": Rate(overdue, found),
        "recurrence": Rate(recurred, found),
    }  # fmt: skip


def _by_owner(statement: str, parameters: dict[str, Any]) -> dict[int, tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return {owner: tuple(counts) for owner, *counts in cursor.fetchall()}

"""The figures of the dashboard beside counts of single rows (R-REPORT-1)."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product

import pytest
from django.test import Client
from django.utils import timezone

from inspections.duties.models import Duty
from inspections.ledger.models import Issue
from inspections.reports.dashboard.rules import Age, Heat, found_within, level_of
from inspections.reports.dashboard.tables import Table
from tests.cast import Cast
from tests.dashboard.days import SATURDAY, THURSDAY, busy
from tests.duties.days import FRIDAY, at
from tests.rules import rule
from venues.models import Venue
from venuewatch.workflow import clock

AGES = {Age.WEEK: (0, 6), Age.MONTH: (7, 29), Age.QUARTER: (30, 89), Age.OLDER: (90, 10**6)}


def shown(table: Table) -> dict[tuple[str, str], int | None]:
    """(line, column) → number, of all that is not zero."""
    return {
        (str(line.name), str(number.label)): number.value
        for line in table.lines
        for number in line.numbers
        if number.value
    }


def unclosed(heat: str) -> list[Issue]:
    rows = Issue.objects.filter(state__in=["open", "rectified", "rechecked"]).order_by("pk")
    wanted: Callable[[Issue], bool] = {
        Heat.UNCLOSED: lambda _issue: True,
        Heat.OVERDUE: lambda issue: issue.is_overdue(clock.now()),
        Heat.MAJOR: lambda issue: issue.severity == "major",
    }[Heat(heat)]
    return [each for each in rows.select_related("town", "department") if wanted(each)]


@rule("R-REPORT-1", "R-ISSUE-3")
def test_towns_by_departments(cast: Cast, client: Client) -> None:
    busy(cast)
    client.force_login(cast["command"])
    for days, heat in product((0, 5), Heat.values):
        with at(FRIDAY + timedelta(days=days), 12):
            table = client.get("/dashboard/", {"heat": heat}).context["heat"]
            counts: Counter[tuple[str, str]] = Counter()
            for each in unclosed(heat):
                town = each.town.name if each.town else "无镇办"
                department = each.department.short if each.department else "无牵头部门"
                counts.update([(town, department), (town, "合计"), ("合计", department),
                               ("合计", "合计")])  # fmt: skip

        assert shown(table) == dict(counts)
        assert counts or not days


@rule("R-REPORT-1")
def test_issues_by_severity_state_and_age(cast: Cast, client: Client) -> None:
    busy(cast)
    client.force_login(cast["command"])
    for days in (1, 7, 29, 95):
        compare_stock(client, FRIDAY + timedelta(days=days))


def compare_stock(client: Client, day: date) -> None:
    with at(day, 12):
        table = client.get("/dashboard/").context["stock"]
        counts: Counter[tuple[str, str]] = Counter()
        for each in unclosed(Heat.UNCLOSED):
            known = (day - timezone.localdate(each.found_at)).days
            age = next(age for age, (least, most) in AGES.items() if least <= known <= most)
            columns = [each.get_state_display(), str(age.label), "合计"]
            columns += ["逾期"] if each.is_overdue(clock.now()) else []
            for line in (str(each.get_severity_display()), "合计"):
                counts.update((line, column) for column in columns)

    assert shown(table) == dict(counts)


@rule("R-REPORT-1", "R-DUTY-2")
def test_checks_by_town_and_department(cast: Cast, client: Client) -> None:
    busy(cast)
    client.force_login(cast["command"])
    with at(SATURDAY, 12):
        table = client.get("/dashboard/").context["checks"]

    columns = ("due", "done", "done_late", "missed")
    found = {line.name: dict(zip(columns, [n.value for n in line.numbers[3:]], strict=True))
             for line in table.lines}  # fmt: skip
    for name, owned in {
        "Town": {"side": "town", "town": cast.town},
        "Next": {"side": "town", "town": cast.neighbour},
        "market": {"side": "sector", "department": cast.department},
        "合计": {},
    }.items():
        states = Counter(
            Duty.objects.filter(day=FRIDAY, **owned).order_by("pk").values_list("state", flat=True)
        )
        due = sum(count for state, count in states.items() if state != "moot")
        expected = {name: states[name] for name in columns[1:]} | {"due": due}
        assert found[name] == expected
    assert [number.value for number in table.lines[0].numbers[:3]] == [None] * 3


@rule("R-REPORT-1", "R-VENUE-1")
def test_venues_by_colour(cast: Cast, client: Client) -> None:
    busy(cast)
    client.force_login(cast["command"])
    with at(SATURDAY, 12):
        panel = client.get("/dashboard/").context["panels"][0]

    colours = Venue.objects.order_by("pk").values_list("standing__colour", flat=True)
    assert {n.token: n.value for n in panel.numbers if n.value} == dict(Counter(colours))


@rule("R-REPORT-1")
def test_thirty_whole_days(cast: Cast, client: Client) -> None:
    busy(cast)
    client.force_login(cast["command"])
    with at(SATURDAY, 12):
        checks, issues, *_others = client.get("/dashboard/").context["trends"]

    lines = {line.day: [number.value for number in line.numbers] for line in issues.table.lines}
    assert (len(lines), min(lines), max(lines)) == (30, FRIDAY - timedelta(days=29), FRIDAY)
    rows = Issue.objects.exclude(state="void").order_by("pk")
    for day in (THURSDAY, FRIDAY):
        of_day = [each for each in rows if timezone.localdate(each.found_at) == day]
        assert lines[day] == [
            len(of_day), 2 if day == FRIDAY else 0,
            sum(each.recurrence_of_id is not None for each in of_day),
        ]  # fmt: skip
    done = {line.day: line.numbers[1].value for line in checks.table.lines}
    assert done[FRIDAY] == Duty.objects.filter(day=FRIDAY, state="done").count()
    assert done[FRIDAY - timedelta(days=20)] is None


@pytest.mark.parametrize("age", list(AGES))
def test_ages_follow_each_other(age: Age) -> None:
    since, until = found_within(age, FRIDAY)
    least, most = AGES[age]
    assert until == (FRIDAY - timedelta(days=least) if least else None)
    assert since == (FRIDAY - timedelta(days=most) if most < 10**6 else None)


def test_the_tint_goes_with_the_number() -> None:
    assert [level_of(value, 8) for value in (0, 1, 2, 3, 5, 8)] == [0, 1, 1, 2, 3, 4]

"""Who sees which venue, and in which capacity: one table, read from the scheme."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from inspections.checks.models import Inspection
from inspections.ledger.models import Issue
from tests.cast import OFFICERS, Cast
from tests.rules import rule
from venues.models import CategoryLead, Officer, Organisation, Venue, VenueLead

ALL = {"V1", "V2", "V3", "V4"}
SEES = {
    "town": {"V1", "V4"},
    "next": {"V2"},
    "market": {"V1", "V2", "V3"},
    "fire": {"V1", "V2", "V3"},
    "command": ALL,
    "far": set(),
    "": set(),
}
# Capacities towards V1, whose town is "town", led by "market" with "fire".
TOWARDS = {
    "inspector": {"town.inspector"},
    "town-reviewer": {"town.inspector", "town.reviewer"},
    "town-leader": {"town.inspector", "town.reviewer", "town.leader"},
    "neighbour": set(),
    "dept": {"lead.inspector"},
    "dept-reviewer": {"lead.inspector", "lead.reviewer"},
    "co": {"co.inspector"},
    "command-leader": {"command.inspector", "command.reviewer", "command.leader"},
    "outsider": set(),
    "auditor": set(),
    "admin": set(),
}


def seen_by(officer: Officer) -> set[str]:
    return set(Venue.objects.visible_to(officer).values_list("code", flat=True))


@rule("R-SCOPE-1")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_area_and_category_decide(cast: Cast, name: str) -> None:
    assert seen_by(cast[name]) == SEES[OFFICERS[name][0]]


@rule("R-SCOPE-1", "R-SCOPE-3")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_what_hangs_on_a_venue_is_seen_with_it(cast: Cast, name: str) -> None:
    issue = cast.open()
    officer = cast[name]
    sees = cast.venue.code in seen_by(officer)

    assert Issue.objects.visible_to(officer).filter(pk=issue.pk).exists() == sees
    assert Inspection.objects.visible_to(officer).filter(venue=cast.venue).exists() == sees


@rule("R-SCOPE-1")
def test_override_of_a_venue_counts_before_its_category(cast: Cast) -> None:
    police = Organisation.objects.create(
        code="police", name="police", short="police", kind="agency", area=cast.district
    )
    officer = Officer.objects.create_user("police", organisation=police, post="inspector")
    VenueLead.objects.create(venue=cast.venue, organisation=police, role="lead")

    assert seen_by(officer) == {"V1"}
    assert seen_by(cast["dept"]) == {"V2", "V3"}
    assert cast.venue.capacities(cast["dept"]) == set()
    assert cast.venue.capacities(officer) == {"lead.inspector"}


@rule("R-SCOPE-1")
def test_lead_of_another_district_leads_nothing_here(cast: Cast) -> None:
    area = cast["outsider"].organisation.area  # type: ignore[union-attr]  # the cast's has one
    far = Organisation.objects.create(
        code="far-market", name="far", short="far", kind="department", area=area
    )
    CategoryLead.objects.create(category=cast.category, organisation=far, role="lead")
    officer = Officer.objects.create_user("far-dept", organisation=far, post="reviewer")

    assert seen_by(officer) == set()
    assert cast.venue.capacities(officer) == set()


@rule("R-SCOPE-1", "R-SCOPE-4")
@pytest.mark.parametrize(("name", "expected"), list(TOWARDS.items()))
def test_capacities(cast: Cast, name: str, expected: set[str]) -> None:
    assert cast.venue.capacities(cast[name]) == expected


@rule("R-SCOPE-4")
def test_command_reviewer_acts_for_a_missing_department(cast: Cast) -> None:
    acting = {"lead.inspector", "lead.reviewer"}

    assert acting <= cast.chess_room.capacities(cast["command-reviewer"])
    assert not acting & cast.chess_room.capacities(cast["command"])
    assert not acting & cast.venue.capacities(cast["command-reviewer"])


@rule("R-SCOPE-4")
def test_command_reviewer_acts_for_a_missing_town(cast: Cast) -> None:
    acting = {"town.inspector", "town.reviewer"}

    assert acting <= cast.venue_without_town.capacities(cast["command-reviewer"])
    assert not acting & cast.venue_without_town.capacities(cast["command"])
    assert not acting & cast.venue.capacities(cast["command-reviewer"])


@rule("R-SCOPE-1")
def test_disabled_officer_stands_in_no_capacity(cast: Cast) -> None:
    officer = cast["town-leader"]
    officer.is_active = False

    assert cast.venue.capacities(officer) == set()


@rule("R-SCOPE-3")
def test_nobody_else_decides_scope() -> None:
    """Outside venues.scoping no module looks at an officer's organisation's area to filter."""
    allowed = {"scoping.py", "filters.py", "actions.py", "officers.py"}
    for package in ("venues", "inspections"):
        for file in Path(settings.BASE_DIR, package).rglob("*.py"):
            if file.name in allowed or "migrations" in file.parts:
                continue
            assert "organisation.area" not in _attributes(file), file


def _attributes(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        f"{node.value.attr}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)
    }

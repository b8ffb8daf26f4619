"""The product's checklists say what the district's own checklists say, in another arrangement."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from inspections.checks.catalogue import CatalogueCategory, CatalogueItem, basis_titles, categories
from inspections.demo.territory import district_data
from tests.rules import rule

SEVERITY = {"一般": "general", "较大": "serious", "重大": "major"}
Data = dict[str, Any]


@pytest.fixture(scope="module")
def source(shared: Path) -> Data:
    """The district's checklists, read as they come."""
    with (shared / "data" / "district" / "checklists.yaml").open(encoding="utf-8") as file:
        return dict(yaml.safe_load(file))


@pytest.fixture(scope="module")
def district(shared: Path) -> Data:
    """The district's territory and organisations, read as they come."""
    with (shared / "data" / "district" / "district.yaml").open(encoding="utf-8") as file:
        return dict(yaml.safe_load(file))


def expected_item(item: Data, source: Data) -> Data:
    number = item.get("numeric", {})
    titles = [source["basis_catalogue"][key]["title"] for key in item["basis"]]
    return {
        "code": item["code"],
        "text": item["text"],
        "severity": SEVERITY[item["severity"]],
        "hours": item["deadline_hours"],
        "on_the_spot": item.get("on_the_spot", False),
        "suspend_use": item.get("suspend_use", False),
        "photo_required": item.get("photo_required", False),
        "number_name": number.get("name", ""),
        "number_unit": number.get("unit", ""),
        "lowest": number.get("min"),
        "highest": number.get("max"),
        "method": item.get("method", ""),
        "basis": titles,
    }


def own_item(item: CatalogueItem) -> Data:
    own = {name: getattr(item, name) for name in vars(item) if name not in ("answering", "basis")}
    known = set(basis_titles().values())
    parts = item.basis.split("; ")
    assert set(parts) <= known, item.code
    return {**own, "basis": parts}


def expected_items(category: Data, profile: str, source: Data) -> list[Data]:
    groups = [source["common_groups"][name] for name in category["include"]] + category["groups"]
    rows = [item for group in groups if group["profile"] == profile for item in group["items"]]
    return [expected_item(item, source) for item in rows]


def by_code(code: str) -> CatalogueCategory:
    return next(each for each in categories() if each.code == code)


@rule("R-CHECK-1")
@pytest.mark.parametrize("profile", ["routine", "epidemic_2022"])
def test_every_item_of_every_category(source: Data, profile: str) -> None:
    for category in source["categories"]:
        items = by_code(category["code"]).items[profile]
        assert [own_item(each) for each in items] == expected_items(category, profile, source)


@rule("R-SCOPE-4")
def test_every_category_with_its_leads_and_intervals(source: Data) -> None:
    """A town answers for each of its venues anyway, so it neither leads nor co-leads."""
    expected = [
        {
            "code": each["code"],
            "name": each["name"],
            "lead": "" if each["lead_sector"] == "town" else each["lead_sector"],
            "co": tuple(code for code in each["co_sectors"] if code != "town"),
            "routine_days": each["visit_days"]["routine"],
            "problem_days": each["visit_days"]["problem"],
        }
        for each in source["categories"]
    ]

    own = [{name: getattr(each, name) for name in expected[0]} for each in categories()]

    assert own == expected
    assert len(own) == 24


@rule("R-CHECK-1")
def test_the_fire_items_are_answered_by_the_fire_brigade() -> None:
    items = [item for each in categories() for item in each.items["routine"]]

    fire = {item.code for item in items if item.answering == "fire"}

    assert fire >= {item.code for item in items if item.code.startswith("COM-F")}
    assert {item.answering for item in items} <= {"", "fire"}


def test_the_towns_and_departments_of_the_district(district: Data) -> None:
    own = district_data()

    assert [(each["code"], each["name"]) for each in own["towns"]] == [
        (each["code"], each["name"]) for each in district["towns"]
    ]
    assert {(each["code"], each["name"]) for each in own["departments"]} == {
        (each["code"], each["name"].removesuffix("(名称以三定为准)"))
        for each in district["sectors"]
    }
    assert len(own["departments"]) == 12


def test_the_towns_known_communities_and_the_grids(district: Data) -> None:
    own = {each["code"]: each["communities"] for each in district_data()["towns"]}

    for town in district["towns"]:
        known = [each["name"] for each in town["communities"]]
        kept = [each["name"] for each in own[town["code"]] if not each.get("invented")]
        assert kept == known
    grids = [community["grids"] for rows in own.values() for community in rows]
    assert sum(grids) == 336

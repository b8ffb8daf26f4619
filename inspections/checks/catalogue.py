"""The checklists that come with the product, read from `inspections/data`. Pure; no models.

A category's list of a profile is its included groups' items in their order, then its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from inspections.checks.rules import Profile
from inspections.ledger.rules import Severity

FOLDER = Path(__file__).resolve().parent.parent / "data"
_NEEDS = {"on_the_spot", "suspend_use", "photo"}


class CatalogueError(ValueError):
    """A data file says what cannot be; the message names file, place and what was meant."""


@dataclass(frozen=True)
class CatalogueItem:
    """One line of a checklist; `hours` for rectification, `answering` an organisation's code."""

    code: str
    text: str
    severity: str
    hours: int
    on_the_spot: bool = False
    suspend_use: bool = False
    photo_required: bool = False
    number_name: str = ""
    number_unit: str = ""
    lowest: float | None = None
    highest: float | None = None
    method: str = ""
    basis: str = ""
    answering: str = ""


@dataclass(frozen=True)
class CatalogueCategory:
    """A category of venues: who leads and co-leads it (codes), and the days between checks."""

    code: str
    position: int
    name: str
    lead: str
    co: tuple[str, ...]
    routine_days: int
    problem_days: int
    items: dict[str, tuple[CatalogueItem, ...]]


@cache
def categories() -> tuple[CatalogueCategory, ...]:
    """Every category, in the order of its position; raises CatalogueError."""
    files = [path for path in (FOLDER / "checklists").glob("*.yaml") if path.name[0] != "_"]
    return tuple(sorted((_category(path) for path in files), key=lambda each: each.position))


@cache
def basis_titles() -> dict[str, str]:
    """What each key of a basis stands for."""
    return {key: str(row["title"]) for key, row in _read(FOLDER / "basis.yaml").items()}


def _category(path: Path) -> CatalogueCategory:
    data = _read(path)
    try:
        return CatalogueCategory(
            code=data["code"],
            position=data["position"],
            name=data["name"],
            lead=data["lead"] or "",
            co=tuple(data["co"]),
            routine_days=data["routine_days"],
            problem_days=data["problem_days"],
            items={str(profile): _items(path, data, profile) for profile in Profile.values},
        )
    except KeyError as missing:
        raise CatalogueError(f"{path.name}: {missing} is missing") from None


def _items(path: Path, data: dict[str, Any], profile: str) -> tuple[CatalogueItem, ...]:
    included = (FOLDER / "checklists" / f"_{name}.yaml" for name in data["include"])
    sources = [*included, path]
    items = [item for source in sources for item in _items_in(source, profile)]
    codes = [item.code for item in items]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise CatalogueError(f"{path.name}: {profile} has {sorted(twice)} twice")
    return tuple(items)


def _items_in(path: Path, profile: str) -> Iterator[CatalogueItem]:
    for row in _read(path).get(profile, []):
        yield _item(path, row)


def _item(path: Path, row: dict[str, Any]) -> CatalogueItem:
    where = f"{path.name}: {row.get('code', '?')}"
    needs = set(row.get("needs", []))
    if unknown := needs - _NEEDS:
        raise CatalogueError(f"{where}: needs {sorted(unknown)}; known are {sorted(_NEEDS)}")
    if row.get("severity") not in Severity.values:
        raise CatalogueError(f"{where}: severity must be one of {Severity.values}")
    if not isinstance(row.get("hours"), int) or row["hours"] < 0:
        raise CatalogueError(f"{where}: hours must be a whole number, 0 or more")
    number = row.get("number", {})
    return CatalogueItem(
        code=row["code"],
        text=row["text"],
        severity=row["severity"],
        hours=row["hours"],
        on_the_spot="on_the_spot" in needs,
        suspend_use="suspend_use" in needs,
        photo_required="photo" in needs,
        number_name=number.get("name", ""),
        number_unit=number.get("unit", ""),
        lowest=number.get("lowest"),
        highest=number.get("highest"),
        method=row.get("method", ""),
        basis=_basis(where, row["basis"]),
        answering=row.get("answering", ""),
    )


def _basis(where: str, keys: list[str]) -> str:
    titles = basis_titles()
    if unknown := [key for key in keys if key not in titles]:
        raise CatalogueError(f"{where}: basis {unknown} is not in basis.yaml")
    return "; ".join(titles[key] for key in keys)


@cache
def _read(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as file:
        data = yaml.safe_load(file)
    if not isinstance(data, dict):
        raise CatalogueError(f"{path.name}: a mapping was expected")
    return data

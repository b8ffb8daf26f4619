"""The bulk path and the one-by-one actions end in identical rows, table by table."""

import json
from collections.abc import Callable
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from inspections.plates.rules import GroundKind
from tests.history.sample import write_sample
from tests.rules import rule

# Primary keys, recording times and orders, and what is computed from them.
LEFT_OUT = {
    "id", "record_order", "closed_order", "recorded", "received", "created", "ended", "published",
    "prev", "hash", "event_hash", "password", "last_login", "pgh_id", "pgh_created_at",
    "pgh_context", "pgh_obj", "grams",
}  # fmt: skip
Names = dict[type[models.Model], dict[Any, str]]


def known_by(names: Names, row: Any) -> str:
    """The number, code or name by which people know a row."""
    if hasattr(row, "issue_id") and hasattr(row, "round"):
        return f"{_of(names, row, 'issue')}/{row.round}/{getattr(row, 'role', '')}"
    for name in ("number", "uuid", "username", "series"):
        if hasattr(row, name) and not hasattr(row, "checklist_id"):
            return str(getattr(row, name))
    if hasattr(row, "checklist_id") and hasattr(row, "venue_id"):
        return str(row.number)
    if hasattr(row, "version_id"):
        return f"{_of(names, row, 'version')}/{row.code}"
    if hasattr(row, "checklist_id"):
        return f"{_of(names, row, 'checklist')}/{row.number}"
    return str(getattr(row, "code", None) or getattr(row, "name", None) or row.pk)


def _of(names: Names, row: Any, field: str) -> str:
    foreign = row._meta.get_field(field)
    value = getattr(row, foreign.attname)
    if value is None:
        return ""
    return names.get(foreign.related_model, {}).get(value, str(value))


def all_tables() -> list[type[models.Model]]:
    found = [apps.get_app_config(label).get_models() for label in
             ("venues", "workflow", "inspections")]  # fmt: skip
    return [model for group in found for model in group]


def snapshot() -> dict[str, list[str]]:
    """Every table as sorted lines of text, foreign keys by the names of what they point at."""
    names: Names = {}
    order = ["Area", "Person", "Organisation", "Officer", "Category", "Venue", "Checklist",
             "ChecklistVersion", "Item", "Inspection", "Issue", "Plate"]  # fmt: skip
    tables = sorted(all_tables(), key=lambda each: (each.__name__ not in order,
                    order.index(each.__name__) if each.__name__ in order else 0))  # fmt: skip
    lines: dict[str, list[str]] = {}
    for model in tables:
        rows = list(model._default_manager.all())
        if model.__name__ in order:
            names[model] = {row.pk: known_by(names, row) for row in rows}
        lines[model.__name__] = sorted(_line(names, row) for row in rows)
    return lines


def _line(names: Names, row: Any) -> str:
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name in LEFT_OUT:
            continue
        if field.is_relation:
            values[field.name] = _of(names, row, field.name)
        elif field.name == "subject_id":
            values[field.name] = _subject(names, row)
        elif field.name == "body":
            values[field.name] = {**json.loads(row.body), "recorded": ""}
        else:
            values[field.name] = str(getattr(row, field.attname))
    return json.dumps(values, sort_keys=True, ensure_ascii=False)


def _subject(names: Names, row: Any) -> str:
    """What an event or a follow-up is about."""
    name = {"issue": "Issue", "plate": "Plate"}.get(row.subject_type)
    known = names[apps.get_model("inspections", name)] if name else {}
    return known.get(row.subject_id, str(row.subject_id))


def run(folder: Path, **options: Any) -> dict[str, int]:
    out = StringIO()
    call_command("import_history", folder, json=True, stdout=out, stderr=StringIO(), **options)
    figures: dict[str, int] = json.loads(out.getvalue())
    return figures


Outcome = tuple[dict[str, int], dict[str, list[str]]]


def rows_of(import_all: Callable[[], dict[str, int]]) -> Outcome:
    """What an import leaves behind; the database is empty again afterwards."""
    figures, lines = import_all(), snapshot()
    call_command("flush", interactive=False, verbosity=0)
    return figures, lines


@rule("R-ISSUE-1", "R-ISSUE-2", "R-ISSUE-6", "R-CHECK-4", "R-PLATE-1", "R-PLATE-5")
@pytest.mark.django_db(transaction=True)
def test_both_paths_end_in_identical_rows(shared: Path, tmp_path: Path) -> None:
    folder = write_sample(shared / "data" / "nyc", tmp_path)

    slow_figures, slow = rows_of(partial(run, folder, one_by_one=True))
    bulk_figures, bulk = rows_of(partial(run, folder))

    assert bulk_figures == slow_figures
    assert bulk_figures["venues"] >= 300
    told = ("failed_rechecks", "recurrences", "seen_again", "plates_lifted_late", "plates_hanging")
    assert min(bulk_figures[name] for name in told) > 0
    assert {kind for kind in GroundKind if any(kind in line for line in slow["PlateGround"])} == {
        GroundKind.DISTRICT, GroundKind.FOUND_HANGING, GroundKind.RECURRED_HANGING,
    }  # fmt: skip
    assert slow["Outbox"] == []
    for table, lines in slow.items():
        assert bulk[table] == lines, table


@pytest.mark.django_db(transaction=True)
def test_goes_on_where_it_stopped_and_changes_nothing_twice(shared: Path, tmp_path: Path) -> None:
    folder = write_sample(shared / "data" / "nyc", tmp_path)
    _figures, whole = rows_of(partial(run, folder))

    def in_parts() -> dict[str, int]:
        run(folder, limit=150)
        run(folder, limit=300)
        first = run(folder)
        assert run(folder) == first
        return first

    _figures, parts = rows_of(in_parts)

    for table, lines in whole.items():
        assert parts[table] == lines, table

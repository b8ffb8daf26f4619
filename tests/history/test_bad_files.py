"""Bad files and options are named in one sentence; half a ledger is never taken for a whole one."""

import csv
import gzip
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import CharField, Model

from inspections.checks.models import Checklist, Item
from inspections.history.reading import LONGEST, LONGEST_PROGRAMME
from tests.history.test_bad_input import GOOD, write
from tests.history.test_same_rows import run
from venues.models import Area, Venue


@pytest.mark.django_db
@pytest.mark.parametrize("table", list(GOOD))
def test_missing_column_is_named(tmp_path: Path, table: str) -> None:
    heading, _, rest = GOOD[table].partition("\n")
    first, _, others = heading.partition(",")
    folder = write(tmp_path, **{table: f"x{first},{others}\n{rest}"})
    said = StringIO()

    call_command("import_history", folder, json=True, stdout=StringIO(), stderr=said,
                 errors=tmp_path / "problems.csv")  # fmt: skip

    assert f"{table}, row 0, {first}" in said.getvalue()


@pytest.mark.django_db
def test_missing_file_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "findings.csv").unlink()

    figures = run(folder, errors=tmp_path / "problems.csv")

    assert (figures["refused"], figures["inspections"]) == (1, 0)


def cut_off(text: str) -> bytes:
    return gzip.compress(text.encode())[:-12]


def damaged(text: str) -> bytes:
    packed = bytearray(gzip.compress((text * 50).encode()))
    packed[20:40] = bytes(20)
    return bytes(packed)


def plain(text: str) -> bytes:
    return text.encode()


def in_gbk(text: str) -> bytes:
    return gzip.compress(text.encode() + "面馆\n".encode("gbk"))


@pytest.mark.django_db
@pytest.mark.parametrize("table", list(GOOD))
@pytest.mark.parametrize("spoil", [cut_off, damaged, plain, in_gbk])
def test_unreadable_file_is_named_and_no_visit_is_taken(
    tmp_path: Path, table: str, spoil: Callable[[str], bytes]
) -> None:
    folder = write(tmp_path)
    (folder / f"{table}.csv").unlink()
    (folder / f"{table}.csv.gz").write_bytes(spoil(GOOD[table]))
    errors = tmp_path / "problems.csv"

    figures = run(folder, errors=errors)

    assert figures["inspections"] == 0
    problems = list(csv.DictReader(errors.open(encoding="utf-8")))
    assert (table, "0") in [(each["file"], each["row"]) for each in problems]
    assert {each["file"] for each in problems} == {table}


@pytest.mark.django_db
def test_folder_in_place_of_a_file_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "items.csv.gz").mkdir()

    assert run(folder, errors=tmp_path / "problems.csv")["refused"] == 1


@pytest.mark.django_db
def test_list_that_cannot_be_written_stops_it_before_anything_is_taken(tmp_path: Path) -> None:
    folder = write(tmp_path)

    with pytest.raises(CommandError, match="cannot be written"):
        run(folder, errors=tmp_path / "venues.csv" / "problems.csv")

    assert not Venue.objects.exists()


@pytest.mark.django_db
def test_list_is_written_into_a_new_folder_and_emptied_by_a_good_run(tmp_path: Path) -> None:
    errors = tmp_path / "new" / "problems.csv"
    run(write(tmp_path, findings=GOOD["findings"] + "1,ZZZ\n"), errors=errors)
    assert len(list(csv.DictReader(errors.open(encoding="utf-8")))) == 1

    run(write(tmp_path), errors=errors)

    assert list(csv.DictReader(errors.open(encoding="utf-8"))) == []


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [0, -5])
def test_limit_below_one_is_one_sentence(tmp_path: Path, limit: int) -> None:
    with pytest.raises(CommandError, match="from 1"):
        run(write(tmp_path), limit=limit)


def width(model: type[Model], name: str) -> int | None:
    field = model._meta.get_field(name)
    assert isinstance(field, CharField)
    return field.max_length


def test_texts_may_be_as_long_as_their_columns() -> None:
    columns: dict[str, dict[str, tuple[type[Model], str]]] = {
        "venues": {"code": (Venue, "code"), "name": (Venue, "name"), "category": (Venue, "tag"),
                   "town": (Area, "name"), "address": (Venue, "address")},
        "items": {"code": (Item, "code"), "description": (Item, "text")},
    }  # fmt: skip
    assert {
        table: {name: width(*column) for name, column in named.items()}
        for table, named in columns.items()
    } == LONGEST
    assert width(Checklist, "name") == LONGEST_PROGRAMME


@pytest.mark.django_db
def test_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no folder"):
        call_command("import_history", tmp_path / "nowhere")

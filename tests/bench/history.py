"""Import of the whole history, beside the same rows by COPY."""

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from django.db import connection

from tests.bench.measure import Row

TABLES = (
    "venues_venue",
    "venues_standing",
    "inspections_inspection",
    "inspections_answer",
    "inspections_issue",
    "inspections_rectification",
    "inspections_recheck",
    "inspections_signoff",
    "inspections_plate",
    "inspections_plateground",
    "inspections_platestep",
    "workflow_event",
    "workflow_followup",
)
RATIO = 8.0
MINUTES = 10
MEBIBYTES = 1024


def rows(folder: Path) -> list[Row]:
    """Time and memory of `import_history` in processes of its own, and its floor."""
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], check=True)
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "manage.py", "import_history", str(folder), "--json"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as importing:
        resident = _most_memory(importing)
    seconds = time.perf_counter() - started
    if importing.returncode:
        raise RuntimeError("import_history failed")
    return [
        Row("import of the whole history", "s", seconds, _copy_seconds(), RATIO, MINUTES * 60),
        Row("its resident memory", "MiB", resident, resident, 1, MEBIBYTES, "ceiling only"),
    ]


def _most_memory(importing: "subprocess.Popen[bytes]") -> float:
    """The most that the import and its other process held together, in MiB, until it ends.

    Pages that both share count once; asked twice a second.
    """
    most, process = 0, psutil.Process(importing.pid)
    while importing.poll() is None:
        with suppress(psutil.Error):
            family = [process, *process.children(recursive=True)]
            held = sum(each.memory_full_info().pss for each in family if "python" in each.name())
            most = max(most, held)
        time.sleep(0.5)
    return most / 2**20


def _copy_seconds() -> float:
    """How long the same rows take by COPY into tables with the same indexes and checks."""
    total = 0.0
    with TemporaryDirectory() as folder:
        for table in TABLES:
            total += _copy_one(table, Path(folder) / table)
    return total


def _copy_one(table: str, file: Path) -> float:
    stored = _stored_columns(table)
    with connection.cursor() as cursor:
        raw = cursor.cursor
        with file.open("wb") as out, raw.copy(f"COPY {table} ({stored}) TO STDOUT") as copy:
            out.writelines(bytes(block) for block in copy)
        cursor.execute(f"CREATE TEMP TABLE floor (LIKE {table} INCLUDING ALL)")
        started = time.perf_counter()
        with file.open("rb") as rows_in, raw.copy(f"COPY floor ({stored}) FROM STDIN") as copy:
            while block := rows_in.read(1 << 20):
                copy.write(block)
        seconds = time.perf_counter() - started
        cursor.execute("DROP TABLE floor")
    return seconds


def _stored_columns(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND attgenerated = ''"
            " AND NOT attisdropped",
            [table],
        )
        return str(cursor.fetchone()[0])

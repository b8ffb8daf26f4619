"""The ledger's export: the columns of R-ISSUE-8 in their order, as csv and as xlsx."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from inspections.checks.visits import Given
from inspections.ledger import actions as ledger
from tests.cast import Cast
from tests.rules import rule
from tests.tracking.going_back import go, sent
from venues.models import Standing, Venue

COLUMNS = [
    "Number", "Found at", "Source", "Venue", "Category", "Credit code", "Town", "Community",
    "Grid", "Department", "Description", "Item", "Basis", "Severity", "Requirement", "Measure",
    "Person responsible", "Funds", "First due", "Due", "Overdue", "Rectified at", "Re-checker",
    "Re-checked at", "Result", "Signed off by", "Closed at", "Look-back", "Recurrences", "Plate",
]  # fmt: skip


@pytest.fixture
def reader(cast: Cast, client: Client) -> Client:
    """The command, in English."""
    client.force_login(cast["command"])
    client.cookies["django_language"] = "en"
    return client


def content(reader: Client, query: str) -> bytes:
    answer: Any = reader.get("/ledger/" + query)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def as_csv(reader: Client, more: str = "") -> list[dict[str, str]]:
    text = content(reader, "?export=csv" + more).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def export_queries(reader: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        as_csv(reader)
    return len(asked)


def described(cast: Cast, text: str) -> None:
    """An issue with this description."""
    answers = {"A1": Given("fail", note=text)}
    cast.file(cast.visit(version=cast.version, answers=answers))


def local(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


@rule("R-ISSUE-8")
def test_the_columns_are_those_of_the_scheme_in_their_order(cast: Cast, reader: Client) -> None:
    cast.open()

    assert list(as_csv(reader)[0]) == COLUMNS
    sheet = load_workbook(BytesIO(content(reader, "?export=xlsx"))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == COLUMNS


@rule("R-ISSUE-8")
def test_a_closed_issue_is_told_whole(cast: Cast, reader: Client) -> None:
    Venue.objects.filter(pk=cast.venue.pk).update(credit_code="91410108MA00000001")
    Standing.objects.filter(pk=cast.venue.pk).update(
        plate_hung=True, plate_number="HP-410108-2026-0001"
    )
    issue = cast.closed("major")

    (row,) = as_csv(reader)

    assert row == {
        "Number": issue.number, "Found at": local(issue.found_at), "Source": "town check",
        "Venue": "Noodle house", "Category": "Restaurants",
        "Credit code": "91410108MA00000001", "Town": "Town", "Community": "Community",
        "Grid": "Grid", "Department": "market", "Description": "", "Item": "text C1", "Basis": "",
        "Severity": "major", "Requirement": "", "Measure": "cleared and photographed",
        "Person responsible": "Wang", "Funds": "200", "First due": local(issue.first_due),
        "Due": local(issue.due), "Overdue": "no", "Rectified at": local(issue.rectified_at),
        "Re-checker": "Colleague · town", "Re-checked at": local(issue.rechecked_at),
        "Result": "passed",
        "Signed off by": "Town-Reviewer · town; Dept-Reviewer · market; Command-Reviewer · command",
        "Closed at": local(issue.closed_at), "Look-back": "", "Recurrences": "0",
        "Plate": "HP-410108-2026-0001",
    }  # fmt: skip


@rule("R-ISSUE-8")
def test_a_new_issue_leaves_blank_what_has_not_happened(cast: Cast, reader: Client) -> None:
    what = ledger.Found(source="command", severity="general", hours=0, description="noise",
                        requirement="be quiet")  # fmt: skip
    long_ago = timezone.now() - timedelta(days=2)
    ledger.open_issue(cast.venue_without_town, what, by=cast["command"], at=long_ago)

    (row,) = as_csv(reader)

    assert (row["Source"], row["Description"], row["Requirement"]) == (
        "supervision", "noise", "be quiet",
    )  # fmt: skip
    assert row["Overdue"] == "yes"
    blank = {name for name, value in row.items() if not value}
    assert blank == {
        "Credit code", "Town", "Community", "Grid", "Item", "Basis", "Measure",
        "Person responsible", "Funds", "Rectified at", "Re-checker", "Re-checked at", "Result",
        "Signed off by", "Closed at", "Look-back", "Plate",
    }  # fmt: skip


@rule("R-ISSUE-8")
def test_a_failed_recheck_says_so(cast: Cast, reader: Client) -> None:
    cast.recheck(cast.report(cast.open()), passed=False)

    assert as_csv(reader)[0]["Result"] == "failed"


@rule("R-ISSUE-8", "R-SCOPE-2")
def test_it_is_filtered_as_the_page_is(cast: Cast, reader: Client) -> None:
    cast.open("general")
    cast.report(cast.open("serious"))

    assert [row["Severity"] for row in as_csv(reader, "&state=rectified")] == ["serious"]
    assert len(as_csv(reader)) == 2
    reader.force_login(cast["neighbour"])
    assert as_csv(reader) == []


@rule("R-ISSUE-8")
@pytest.mark.parametrize("text", ["=1+1", "+86 371", "-1", "@home", "\t=1"])
def test_no_cell_is_a_formula(cast: Cast, reader: Client, text: str) -> None:
    described(cast, text)

    assert as_csv(reader)[0]["Description"] == f"'{text}"


@rule("R-ISSUE-8")
def test_a_character_that_no_sheet_can_hold_does_not_stop_it(cast: Cast, reader: Client) -> None:
    described(cast, "two\x0blines\x1f")

    sheet = load_workbook(BytesIO(content(reader, "?export=xlsx"))).active

    assert sheet is not None
    assert sheet["K2"].value == "twolines"


@rule("R-ISSUE-8", "R-TRACK-3")
def test_what_look_backs_saw_is_told_and_never_what_is_still_to_come(
    cast: Cast, reader: Client
) -> None:
    first = sent(cast, "serious")
    assert {row["Look-back"] for row in as_csv(reader)} == {""}
    go(cast, first)

    (row,) = as_csv(reader)

    assert row["Look-back"] == f"{first.due_day} holds"


@rule("R-ISSUE-8")
def test_look_backs_are_asked_once_however_many_issues(cast: Cast, reader: Client) -> None:
    cast.open()
    few = export_queries(reader)
    for severity in ("serious", "major"):
        cast.open(severity)

    assert export_queries(reader) == few

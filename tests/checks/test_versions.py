"""Checklist versions: immutable once published, and an inspection keeps the one it used."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from inspections.checks.catalogue import CatalogueItem, categories
from inspections.checks.models import Checklist, ChecklistVersion, Inspection, Item
from inspections.checks.publishing import publish
from inspections.checks.visits import Given
from tests.cast import Cast
from tests.rules import rule
from venues.models import Organisation
from venuewatch.workflow.rules import Refused

COLUMNS: dict[str, Any] = {
    "code": "ZZ", "text": "other", "severity": "major", "hours": 1, "on_the_spot": True,
    "suspend_use": True, "number_name": "x", "lowest": 1, "highest": 2, "photo_required": True,
    "method": "x", "basis": "x", "position": 99,
}  # fmt: skip


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        act()


@rule("R-CHECK-1")
@pytest.mark.parametrize("column", COLUMNS)
def test_no_word_of_a_published_item_changes(cast: Cast, column: str) -> None:
    refused(lambda: cast.version.items.update(**{column: COLUMNS[column]}))
    refused(lambda: sql(f"UPDATE inspections_item SET {column} = %s", COLUMNS[column]))


@rule("R-CHECK-1")
def test_no_item_joins_or_leaves_a_published_version(cast: Cast) -> None:
    draft = ChecklistVersion.objects.create(checklist=cast.version.checklist, number=2)
    item = Item.objects.create(version=draft, position=1, code="D1", text="t", severity="general",
                               hours=1)  # fmt: skip

    refused(lambda: sql("DELETE FROM inspections_item WHERE code = 'A1'"))
    refused(lambda: Item.objects.filter(pk=item.pk).update(version=cast.version))
    refused(lambda: Item.objects.filter(code="A1").update(version=draft))
    refused(lambda: Item.objects.create(version=cast.version, position=9, code="D2", text="t",
                                        severity="general", hours=1))  # fmt: skip


@rule("R-CHECK-1")
def test_a_published_version_is_not_changed_withdrawn_or_deleted(cast: Cast) -> None:
    rows = ChecklistVersion.objects.filter(pk=cast.version.pk)

    refused(lambda: rows.update(published=None))
    refused(lambda: rows.update(number=7))
    refused(lambda: sql("DELETE FROM inspections_checklistversion"))


@rule("R-CHECK-1")
def test_a_draft_may_still_change(cast: Cast) -> None:
    draft = ChecklistVersion.objects.create(checklist=cast.version.checklist, number=2)
    item = Item.objects.create(version=draft, position=1, code="D1", text="t", severity="general",
                               hours=1)  # fmt: skip

    item.text = "better"
    item.save()
    item.delete()

    assert cast.version.checklist.current() == cast.version


@rule("R-CHECK-1")
def test_a_visit_keeps_its_version_when_a_newer_one_is_published(cast: Cast) -> None:
    visit = cast.check(failed="A1")
    newer = ChecklistVersion.objects.create(checklist=cast.version.checklist, number=2)
    for item in cast.version.items.all():
        item.pk, item.version, item.text = None, newer, "in other words"
        item.save()
    ChecklistVersion.objects.filter(pk=newer.pk).update(published=visit.received)

    kept = Inspection.objects.get(pk=visit.pk)
    assert kept.version == cast.version
    assert kept.answers.get(item__code="A1").item.text == "text A1"
    assert visit.opened_issues.get().item_text == "text A1"
    assert cast.version.checklist.current() == newer


@rule("R-CHECK-1")
def test_nothing_is_filed_on_a_version_that_was_never_published(cast: Cast) -> None:
    draft = ChecklistVersion.objects.create(checklist=cast.version.checklist, number=2)
    Item.objects.create(version=draft, position=1, code="A1", text="t", severity="general",
                        hours=1)  # fmt: skip
    cast.version = draft

    with pytest.raises(Refused) as refusal:
        cast.check(failed="A1")

    assert list(refusal.value.errors) == ["version"]


@pytest.fixture
def items() -> tuple[CatalogueItem, ...]:
    """A few items of the product's own catalogue."""
    return categories()[0].items["routine"][:5]


@pytest.fixture
def checklist(cast: Cast) -> Checklist:
    """A checklist without a version."""
    return Checklist.objects.create(code="c", name="c", category=cast.chess)


@rule("R-CHECK-1")
def test_publishing_the_same_again_makes_no_version(
    checklist: Checklist, items: tuple[CatalogueItem, ...]
) -> None:
    fire = {each.code: each for each in Organisation.objects.filter(code="fire")}

    first = publish(checklist, items, fire)

    assert publish(checklist, items, fire) == first
    assert (first.number, first.items.count()) == (1, 5)
    assert first.published is not None


CHANGES: dict[str, Any] = {
    "text": "other", "severity": "major", "hours": 7, "on_the_spot": True, "suspend_use": True,
    "photo_required": True, "number_name": "n", "number_unit": "%", "lowest": 1.0, "highest": 2.0,
    "method": "look", "basis": "law", "answering": "fire", "code": "ZZ",
}  # fmt: skip


@rule("R-CHECK-1")
@pytest.mark.parametrize("column", CHANGES)
def test_any_difference_makes_a_new_version(
    checklist: Checklist, items: tuple[CatalogueItem, ...], column: str
) -> None:
    plain = CatalogueItem("X1", "text", "general", 72)
    fire = {each.code: each for each in Organisation.objects.filter(code="fire")}
    first = publish(checklist, [plain, *items], fire)

    second = publish(checklist, [replace(plain, **{column: CHANGES[column]}), *items], fire)

    assert (second.number, checklist.current()) == (2, second)
    assert first.items.get(position=1).text == "text"


@rule("R-CHECK-1")
@pytest.mark.parametrize(("number", "value"), [
    (0, "pass"), (50, "pass"), (50.5, "fail"), (99, "fail"), (float("nan"), "fail"),
    (float("inf"), "fail"),
])  # fmt: skip
@pytest.mark.parametrize("claimed", ["pass", "fail", "not_checked"])
def test_the_number_decides(cast: Cast, number: float, value: str, claimed: str) -> None:
    visit = cast.visit(version=cast.version, answers={"N1": Given(claimed, number)})

    answer = cast.file(visit).answers.get(item__code="N1")

    assert answer.value == value


@rule("R-CHECK-1")
def test_an_item_with_limits_is_not_answered_without_its_number(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        cast.file(cast.visit(version=cast.version, answers={"N1": Given("pass")}))

    assert list(refusal.value.errors) == ["item:N1"]


@rule("R-CHECK-1")
def test_an_item_may_name_the_department_that_answers_for_it(cast: Cast) -> None:
    """The fire brigade signs off what it answers for, and the lead department does not."""
    photo = cast.photo(item_code="P1")
    cast.check(failed="P1", pictures=[photo])
    issue = cast.only_issue()

    assert issue.department == cast.department
    assert issue.answering is not None
    assert issue.answering.code == "fire"
    assert "answering.reviewer" in issue.capacities(cast["co-reviewer"])
    assert "answering.reviewer" not in issue.capacities(cast["dept-reviewer"])

"""docs/states.md shows every state diagram, and no transition table can be left out of it."""

from tests.scheme.citations import ROOT
from tests.scheme.states import found, page
from venuewatch.workflow.subjects import kinds


def test_the_page_is_made_from_the_tables() -> None:
    assert (ROOT / "docs" / "states.md").read_text(encoding="utf-8") == page()


def test_every_table_that_moves_a_subject_is_found() -> None:
    tables = [each.table for each in found()]
    left_out = [kind for kind, each in kinds().items() if each.workflow not in tables]
    assert left_out == []


def test_each_table_has_a_heading_of_its_own() -> None:
    headings = [each.heading for each in found()]
    assert sorted(set(headings)) == sorted(headings)


def test_what_changes_a_state_is_an_arrow() -> None:
    text = page()
    for each in found():
        for source, target in each.table.pairs():
            assert f"    {source or '[*]'} --> {target}: " in text

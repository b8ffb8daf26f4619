"""Void: an issue that should not be, with its reason, and linked where it is a duplicate."""

import pytest
from django.db import DatabaseError, transaction

from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.rules import rule
from venues.models import Standing
from venuewatch.workflow.models import Event
from venuewatch.workflow.rules import Refused


def void_twice(cast: Cast, issue: Issue, other: Issue | None) -> Issue:
    return ledger.void(
        issue, by=cast["command-leader"], reason="found twice", kind="duplicate", duplicate_of=other
    )


@rule("R-ISSUE-1")
@pytest.mark.parametrize("kind", ["error", "withdrawn"])
def test_it_keeps_why_and_leaves_the_venue_green(cast: Cast, kind: str) -> None:
    issue = ledger.void(cast.open("major"), by=cast["command-leader"], reason="no", kind=kind)

    assert (issue.state, issue.void_kind, issue.duplicate_of) == ("void", kind, None)
    assert Standing.objects.get(pk=cast.venue.pk).colour == "green"
    assert '"why":"no"' in Event.objects.filter(name="void").get().body


@rule("R-ISSUE-1")
def test_a_duplicate_is_linked_to_the_other(cast: Cast) -> None:
    first, second = cast.open("general"), cast.open("serious")

    issue = void_twice(cast, second, first)

    assert issue.duplicate_of == first
    assert list(first.duplicates.all()) == [issue]


@rule("R-ISSUE-1")
@pytest.mark.parametrize("which", ["none", "itself", "of another venue"])
def test_a_duplicate_names_another_issue_of_the_venue(cast: Cast, which: str) -> None:
    issue = cast.open("general")
    cast.check(failed="A1", by="command", venue=cast.venue_next_door)
    elsewhere = Issue.objects.get(venue=cast.venue_next_door)
    other = {"none": None, "itself": issue, "of another venue": elsewhere}[which]

    with pytest.raises(Refused) as refusal:
        void_twice(cast, issue, other)

    assert list(refusal.value.errors) == ["duplicate_of"]
    assert Issue.objects.get(pk=issue.pk).state == "open"


@rule("R-ISSUE-1")
@pytest.mark.parametrize("kind", ["error", "withdrawn"])
def test_only_a_duplicate_names_another_issue(cast: Cast, kind: str) -> None:
    first, second = cast.open("general"), cast.open("serious")

    with pytest.raises(Refused) as refusal:
        ledger.void(second, by=cast["command-leader"], reason="no", kind=kind, duplicate_of=first)

    assert list(refusal.value.errors) == ["duplicate_of"]
    assert Issue.objects.get(pk=second.pk).state == "open"


@rule("R-ISSUE-1")
def test_a_reason_is_needed_and_the_database_needs_the_link(cast: Cast) -> None:
    issue = cast.open("general")

    with pytest.raises(Refused) as refusal:
        ledger.void(issue, by=cast["command-leader"], reason=" ", kind="")
    assert sorted(refusal.value.errors) == ["kind", "reason"]
    with pytest.raises(DatabaseError, match="issue_duplicate_linked"), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(state="void", void_kind="duplicate")

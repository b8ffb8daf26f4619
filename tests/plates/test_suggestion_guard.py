"""What becomes of a suggestion is decided by an act, told by an event, and about its own venue."""

import pytest
from django.db import DatabaseError, transaction

from inspections.plates import actions as plates
from inspections.plates.models import Plate, PlateSuggestion
from tests.cast import Cast
from tests.plates import stages
from tests.rules import rule


def suggested(cast: Cast) -> PlateSuggestion:
    return plates.suggest(cast.venue, by=cast["town-reviewer"], reason="again and again")


@rule("R-PLATE-1", "R-TRACK-4")
def test_it_is_not_decided_without_an_event(cast: Cast) -> None:
    row = suggested(cast)
    with pytest.raises(DatabaseError, match="R-TRACK-4"), transaction.atomic():
        PlateSuggestion.objects.filter(pk=row.pk).update(state="declined")


@rule("R-PLATE-1")
def test_it_is_taken_over_by_no_plate_of_another_venue(cast: Cast) -> None:
    plate, row = stages.proposed(cast), None
    row = plates.suggest(cast.venue_next_door, by=cast["neighbour-reviewer"], reason="again")
    with pytest.raises(DatabaseError, match="R-PLATE-1"), transaction.atomic():
        PlateSuggestion.objects.filter(pk=row.pk).update(
            state="taken", plate=plate, event_seq=row.event_seq + 1
        )
    assert Plate.objects.count() == 1


@rule("R-PLATE-1", "R-SCOPE-5")
def test_it_starts_waiting_in_ones_own_name(cast: Cast) -> None:
    row = suggested(cast)
    plates.decline_suggestion(row, by=cast["command"], reason="not yet")
    row.pk, row.number, row.state = None, "JY-9", "declined"
    with pytest.raises(DatabaseError, match="R-PLATE-1"), transaction.atomic():
        row.save(force_insert=True)
    row.state, row.person_id = "waiting", cast["inspector"].person_id
    with pytest.raises(DatabaseError, match="R-SCOPE-5"), transaction.atomic():
        row.save(force_insert=True)

"""Whose turn it is and what is late."""

from datetime import timedelta

import pytest

from inspections.reports.outstanding.figures import counted_for
from inspections.reports.outstanding.tables import parties_of
from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at
from tests.enforcement import stages as operations
from tests.outstanding.ground import issues
from tests.rules import rule
from venues.models import Venue

Told = dict[str, dict[str, tuple[int, int]]]

# Kind → whose turn → how many wait and are late: at once, after two days, after four.
AT_ONCE: Told = {
    "rectify": {"town": (6, 0), "market": (7, 0)},
    "recheck": {"town": (1, 0), "market": (2, 0), "command": (1, 0)},
    "sign_off": {"town": (1, 0), "market": (3, 0), "command": (1, 0)},
    "extension": {"market": (1, 0), "command": (1, 0)},
    "hand_over": {"fire": (1, 0), "command": (1, 0)},
    "measure": {"market": (1, 0)},
    "withdrawal": {"town": (1, 0)},
}
# sign-offs within 2 days, a measure and an answer within 1: what was handed over stands by then
AFTER_TWO = AT_ONCE | {
    "sign_off": {"town": (1, 1), "market": (3, 3), "command": (1, 1)},
    "hand_over": {"command": (1, 1)},
    "measure": {"market": (1, 1)},
}
# general issues were due within 3 days, and so were re-checks
AFTER_FOUR = AFTER_TWO | {
    "rectify": {"town": (6, 4), "market": (7, 5)},
    "recheck": {"town": (1, 1), "market": (2, 2), "command": (1, 1)},
    "extension": {"market": (1, 1), "command": (1, 0)},
}


def told(cast: Cast) -> Told:
    """What the overview tells of issues and visits."""
    reader = cast["command"]
    names = {party.turn: str(party.name) for party in parties_of(reader)}
    names |= {party.turn: "command" for party in parties_of(reader)[:1]}
    return {
        each.kind.key: {
            names[turn]: (tally.counted, tally.late) for turn, tally in each.turns.items()
        }
        for each in counted_for(reader)
        if each.group.key in ("issues", "visits")
    }


@rule("R-ISSUE-7", "R-ISSUE-9", "R-SCOPE-4")
@pytest.mark.parametrize(
    ("days", "expected"), [(0, AT_ONCE), (2, AFTER_TWO), (4, AFTER_FOUR)], ids=["0", "2", "4"]
)
def test_whose_turn_it_is_and_what_is_late(cast: Cast, days: int, expected: Told) -> None:
    issues(cast)
    with at(TUESDAY + timedelta(days=days), 12):
        assert told(cast) == expected


@rule("R-JOINT-4")
def test_the_town_in_which_the_venue_lies_now_rates(cast: Cast) -> None:
    operation = operations.closed(cast)
    venue = Venue.objects.get(pk=operation.venue_id)
    venue.area = cast.neighbour
    venue.save()

    with at(MONDAY, 14):
        (rating,) = [each for each in counted_for(cast["command"]) if each.kind.key == "rate"]

    assert {turn: tally.counted for turn, tally in rating.turns.items()} == {
        ("town", cast.neighbour.pk): 1
    }

"""A venue's standing is kept in the transaction that changes it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.rules import rule
from venues.models import Standing
from venues.models.standing import COUNTERS


def standing(cast: Cast) -> Standing:
    return Standing.objects.get(pk=cast.venue.pk)


def counted(cast: Cast) -> dict[str, int]:
    row = standing(cast)
    return {name: getattr(row, name) for name in COUNTERS if getattr(row, name)}


@rule("R-VENUE-2")
def test_counts_follow_every_step(cast: Cast) -> None:
    issue = cast.open("serious")
    assert counted(cast) == {"serious_open": 1}

    cast.report(issue)
    assert counted(cast) == {"serious_rectified": 1}

    issue = cast.recheck(issue, passed=False)
    assert counted(cast) == {"serious_open": 1}

    cast.recheck(cast.report(issue))
    assert counted(cast) == {"serious_rechecked": 1}

    cast.check(failed=issue.item_code, by="colleague")
    assert counted(cast) == {"serious_open": 1}


@rule("R-VENUE-2")
def test_closing_and_voiding_take_it_off(cast: Cast) -> None:
    cast.closed("general")

    assert counted(cast) == {}
    assert standing(cast).next_due is None


@rule("R-VENUE-2", "R-ISSUE-3")
def test_next_due_is_the_nearest_of_what_is_open(cast: Cast) -> None:
    late, soon = cast.open("major"), cast.open("general")

    assert standing(cast).next_due == soon.due < late.due

    cast.report(soon)
    assert standing(cast).next_due == late.due


@rule("R-VENUE-2")
@pytest.mark.parametrize(
    ("by", "field"), [("inspector", "last_town_check"), ("dept", "last_sector_check")]
)
def test_full_check_is_remembered_by_side(cast: Cast, by: str, field: str) -> None:
    cast.check(by=by)

    row = standing(cast)
    dates = {name: getattr(row, name) for name in ("last_town_check", "last_sector_check")}
    assert {name for name, value in dates.items() if value} == {field}
    assert dates[field] == timezone.localdate()


@rule("R-VENUE-2")
def test_refused_act_leaves_it_as_it_was(cast: Cast) -> None:
    cast.open("serious")
    before = model_to_dict(standing(cast))

    with transaction.atomic():
        cast.report(Issue.objects.get(venue=cast.venue))
        assert model_to_dict(standing(cast)) != before
        transaction.set_rollback(True)

    assert model_to_dict(standing(cast)) == before


@rule("R-VENUE-2")
def test_time_alone_changes_nothing_in_it(cast: Cast) -> None:
    issue = cast.open("general")
    before = model_to_dict(standing(cast))
    later = issue.due + timedelta(days=1)

    assert Issue.objects.overdue(later).filter(pk=issue.pk).exists()
    assert not Issue.objects.overdue(issue.due - timedelta(days=1)).filter(pk=issue.pk).exists()
    assert model_to_dict(standing(cast)) == before


@rule("R-VENUE-2")
def test_every_venue_has_one(cast: Cast) -> None:
    for venue in (cast.venue, cast.chess_room, cast.venue_without_town):
        assert Standing.objects.filter(pk=venue.pk).exists()

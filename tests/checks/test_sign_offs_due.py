"""A sign-off is owed within its days, counted from the re-check or the sign-off before."""

from datetime import timedelta

import pytest
from django.test import Client

from inspections.ledger.models import Issue
from inspections.ledger.waiting import Waiting, waiting_for
from tests.cast import Cast
from tests.rules import rule
from tests.today import sections
from venues.models import SchemeValue
from venuewatch.workflow import clock

DAY = timedelta(days=1)


def late(cast: Cast, name: str) -> list[Issue]:
    """The sign-offs that this reviewer should have given by now."""
    return list(waiting_for(cast[name], Waiting.LATE_SIGN_OFF))


@rule("R-ISSUE-7")
@pytest.mark.parametrize(("days", "is_late"), [(1.9, False), (2.1, True)])
def test_within_two_days_of_the_re_check(cast: Cast, days: float, is_late: bool) -> None:
    issue = cast.rechecked("serious")

    with clock.at(clock.now() + days * DAY):
        assert late(cast, "dept-reviewer") == ([issue] if is_late else [])
        assert late(cast, "town-reviewer") == []


@rule("R-ISSUE-7", "R-ISSUE-1")
def test_the_next_one_has_its_time_from_the_one_before(cast: Cast) -> None:
    issue = cast.rechecked("major")
    with clock.at(clock.now() + 3 * DAY):
        assert late(cast, "town-reviewer") == late(cast, "dept-reviewer") == [issue]
        cast.sign(issue, "town-reviewer")
        cast.sign(issue, "dept-reviewer")
        assert late(cast, "command-reviewer") == []
    with clock.at(clock.now() + 5.1 * DAY):
        assert late(cast, "command-reviewer") == [issue]


@rule("R-ISSUE-7")
def test_days_are_those_that_command_set(cast: Cast) -> None:
    cast.rechecked("serious")
    SchemeValue.objects.create(area=cast.district, key="sign_off_days", value=9)

    with clock.at(clock.now() + 8 * DAY):
        assert late(cast, "dept-reviewer") == []


@rule("R-ISSUE-7", "R-DUTY-3")
def test_today_says_how_late_and_the_ledger_lists_them(cast: Cast, client: Client) -> None:
    client.force_login(cast["dept-reviewer"])
    first = cast.rechecked("serious")
    with clock.at(clock.now() + 4 * DAY):
        page = client.get("/").content.decode()
        listed = client.get("/ledger/?waits=late_sign_off").content.decode()
        (row,) = sections(client)["待您审核"]

    assert "逾期 2 天" in page
    assert first.number in listed
    assert first.rechecked_at is not None
    assert row.sign_off_due == first.rechecked_at + 2 * DAY

"""The change since yesterday is the difference to what the dashboard told then."""

from datetime import timedelta

from django.test import Client

from inspections.enforcement import actions as joint
from inspections.enforcement.models import Operation
from inspections.plates.models import Plate
from tests.cast import Cast
from tests.dashboard.days import SATURDAY, THURSDAY, busy, struck_off, values, yesterday_of
from tests.duties.days import FRIDAY, at
from tests.plates import stages as plates
from tests.reports.days import planned
from tests.rules import rule


@rule("R-REPORT-1")
def test_each_change_is_the_difference_to_what_was_told_yesterday(
    cast: Cast, client: Client
) -> None:
    busy(cast)
    client.force_login(cast["command"])
    with at(FRIDAY, 23):
        told = values(client)
    planned(SATURDAY)
    with at(SATURDAY, 9):
        assert yesterday_of(client) == told
        plates.withdraw(cast, Plate.objects.get())
        joint.cancel(Operation.objects.get(), by=cast["command"], reason="the place is shut")
        struck_off(cast, "B1")
        struck_off_again(cast)
    with at(SATURDAY, 12):
        assert yesterday_of(client) == told
        assert values(client) != told
    with at(SATURDAY + timedelta(days=40), 12):
        assert yesterday_of(client)["recurring"] == 0


def struck_off_again(cast: Cast) -> None:
    """What came back on Friday is rectified and struck off, and comes back once more."""
    struck_off(cast, "A1")
    cast.check(failed="A1")


@rule("R-REPORT-1")
def test_what_turns_overdue_today_is_a_change(cast: Cast, client: Client) -> None:
    with at(THURSDAY, 9):
        issue = cast.open()  # 72 hours
    client.force_login(cast["command"])
    late = THURSDAY + timedelta(days=3)
    with at(late, 8):
        assert values(client)["overdue"] == 0
    with at(late, 10):
        assert (values(client)["overdue"], yesterday_of(client)["overdue"]) == (1, 0)
        cast.report(issue)
        assert (values(client)["overdue"], yesterday_of(client)["overdue"]) == (1, 0)
    with at(late + timedelta(days=1), 10):
        assert (values(client)["overdue"], yesterday_of(client)["overdue"]) == (1, 1)


@rule("R-REPORT-2")
def test_a_day_that_was_not_planned_is_unknown(cast: Cast, client: Client) -> None:
    planned(FRIDAY)
    client.force_login(cast["command"])
    with at(FRIDAY, 10):
        assert values(client)["missed"] is None
    with at(SATURDAY, 10):
        assert values(client)["missed"] is not None
        assert yesterday_of(client)["missed"] is None

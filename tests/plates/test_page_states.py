"""A plate's page over a long time, and its forms where the plate stands elsewhere by now."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import Cast
from tests.duties.days import FRIDAY, MONDAY, at
from tests.plates import stages
from tests.plates.test_pages import ACTS, address
from tests.rules import rule


@rule("R-PLATE-1")
@pytest.mark.parametrize("act", [each for each in ACTS if each != "request_lift"])
def test_a_form_that_leads_nowhere_is_not_opened(cast: Cast, client: Client, act: str) -> None:
    _build, may, _typed = ACTS[act]
    plate = stages.checked(cast)
    if act == "withdraw_plate":
        with at(FRIDAY):
            stages.withdraw(cast, plate)
    client.force_login(cast[min(may)])
    with at(FRIDAY, 12):
        page = client.get(address(plate, f"{act}/"))

    words = page.content.decode()
    assert page.status_code == 409
    assert page.context["form"] is None
    assert 'method="post" class="card"' not in words
    assert str(stages.fresh(plate).get_state_display()) in words


@rule("R-PLATE-4")
def test_days_before_the_last_thirty_are_a_step_away(cast: Cast, client: Client) -> None:
    plate = stages.hung(cast)
    stages.both_check(cast, stages.CLEAN_DAYS[0])
    client.force_login(cast["command"])
    with at(MONDAY + timedelta(days=70)):
        latest = client.get(address(plate))
        period = latest.context["period"]
        shown = [latest]
        while period.earlier:
            shown.append(client.get(address(plate), {"until": period.earlier.isoformat()}))
            period = shown[-1].context["period"]
        days = [page.context["strips"][0]["days"] for page in shown]

    assert [len(each) for each in days] == [30, 30, 10]
    assert days[0][-1]["day"] == MONDAY + timedelta(days=70)
    assert days[-1][0]["day"] == stages.CLEAN_DAYS[0]
    assert days[-1][0]["outcome"] == "clean"
    assert "?until=" in latest.content.decode()
    assert shown[-1].context["period"].later == MONDAY + timedelta(days=40)


@rule("R-PLATE-4")
@pytest.mark.parametrize("odd", ["x", "2026-02-30", "1900-01-01", "2999-01-01", ""])
def test_an_odd_day_shows_days_that_there_are(cast: Cast, client: Client, odd: str) -> None:
    plate = stages.hung(cast)
    client.force_login(cast["command"])
    with at(FRIDAY):
        page = client.get(address(plate), {"until": odd})

    assert page.status_code == 200
    days = [cell["day"] for cell in page.context["strips"][0]["days"]]
    assert days
    assert MONDAY < days[0] <= days[-1] <= FRIDAY

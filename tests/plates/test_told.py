"""What a plate tells: each day of its checks, its look-backs, the venue's right to reply."""

from datetime import datetime, time, timedelta

from django.test import Client
from django.utils import timezone

from inspections.duties.actions import plan_day
from inspections.tracking.lookbacks.models import LookBack
from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at
from tests.plates import stages
from tests.plates.test_pages import address
from tests.rules import rule
from venues.models import SchemeValue


@rule("R-PLATE-4", "R-DUTY-2")
def test_what_was_missed_and_filed_later_stays_told(cast: Cast, client: Client) -> None:
    plate = stages.hung(cast)
    for ahead in (1, 2):
        with at(MONDAY + timedelta(days=ahead), 1):
            plan_day()
    client.force_login(cast["command"])
    with at(MONDAY + timedelta(days=2), 9):
        started = timezone.make_aware(datetime.combine(TUESDAY, time(15)))
        cast.check(by="dept", started=started)
        _town, sector = client.get(address(plate)).context["strips"]

    assert [(cell["outcome"], cell.get("late")) for cell in sector["days"]] == [
        ("clean", True), ("", None),
    ]  # fmt: skip
    assert "事后补报" in str(sector["days"][0]["word"])


@rule("R-PLATE-4", "R-PLATE-5")
def test_what_was_found_outweighs_a_clean_visit_of_the_same_day(cast: Cast, client: Client) -> None:
    plate = stages.hung(cast)
    for hour, failed in ((9, "A1"), (14, "")):
        with at(TUESDAY, hour):
            cast.check(by="dept", failed=failed)
    client.force_login(cast["command"])
    with at(TUESDAY, 15):
        _town, sector = client.get(address(plate)).context["strips"]

    assert [cell["outcome"] for cell in sector["days"]] == ["issues"]


@rule("R-PLATE-6")
def test_a_lifted_plate_leads_to_its_look_backs(cast: Cast, client: Client) -> None:
    plate = stages.lifted(cast)
    codes = set(LookBack.objects.filter(plate=plate).values_list("code", flat=True))
    client.force_login(cast["command"])

    page = client.get(address(plate)).content.decode()

    assert len(codes) == 2
    assert all(f"/look-backs/{code}/" in page for code in codes)


@rule("R-PLATE-3")
def test_the_notice_tells_of_the_right_to_reply_and_its_hours(cast: Cast, client: Client) -> None:
    plate = stages.proposed(cast)
    SchemeValue.objects.create(area=cast.district, key="plate_reply_hours", value=36)
    client.force_login(cast["command"])

    offered = client.get(address(plate, "tell_venue/")).context["form"].fields["facts"].initial

    assert "36 小时内陈述申辩" in offered


def test_the_sheet_leaves_room_for_the_day_of_hanging(cast: Cast, client: Client) -> None:
    """It is printed once it is approved, and hung after."""
    client.force_login(cast["command"])
    assert "挂牌时填写" in client.get(address(stages.approved(cast), "sheet/")).content.decode()

"""The days of an order are days that somebody means, on the form and in the act itself."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.orders.acts import drafted
from tests.orders.test_pages import typed
from tests.rules import rule
from venues.models import Order
from venuewatch.workflow.rules import Refused


@rule("R-ORDER-1")
@pytest.mark.parametrize("name", ["starts", "until"])
@pytest.mark.parametrize("day", [date.min, date(1999, 12, 31), date(2100, 1, 1), date.max])
def test_other_days_are_refused_beside_their_field(
    cast: Cast, client: Client, name: str, day: date
) -> None:
    client.force_login(cast["command-leader"])

    page = client.post("/orders/new/", typed(cast, **{name: day.isoformat()}))
    given: dict[str, Any] = {name: day}
    with pytest.raises(Refused) as refused:
        drafted(cast, **given)

    assert page.status_code == 400
    assert name in page.context["form"].errors
    assert list(refused.value.errors) == [name]
    assert not Order.objects.exists()


@rule("R-ORDER-1", "R-TRACK-4")
def test_whoever_was_overtaken_sees_by_whom_and_what(cast: Cast, client: Client) -> None:
    client.force_login(cast["command-leader"])
    client.post("/orders/new/", typed(cast))
    order = Order.objects.get()
    seen = order.event_seq
    mine = typed(cast, title="Mine", seen=seen)
    theirs = typed(cast, title="Theirs", seen=seen, **{"items-0-text": "Masks lie ready"})
    client.post(f"/orders/{order.pk}/edit/", theirs)

    page = client.post(f"/orders/{order.pk}/edit/", mine)

    (told,) = page.context["form"].non_field_errors()
    assert page.status_code == 409
    assert cast["command-leader"].signature in told
    assert "标题、检查内容" in told
    assert page.content.decode().count(told) == 1
    assert page.context["form"]["title"].value() == "Mine"

"""Pages of the orders: drafting, issuing, exempting, ending; who may, and what they tell."""

import pytest
from django.test import Client

from inspections.duties.actions import today
from tests.cast import OFFICERS, Cast
from tests.listing.test_query_counts import queries
from tests.orders.acts import drafted, exempted, imposed, issued, later
from tests.rules import rule
from venues.models import Order, OrderExemption
from venues.order_rules import OrderState

ITEMS = {
    "items-TOTAL_FORMS": "2", "items-INITIAL_FORMS": "0",
    "items-0-text": "Masks are worn", "items-0-severity": "serious", "items-0-hours": "24",
    "items-1-text": "", "items-1-severity": "serious", "items-1-hours": "24",
}  # fmt: skip
COMMAND = ("command", "command-reviewer", "command-reviewer-2", "command-leader")
NO_BUSINESS = ("auditor", "admin")


def typed(cast: Cast, **given: object) -> dict[str, object]:
    """A draft as it is posted."""
    return {
        "number": "46", "title": "Stay at home", "issuer": "Command", "starts": str(today()),
        "measures": ["suspend", "limit"], "limit_percent": "50", "interval_days": "1",
        "categories": [cast.category.pk], **ITEMS, **given,
    }  # fmt: skip


@rule("R-ORDER-1")
def test_a_leader_drafts_looks_and_issues(cast: Cast, client: Client) -> None:
    client.force_login(cast["command-leader"])

    made = client.post("/orders/new/", typed(cast, venues="V4"))
    order = Order.objects.get()
    assert made["Location"] == f"/orders/{order.pk}/"
    assert [each.text for each in order.items.all()] == ["Masks are worn"]
    page = client.get(made["Location"])
    assert page.context["reached"] == 4
    assert imposed(cast.venue)[0] == "open"

    asked = client.get(f"/orders/{order.pk}/issue/")
    assert asked.context["reached"] == 4
    done = client.post(f"/orders/{order.pk}/issue/", {"seen": order.event_seq})
    assert done.status_code == 302
    assert imposed(cast.venue) == ("suspended", 1, "46")


@rule("R-ORDER-1")
def test_a_draft_is_edited_as_it_was(cast: Cast, client: Client) -> None:
    client.force_login(cast["command-leader"])
    client.post("/orders/new/", typed(cast))
    order = Order.objects.get()

    form = client.get(f"/orders/{order.pk}/edit/").context["form"]
    assert form.initial["measures"] == ["suspend", "limit"]
    changed = typed(cast, number="47", seen=order.event_seq, areas=[cast.town.pk])
    assert client.post(f"/orders/{order.pk}/edit/", changed).status_code == 302
    stale = client.post(f"/orders/{order.pk}/edit/", changed)

    order.refresh_from_db()
    assert (order.number, order.venues().count()) == ("47", 1)
    assert stale.status_code == 409
    assert stale.context["form"]["number"].value() == "47"


@rule("R-ORDER-1")
@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("number", {"number": ""}),
        ("venues", {"venues": "V4 nowhere"}),
        ("limit_percent", {"limit_percent": ""}),
        ("until", {"until": str(later(-3))}),
        (None, {"items-0-hours": "soon"}),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    cast: Cast, client: Client, field: str | None, given: dict[str, object]
) -> None:
    client.force_login(cast["command-leader"])

    answer = client.post("/orders/new/", typed(cast, **given))

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field or "__all__"]
    assert answer.context["form"]["title"].value() == "Stay at home"


@rule("R-ORDER-1")
def test_exempt_end_the_exemption_end_the_order(cast: Cast, client: Client) -> None:
    client.force_login(cast["command-leader"])
    order = issued(cast)
    given = {"venue": "V1", "day": str(today()), "reason": "a canteen"}

    assert client.post(f"/orders/{order.pk}/exempt/", {**given, "venue": "V9"}).status_code == 400
    assert client.post(f"/orders/{order.pk}/exempt/", given).status_code == 302
    assert imposed(cast.venue)[0] == "open"
    assert "a canteen" in client.get("/venues/V1/").content.decode()

    exemption = OrderExemption.objects.get()
    ending = f"/orders/{order.pk}/exemptions/{exemption.pk}/end/"
    assert client.get(ending).status_code == 200
    assert client.post(ending, {"reason": "closed"}).status_code == 302
    assert imposed(cast.venue)[0] == "suspended"

    assert client.post(f"/orders/{order.pk}/end_early/", {"reason": ""}).status_code == 400
    assert client.post(f"/orders/{order.pk}/end_early/", {"reason": "over"}).status_code == 302
    assert Order.objects.get().state == OrderState.ENDED


@rule("R-ORDER-1", "R-SCOPE-2")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_who_reads_orders(cast: Cast, client: Client, name: str) -> None:
    public, draft = issued(cast), drafted(cast, "47")
    client.force_login(cast[name])

    reads = [client.get(f"/orders/{each.pk}/").status_code for each in (public, draft)]
    lists = [client.get(address).status_code for address in ("/orders/", "/orders/print/")]

    if name in NO_BUSINESS:
        assert (reads, lists) == ([404, 404], [403, 403])
    else:
        far = name == "outsider"
        assert reads == [404 if far else 200, 200 if name in COMMAND else 404]
        assert lists == [200, 200]


@rule("R-ORDER-1", "R-SCOPE-1")
@pytest.mark.parametrize("name", [name for name in OFFICERS if name != "command-leader"])
def test_nobody_but_a_leader_of_command_acts(cast: Cast, client: Client, name: str) -> None:
    order, draft = exempted(cast, issued(cast)), drafted(cast, "47")
    client.force_login(cast[name])
    exemption = OrderExemption.objects.get()
    tried = [
        f"/orders/{draft.pk}/edit/", f"/orders/{draft.pk}/issue/", f"/orders/{draft.pk}/withdraw/",
        f"/orders/{order.pk}/end_early/", f"/orders/{order.pk}/exempt/",
        f"/orders/{order.pk}/exemptions/{exemption.pk}/end/",
    ]  # fmt: skip

    answers = {
        client.generic(method, each).status_code for each in tried for method in ("GET", "POST")
    }

    assert answers <= {403, 404}
    assert name == "outsider" or client.get("/orders/new/").status_code == 403


@rule("R-ORDER-2")
def test_in_force_is_counted_by_category_and_restriction(cast: Cast, client: Client) -> None:
    issued(cast, "45", measures=["limit"], limit_percent=50)
    exempted(cast, issued(cast, "46", measures=["limit", "close"], limit_percent=20))
    client.force_login(cast["command-leader"])

    page = client.get("/orders/")

    (row,) = page.context["by_category"]
    assert [cell.count for _label, cell in row.cells] == [2, 0, 3, 0, 0]
    for _label, cell in row.cells:
        listed = client.get(cell.address)
        assert listed.context["page"].paginator.count == cell.count
    assert [count for _order, count in page.context["in_force"]] == [3, 2]


@rule("R-ORDER-2", "R-SCOPE-2")
def test_counts_tell_of_nothing_out_of_scope(cast: Cast, client: Client) -> None:
    order = issued(cast)
    client.force_login(cast["inspector"])

    (row,) = client.get("/orders/").context["by_category"]
    page = client.get(f"/orders/{order.pk}/")

    assert row.cells[1][1].count == page.context["reached"] == 1


@rule("R-ORDER-1")
def test_a_venue_says_what_is_imposed(cast: Cast, client: Client) -> None:
    issued(cast, "45", measures=["limit"], limit_percent=50)
    issued(cast, "46", measures=["limit", "stagger"], limit_percent=20)
    client.force_login(cast["inspector"])

    page = client.get("/venues/V1/").content.decode()

    assert "20 %" in page
    assert "50 %" not in page


def test_the_list_exports(cast: Cast, client: Client) -> None:
    issued(cast)
    client.force_login(cast["command"])

    answer = client.get("/orders/?export=csv&state=in_force&restriction=suspend&q=46")

    assert b"Stay at home" in b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a stream


def test_it_asks_as_often_for_many_orders_as_for_one(cast: Cast, client: Client) -> None:
    first = issued(cast, "1")
    exempted(cast, first, cast.venue_next_door)
    client.force_login(cast["command-leader"])
    addresses = ("/orders/", "/orders/print/", f"/orders/{first.pk}/", "/venues/V1/")
    few = {each: queries(client, each) for each in addresses}

    for number in range(2, 12):
        issued(cast, str(number), measures=["stagger"])
    exempted(cast, first)

    assert {each: queries(client, each) for each in addresses} == few

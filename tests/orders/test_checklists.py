"""What orders want looked at: their items on the form, in the visit, on the ledger."""

from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client

from inspections.checks.models import Answer, Checklist, ChecklistVersion, Inspection
from inspections.checks.order_lists import asked_at
from inspections.checks.visits import Given
from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.orders.acts import ended, issued
from tests.rules import rule
from venues.models import Order, Standing, Venue
from venues.orders.actions import Asked
from venuewatch.workflow.rules import Refused

MASKS = Asked("Masks are worn", "serious", 24)
ADDED = """INSERT INTO venues_orderitem (order_id, position, text, severity, hours)
    SELECT order_id, 9, text, severity, hours FROM venues_orderitem LIMIT 1"""
BASE = ("A1", "B1", "C1", "N1", "P1")


def with_items(cast: Cast, number: str = "46") -> Order:
    """An order in force that suspends and asks for masks."""
    return issued(cast, number, items=(MASKS,))


def codes(order: Order) -> tuple[str, str]:
    """The codes of its two items: that the venue does not trade, and masks."""
    return f"ORDER{order.pk}-0", f"ORDER{order.pk}-1"


def typed(client: Client, address: str, **values: str) -> dict[str, Any]:
    """The form as it is shown, every item complying but where told otherwise."""
    filing = client.get(address).context["filing"]
    answers = {f"value-{line.item.code}": "pass" for line in filing.lines}
    return {
        "uuid": filing.uuid, "version": filing.version.pk, "started": filing.started,
        "orders": [each.pk for each in filing.orders], "number-N1": "10", **answers, **values,
    }  # fmt: skip


@rule("R-ORDER-1")
def test_the_form_shows_them_under_the_order(cast: Cast, client: Client) -> None:
    order = with_items(cast)
    client.force_login(cast["inspector"])

    page = client.get("/checks/file/V1/")

    (_base, lines), (name, own) = page.context["filing"].parts
    assert [line.item.code for line in lines] == list(BASE)
    assert (name, [line.item.code for line in own]) == (str(order), list(codes(order)))
    assert [line.place for line in own] == [6, 7]
    assert page.context["imposed"].forbids_trading


@rule("R-ORDER-1", "R-CHECK-2", "R-DUTY-2")
def test_a_visit_keeps_its_version_and_the_items_it_was_asked(cast: Cast, client: Client) -> None:
    order = with_items(cast)
    client.force_login(cast["inspector"])

    assert client.post("/checks/file/V1/", typed(client, "/checks/file/V1/")).status_code == 302

    visit = Inspection.objects.get()
    asked = set(visit.answers.values_list("item__code", flat=True))
    assert visit.version == cast.version
    assert asked == {*BASE, *codes(order)}
    assert Standing.objects.get(pk=cast.venue.pk).last_town_check == visit.business_day


@rule("R-ORDER-1", "R-CHECK-2")
def test_without_them_a_visit_is_not_full(cast: Cast, client: Client) -> None:
    order = with_items(cast)
    client.force_login(cast["inspector"])
    answers = typed(client, "/checks/file/V1/")
    del answers[f"value-{codes(order)[1]}"]

    client.post("/checks/file/V1/", answers)

    assert Inspection.objects.get().outcome == "partial"
    assert Standing.objects.get(pk=cast.venue.pk).last_town_check is None


@rule("R-ORDER-1", "R-ISSUE-2", "R-CHECK-4")
def test_found_trading_is_one_major_issue_to_be_stopped_at_once(cast: Cast, client: Client) -> None:
    order = with_items(cast)
    client.force_login(cast["inspector"])
    trades = f"value-{codes(order)[0]}"

    for _visit in range(2):
        client.post("/checks/file/V1/", typed(client, "/checks/file/V1/", **{trades: "fail"}))

    issue = Issue.objects.get()
    assert (issue.severity, issue.hours, issue.times_seen) == ("major", 0, 2)
    assert issue.measures.filter(automatic=True).exists()
    assert str(order) in issue.basis


@rule("R-ORDER-1", "R-CHECK-1")
def test_an_order_that_came_meanwhile_is_asked_before_the_visit_is_filed(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast["inspector"])
    answers = typed(client, "/checks/file/V1/", **{"note-A1": "wet floor"})
    order = with_items(cast)

    page = client.post("/checks/file/V1/", answers)

    assert page.status_code == 400
    filing = page.context["filing"]
    assert {line.item.code for line in filing.lines if line.is_new} == set(codes(order))
    assert {line.note for line in filing.lines} == {"", "wet floor"}
    assert Inspection.objects.count() == 0


@rule("R-ORDER-1", "R-CHECK-1")
def test_an_order_that_ended_meanwhile_is_asked_no_more(cast: Cast, client: Client) -> None:
    order = with_items(cast)
    client.force_login(cast["inspector"])
    answers = typed(client, "/checks/file/V1/")
    ended(cast, order)

    page = client.post("/checks/file/V1/", answers)

    assert page.status_code == 400
    assert "Masks are worn" in page.context["filing"].errors["version"]
    assert client.post("/checks/file/V1/", typed(client, "/checks/file/V1/")).status_code == 302


@rule("R-ORDER-1")
def test_a_foreign_list_is_not_taken_for_an_orders(cast: Cast, client: Client) -> None:
    client.force_login(cast["inspector"])
    answers = {**typed(client, "/checks/file/V1/"), "orders": ["999999", "x", cast.version.pk]}

    assert client.post("/checks/file/V1/", answers).status_code == 302


@rule("R-ORDER-1", "R-CHECK-5")
def test_its_issue_outlives_the_order(cast: Cast) -> None:
    order = with_items(cast)
    (version,) = asked_at(cast.venue)
    given = {code: Given("pass") for code in codes(order)} | {codes(order)[1]: Given("fail")}
    cast.file(cast.visit(orders=[version], answers=given))
    ended(cast, order)

    issue = cast.recheck(cast.report(cast.only_issue()))

    assert issue.state == "rechecked"
    assert asked_at(cast.venue) == []


@rule("R-ORDER-1", "R-CHECK-1")
def test_items_of_an_issued_order_stay(cast: Cast) -> None:
    with_items(cast)

    for statement in (
        "UPDATE venues_orderitem SET hours = 1",
        "DELETE FROM venues_orderitem",
        ADDED,
        "UPDATE inspections_item SET text = 'x' WHERE code LIKE 'ORDER%'",
        "DELETE FROM venues_orderscope",
        "UPDATE venues_order SET number = '99'",
        "UPDATE venues_order SET until = starts",
        "DELETE FROM venues_order",
    ):
        with (
            pytest.raises((IntegrityError, ProgrammingError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@rule("R-CHECK-1")
def test_orders_lists_are_not_among_the_districts_lists(cast: Cast, client: Client) -> None:
    with_items(cast)
    client.force_login(cast["command-leader"])

    assert client.get("/checks/lists/").status_code == 200
    order_list = Checklist.objects.exclude(order=None).get()
    assert client.get(f"/checks/lists/{order_list.pk}/").status_code == 404
    assert ChecklistVersion.objects.filter(checklist=order_list).count() == 1
    assert not Answer.objects.exists()
    assert Venue.objects.filter(standing__regime="suspended").count() == 3


@rule("R-ORDER-1", "R-CHECK-2")
def test_no_check_is_filed_past_the_orders_whoever_calls(cast: Cast) -> None:
    order = with_items(cast)

    with pytest.raises(Refused) as refused:
        cast.check()
    assert list(refused.value.errors) == ["version"]
    assert str(order) in str(refused.value)

    issue = cast.check(orders=asked_at(cast.venue), failed="A1").opened_issues.get()
    cast.recheck(cast.report(issue))  # a re-check alone asks for no items
    ended(cast, order)
    cast.check()

"""A person names a filter, finds it above the list, and lets the list open with it."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.cast import Cast
from tests.listing.test_query_counts import queries
from venuewatch.listing.models import SavedFilter

PLACES = {"ledger": "/ledger/", "venues": "/venues/"}


@pytest.fixture
def command(cast: Cast, client: Client) -> Client:
    client.force_login(cast["command"])
    return client


def save(client: Client, query: str, name: str = "mine", place: str = "/ledger/") -> int:
    form = {"act": "save", "query": query, "name": name}
    return client.post(f"{place}filters/", form).status_code


def press(client: Client, act: str, chosen: SavedFilter, **typed: str) -> int:
    form = {"act": act, "filter": str(chosen.pk), **typed}
    return client.post("/ledger/filters/", form).status_code


@pytest.mark.parametrize("place", list(PLACES))
def test_it_is_found_above_its_own_list_by_its_owner(
    cast: Cast, command: Client, place: str
) -> None:
    answer = command.post(
        f"{PLACES[place]}filters/",
        {"act": "save", "name": "镇里的", "query": "q=Noodle&page=2&x=1"},
    )

    assert answer["Location"] == f"{PLACES[place]}?q=Noodle"
    assert SavedFilter.objects.get().query == "q=Noodle"
    shown = {each: "镇里的" in command.get(f"{each}?all=1").content.decode()
             for each in PLACES.values()}  # fmt: skip
    assert shown == {each: each == PLACES[place] for each in PLACES.values()}
    command.force_login(cast["command-leader"])
    assert "镇里的" not in command.get(f"{PLACES[place]}?all=1").content.decode()


def test_filters_of_several_values_and_a_sorting_are_kept(command: Client) -> None:
    save(command, "state=open&state=rectified&severity=&sort=-due")

    assert SavedFilter.objects.get().query == "state=open&state=rectified&sort=-due"


@pytest.mark.parametrize(
    ("query", "name"),
    [("", "mine"), ("x=1&page=3", "mine"), ("state=nothing", "mine"), ("town=999999", "mine"),
     ("q=a", " "), ("q=a", "n" * 41), ("q=a", "\0"), ("since=never", "mine")],
)  # fmt: skip
def test_what_filters_nothing_or_has_no_name_is_refused_and_kept_typed(
    command: Client, query: str, name: str
) -> None:
    answer = command.post("/ledger/filters/", {"act": "save", "query": query, "name": name})

    assert answer.status_code == 400
    assert answer.context["errors"]
    assert not SavedFilter.objects.exists()


def test_a_name_stands_once_per_list_and_twenty_are_enough(command: Client) -> None:
    assert save(command, "q=a") == 302
    assert save(command, "q=b") == 400
    assert save(command, "q=b", place="/venues/") == 302
    for place in range(19):
        assert save(command, "q=a", f"{place}") == 302

    assert save(command, "q=a", "one more") == 400


def test_rename_delete_and_a_name_that_is_taken(command: Client) -> None:
    save(command, "q=a", "first")
    save(command, "q=b", "second")
    first = SavedFilter.objects.get(name="first")

    assert press(command, "rename", first, name="renamed") == 302
    assert press(command, "rename", first, name="second") == 400
    assert sorted(SavedFilter.objects.values_list("name", flat=True)) == ["renamed", "second"]
    assert press(command, "delete", first) == 302
    assert SavedFilter.objects.get().name == "second"


def test_one_opens_first_and_all_rows_are_one_step_away(cast: Cast, command: Client) -> None:
    cast.open()
    save(command, "state=closed", "ended")
    save(command, "state=open", "open")
    ended, open_ = SavedFilter.objects.order_by("name")
    press(command, "default", ended)
    press(command, "default", open_)

    assert command.get("/ledger/")["Location"] == "/ledger/?state=open"
    assert command.get("/ledger/?all=1").status_code == 200
    assert command.get("/ledger/?q=x").status_code == 200
    page = command.get("/ledger/?state=open")
    assert [each.query_without for each in page.context["chips"]] == ["all=1"]
    press(command, "no_default", open_)
    assert command.get("/ledger/").status_code == 200


def test_the_database_keeps_one_default(cast: Cast) -> None:
    about = {"owner": cast["command"], "place": "ledger", "query": "q=a", "is_default": True}
    SavedFilter.objects.create(name="a", **about)

    with pytest.raises(IntegrityError), transaction.atomic():
        SavedFilter.objects.create(name="b", **about)


@pytest.mark.parametrize("act", ["rename", "delete", "default", "no_default"])
def test_others_filters_are_not_found(cast: Cast, command: Client, act: str) -> None:
    save(command, "q=a")
    theirs = SavedFilter.objects.get()
    command.force_login(cast["command-leader"])

    assert press(command, act, theirs, name="x") == 404
    assert command.post("/ledger/filters/", {"act": act, "filter": "x"}).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.name, theirs.is_default) == ("mine", False)


def test_a_filter_whose_town_is_gone_is_answered(cast: Cast, command: Client) -> None:
    save(command, f"town={cast.town.pk}", "town")
    SavedFilter.objects.update(query="town=999999", is_default=True)

    assert command.get("/ledger/", follow=True).status_code == 200


def test_many_saved_filters_cost_no_more_than_one(command: Client) -> None:
    save(command, "q=a")
    few = queries(command, "/ledger/?q=a"), queries(command, "/ledger/filters/")
    for place in range(8):
        save(command, "q=a", f"{place}")

    assert (queries(command, "/ledger/?q=a"), queries(command, "/ledger/filters/")) == few

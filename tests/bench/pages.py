"""A page, and its floor: its own SQL without Django, and its template over rows that are there."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspections.tracking.inbox.bell import bell
from venues.models import Officer
from venuewatch.navigation import places


def client_of(officer: Officer) -> Client:
    """The officer's browser, in Chinese."""
    client = Client(headers={"accept-language": "zh-hans", "host": "localhost"})
    client.force_login(officer)
    return client


def page(client: Client, address: str) -> Callable[[], object]:
    """Ask for a page."""

    def get() -> object:
        response = client.get(address)
        assert response.status_code == 200
        return response

    return get


def floor(
    client: Client,
    address: str,
    is_whole: Callable[[str], bool],
) -> Callable[[], object]:
    """The same SELECTs through psycopg, and the template over the rows that are there.

    `is_whole` looks at what was rendered: the floor must show as much as the page.
    """
    response, queries = selects(client, address)
    _settle_choices(response.context_data)
    asked = response.wsgi_request
    context = {**response.context_data, **places(asked), "unread": bell(asked)["unread"]()}

    def render() -> str:
        return render_to_string(response.template_name, context, asked)

    assert is_whole(render())  # counts what the navigation shows
    with CaptureQueriesContext(connection) as none:
        render()
    assert not none.captured_queries, none.captured_queries

    ask = alone(queries)

    def bare() -> None:
        ask()
        render()

    return bare


def selects(client: Client, address: str) -> tuple[Any, list[str]]:
    """A page, and its SELECTs."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    return response, [each["sql"] for each in captured if each["sql"].startswith("SELECT")]


def alone(queries: Sequence[str]) -> Callable[[], None]:
    """The same queries through psycopg."""

    def ask() -> None:
        with connection.cursor() as cursor:
            for query in queries:
                cursor.cursor.execute(query.encode())
                cursor.cursor.fetchall()

    return ask


def own_sql(client: Client, address: str) -> Callable[[], object]:
    """The SELECTs of an answer alone, through psycopg."""
    return alone(selects(client, address)[1])


def _settle_choices(context: Mapping[str, Any]) -> None:
    """The choices of a list's filters, as they are."""
    fields = context["filterset"].form.fields.values() if "filterset" in context else ()
    for field in fields:
        if hasattr(field.widget, "choices"):
            field.widget.choices = list(field.widget.choices)


def queries(client: Client, address: str) -> int:
    """How many queries a page takes, once it has been seen."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)

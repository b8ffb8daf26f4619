"""A page, and its floor: its own SQL without Django, and its template over rows that are there."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from venues.models import Officer

# What every page shows besides: the numbers in the navigation are counted already.
_NAVIGATION = ("rail", "bottom_bar")


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
    template: str,
    context_of: Callable[[Any], Mapping[str, Any]],
    is_whole: Callable[[str], bool],
) -> Callable[[], object]:
    """The same SELECTs through psycopg, and the template over the rows that are there.

    `context_of` takes what the template shows out of an answer; `is_whole` looks at what was
    rendered: the floor must show as much as the page.
    """
    with CaptureQueriesContext(connection) as captured:
        response: Any = client.get(address)
    queries = [each["sql"] for each in captured if each["sql"].startswith("SELECT")]
    navigation = {name: response.context[name] for name in _NAVIGATION}
    context = {**context_of(response), **navigation}

    def render() -> str:
        return render_to_string(template, context, response.wsgi_request)

    with CaptureQueriesContext(connection) as none:
        assert is_whole(render())
    assert not none.captured_queries, none.captured_queries

    def bare() -> None:
        with connection.cursor() as cursor:
            for query in queries:
                cursor.cursor.execute(query.encode())
                cursor.cursor.fetchall()
        render()

    return bare


def queries(client: Client, address: str) -> int:
    """How many queries a page takes, once it has been seen."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)

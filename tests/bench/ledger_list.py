"""The ledger's first page over the whole history, beside its own SQL and 50 rendered rows."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspections.models import Issue
from tests.bench.measure import Row, median_seconds_in_turn
from venues.models import Area, Officer
from venuewatch.listing.pages import PER_PAGE

ISSUES_WANTED = 350_000
RATIO = 3.0


def rows() -> list[Row]:
    """The list filtered by town and state, for a reviewer of the department that leads."""
    fill_up(ISSUES_WANTED)
    client = Client(headers={"accept-language": "zh-hans", "host": "localhost"})
    client.force_login(Officer.objects.filter(post="reviewer", organisation__kind="command")[0])
    town = Area.objects.filter(kind="town", district__name="NYC").order_by("code")[0]
    address = f"/ledger/?town={town.pk}&state=open"
    page = _page(client, address)
    floor = _floor(client, address)
    figure, bare = median_seconds_in_turn(page, floor)
    note = f"{Issue.objects.count():,} issues"
    return [
        Row("ledger list, town and state", "ms", figure * 1e3, bare * 1e3, RATIO, note=note),
        _query_counts(client),
    ]


def fill_up(wanted: int) -> None:
    """Say so where the history alone does not reach the number of issues the figure is for."""
    if (there := Issue.objects.count()) < wanted:
        print(f"note: {there:,} issues, fewer than {wanted:,}")  # noqa: T201 — a benchmark talks


def _page(client: Client, address: str) -> Callable[[], object]:
    def get() -> object:
        response = client.get(address)
        assert response.status_code == 200
        return response

    return get


def _floor(client: Client, address: str) -> Callable[[], object]:
    """The same SQL through psycopg, and the same template over the rows that are already there."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    queries = [each["sql"] for each in captured if each["sql"].startswith("SELECT")]
    render = _renderer(response)
    with CaptureQueriesContext(connection) as none:
        rendered = render().count("<tr>")
    assert rendered == 1 + PER_PAGE, rendered
    assert not none.captured_queries, none.captured_queries

    def bare() -> None:
        with connection.cursor() as cursor:
            for query in queries:
                cursor.cursor.execute(query.encode())
                cursor.cursor.fetchall()
        render()

    return bare


def _renderer(response: Any) -> Callable[[], str]:
    """Render a list page again, with its rows and its choices as they are."""
    form = response.context_data["filterset"].form
    for field in form.fields.values():
        if hasattr(field.widget, "choices"):
            field.widget.choices = list(field.widget.choices)

    def render() -> str:
        request = response.wsgi_request
        return render_to_string(response.template_name, response.context_data, request)

    return render


def _query_counts(client: Client) -> Row:
    """The number of queries with 50 rows on the page, beside that of the same filters with one."""
    number = Issue.objects.filter(town__district__name="NYC", state="open").order_by("pk")[0].number
    address = f"/ledger/?town={Issue.objects.get(number=number).town_id}&state=open&q="
    with CaptureQueriesContext(connection) as few:
        client.get(address + number)
    with CaptureQueriesContext(connection) as many:
        client.get(address + number[:7])
    return Row("its queries, 50 rows beside 1", "queries", len(many), len(few), 1.0)

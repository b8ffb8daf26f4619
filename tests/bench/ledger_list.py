"""The ledger's first page over the whole history, beside its own SQL and 50 rendered rows."""

from django.test import Client

from inspections.models import Issue
from tests.bench import pages
from tests.bench.measure import Row, median_seconds_in_turn
from venues.models import Area, Officer
from venuewatch.listing.pages import PER_PAGE

ISSUES_WANTED = 350_000
RATIO = 3.0


def rows() -> list[Row]:
    """The list filtered by town and state, for a reviewer of the department that leads."""
    fill_up(ISSUES_WANTED)
    reviewers = Officer.objects.filter(post="reviewer", organisation__kind="command")
    client = pages.client_of(reviewers.order_by("pk")[0])
    town = Area.objects.filter(kind="town", district__name="NYC").order_by("code")[0]
    address = f"/ledger/?town={town.pk}&state=open"
    floor = pages.floor(client, address, lambda shown: shown.count("<tr>") == 1 + PER_PAGE)
    figure, bare = median_seconds_in_turn(pages.page(client, address), floor)
    note = f"{Issue.objects.count():,} issues"
    return [
        Row("ledger list, town and state", "ms", figure * 1e3, bare * 1e3, RATIO, note=note),
        _query_counts(client),
    ]


def fill_up(wanted: int) -> None:
    """Say so where the history alone does not reach the number of issues the figure is for."""
    if (there := Issue.objects.count()) < wanted:
        print(f"note: {there:,} issues, fewer than {wanted:,}")  # noqa: T201 — a benchmark talks


def _query_counts(client: Client) -> Row:
    """The number of queries with 50 rows on the page, beside that of the same filters with one."""
    number = Issue.objects.filter(town__district__name="NYC", state="open").order_by("pk")[0].number
    address = f"/ledger/?town={Issue.objects.get(number=number).town_id}&state=open&q="
    few, many = pages.queries(client, address + number), pages.queries(client, address + number[:7])
    return Row("its queries, 50 rows beside 1", "queries", many, few, 1.0)

"""The overview asks the database as often for thirty towns as for two."""

from django.test import Client

from inspections.reports.actions import await_reports
from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at
from tests.listing.test_query_counts import queries
from venues.models import Area, Organisation

PAGES = ("/reports/?day=2026-03-09", "/reports/rankings/?since=2026-03-09&until=2026-03-10")


def test_overview_and_rankings(cast: Cast, client: Client) -> None:
    client.force_login(cast["command"])
    await_reports(MONDAY)
    with at(TUESDAY):
        few = [queries(client, page) for page in PAGES]
        for place in range(30):
            town = Area.objects.create(
                code=f"4101081{place:02d}", name=f"Town {place}", kind="town", parent=cast.district
            )
            Organisation.objects.create(
                code=town.code, name=town.name, short=town.name, kind="town", area=town
            )
        await_reports(MONDAY)

        assert [queries(client, page) for page in PAGES] == few

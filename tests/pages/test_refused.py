"""A page that is not found or not allowed leads elsewhere; it counts nothing of what waits."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast

COUNTED = "vw-waiting"


@pytest.mark.parametrize(("act", "status"), [("no-such-act", 404), ("sign_off", 403)])
def test_it_shows_the_places_without_their_numbers(
    cast: Cast, client: Client, act: str, status: int
) -> None:
    issue = cast.report(cast.open("general"))
    client.force_login(cast["colleague"])
    assert COUNTED in client.get("/").content.decode()

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/ledger/{issue.number}/{act}/")

    page = answer.content.decode()
    assert answer.status_code == status
    assert 'href="/ledger/"' in page
    assert COUNTED not in page
    assert not [
        each for each in queries if "inspections_issue" in each["sql"] and "COUNT(" in each["sql"]
    ]

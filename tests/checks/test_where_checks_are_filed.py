"""Where a check can be filed is told before anything is typed."""

import pytest
from django.test import Client

from inspections.checks.models import Inspection
from tests.cast import Cast
from tests.rules import rule
from venues.models import Venue

URL = "/checks/file/V1/"
SAID = {"pending": "尚未确认", "paused": "已暂停", "ended": "已终止"}


@pytest.fixture
def inspector(cast: Cast, client: Client) -> Client:
    client.force_login(cast["inspector"])
    return client


@rule("R-CHECK-2")
@pytest.mark.parametrize("state", list(SAID))
def test_a_venue_that_is_not_active_says_so_at_once(
    cast: Cast, inspector: Client, state: str
) -> None:
    assert 'class="alert alert-warning"' not in inspector.get(URL).content.decode()
    Venue.objects.filter(pk=cast.venue.pk).update(state=state)

    assert SAID[state] in inspector.get(URL).content.decode()


@rule("R-CHECK-2")
@pytest.mark.parametrize(
    ("state", "offered"), [("active", True), ("paused", True), ("pending", False), ("ended", False)]
)
def test_its_page_offers_a_check_only_where_one_can_be_filed(
    cast: Cast, inspector: Client, state: str, offered: bool
) -> None:
    Venue.objects.filter(pk=cast.venue.pk).update(state=state)

    page = inspector.get("/venues/V1/").content.decode()

    assert (f'href="{URL}"' in page) == offered
    assert ("不能在此提交检查" in page) != offered


@rule("R-CHECK-2")
@pytest.mark.parametrize("state", ["pending", "ended"])
def test_what_was_typed_is_kept_where_it_cannot_be_filed(
    cast: Cast, inspector: Client, state: str
) -> None:
    Venue.objects.filter(pk=cast.venue.pk).update(state=state)

    answer = inspector.post(URL, {"uuid": "", "version": cast.version.pk, "value-A1": "pass",
                                  "note": "locked & dark"})  # fmt: skip

    assert answer.status_code == 400
    assert SAID[state] in answer.content.decode()
    assert "locked &amp; dark" in answer.content.decode()
    assert not Inspection.objects.exists()

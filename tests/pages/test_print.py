"""A venue's unclosed issues on paper: all of them, who printed, lines to sign on, A4 sheets."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from inspections.ledger.models import Issue
from tests.cast import OFFICERS, Cast
from tests.listing.test_query_counts import queries
from tests.pages.test_scope import OUT_OF_SCOPE
from tests.rules import rule


@rule("R-SCOPE-2")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_for_those_in_scope(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast[name])

    status = client.get(f"/ledger/print/{cast.venue.code}/").status_code

    assert status == (404 if name in OUT_OF_SCOPE else 200)


def test_it_lists_what_is_unclosed_and_nothing_else(cast: Cast, client: Client) -> None:
    closed = cast.closed("general")
    cast.report(cast.open("serious"))
    cast.open("major")
    client.force_login(cast["inspector"])

    page = client.get(f"/ledger/print/{cast.venue.code}/").content.decode()

    unclosed = Issue.objects.unclosed()
    assert [issue.number in page for issue in unclosed] == [True, True]
    assert closed.number not in page
    for words in (
        "未销号问题清单",
        "Inspector · town",
        "场所负责人(签字)",
        "检查人员(签字)",
        "Wang",
    ):
        assert words in page, words
    assert f"/ledger/print/{cast.venue.code}/" in client.get("/venues/V1/").content.decode()


def test_an_empty_sheet_says_so(cast: Cast, client: Client) -> None:
    client.force_login(cast["inspector"])

    assert "没有未销号问题" in client.get("/ledger/print/V1/").content.decode()


def test_it_costs_the_same_for_one_and_many(cast: Cast, client: Client) -> None:
    client.force_login(cast["inspector"])
    cast.open("general")
    few = queries(client, "/ledger/print/V1/")
    cast.open("serious")
    cast.open("major")

    assert queries(client, "/ledger/print/V1/") == few


def test_paper_is_no_phone() -> None:
    """A4 is narrower than a desk: the phone's one-column tables must not reach the printer."""
    css = Path(str(finders.find("venuewatch/css/portal.css"))).read_text()

    assert not re.search(r"@media \(max-width", css)
    assert "size: A4" in css

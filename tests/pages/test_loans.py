"""The page of posts on loan, and the lists that follow from them."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import OFFICERS, Cast
from tests.listing.test_query_counts import queries
from tests.rules import rule
from tests.venues.test_loans import lend
from venues.models import Loan

COLLEAGUES = {"town": "inspector", "next": "neighbour", "market": "dept", "fire": "co",
              "command": "command"}  # fmt: skip


@rule("R-SCOPE-5")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_those_lend_who_have_a_post_to_lend(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast[name])
    borrower = cast[COLLEAGUES.get(OFFICERS[name][0], "inspector")]

    shown = client.get("/me/loans/").status_code
    form = {"borrower": borrower.pk, "until": timezone.localdate()}
    answer = client.post("/me/loans/", form)

    may = OFFICERS[name][1] in ("reviewer", "leader") and name != "outsider"
    assert shown == 200
    assert (answer.status_code == 302) == may
    assert Loan.objects.exists() == may


@rule("R-SCOPE-5")
def test_both_sides_see_and_end_it(cast: Cast, client: Client) -> None:
    loan = lend(cast, "town-leader", "inspector")
    end = f"/me/loans/{loan.pk}/end/"
    for name in ("town-leader", "inspector"):
        client.force_login(cast[name])
        assert end in client.get("/me/loans/").content.decode()
    assert "Town-Leader" in client.get("/me/").content.decode()
    client.force_login(cast["colleague"])
    assert client.post(end).status_code == 404

    client.force_login(cast["inspector"])
    client.post(end)

    loan.refresh_from_db()
    assert loan.ended
    assert end not in client.get("/me/loans/").content.decode()
    assert client.post(end).status_code in (400, 403)


@pytest.mark.parametrize(
    "form", [{}, {"borrower": "x", "until": "never"}, {"borrower": "1"}, {"until": "2020-01-01"}]
)
def test_odd_forms_are_answered(cast: Cast, client: Client, form: dict[str, str]) -> None:
    client.force_login(cast["town-leader"])

    answer = client.post("/me/loans/", form)

    assert answer.status_code == 400
    assert answer.context["form"].errors


@rule("R-SCOPE-5", "R-ISSUE-1")
def test_the_sign_offs_follow_and_their_signature_tells(cast: Cast, client: Client) -> None:
    issue = cast.recheck(cast.report(cast.open("major")), by="dept")
    client.force_login(cast["colleague"])
    assert f"/ledger/{issue.number}/" not in client.get("/").content.decode()
    lend(cast, "town-reviewer", "colleague")
    assert f"/ledger/{issue.number}/" in client.get("/").content.decode()

    client.post(f"/ledger/{issue.number}/sign_off/", {"remark": "seen"})

    issue.refresh_from_db()
    assert issue.signed_off_by == "Colleague · town(代Town-Reviewer)"


def test_pages_cost_the_same_for_one_row_and_many(cast: Cast, client: Client) -> None:
    lend(cast, "town-leader", "inspector")
    client.force_login(cast["inspector"])
    cast.open("general")
    few = queries(client, "/ledger/"), queries(client, "/")
    for code in ("B1", "C1"):
        cast.check(failed=code)

    assert (queries(client, "/ledger/"), queries(client, "/")) == few

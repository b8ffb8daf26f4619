"""Every page for every member of the cast: in scope it opens, out of scope it is not found."""

import pytest
from django.test import Client

from inspections.duties.actions import plan_day
from inspections.ledger.forms import FORMS
from inspections.ledger.models import Issue
from tests.cast import OFFICERS, Cast
from tests.pages.test_acts import MAY
from tests.rules import rule
from venues.models import Venue

NO_BUSINESS = ("auditor", "admin")
OUT_OF_SCOPE = ("neighbour", "neighbour-reviewer", "outsider", *NO_BUSINESS)
IN_SCOPE = tuple(name for name in OFFICERS if name not in OUT_OF_SCOPE)


def addresses(cast: Cast, issue: Issue) -> list[str]:
    """The pages of one venue and what hangs on it."""
    visit = issue.inspection
    assert visit is not None
    return [
        f"/venues/{cast.venue.code}/",
        f"/ledger/{issue.number}/",
        *(f"/ledger/{issue.number}/{act}/" for act in FORMS),
        f"/checks/file/{cast.venue.code}/",
        f"/checks/{visit.uuid}/",
        f"/map/venues/{cast.venue.code}/",
    ]


@rule("R-SCOPE-1", "R-SCOPE-2")
@pytest.mark.parametrize("name", OUT_OF_SCOPE)
def test_out_of_scope_is_not_found(cast: Cast, client: Client, name: str) -> None:
    issue = cast.open()
    client.force_login(cast[name])

    answers = {address: client.get(address).status_code for address in addresses(cast, issue)}

    assert set(answers.values()) == {404}, answers


# Whose answer these acts are depends on what was asked or handed over before, or on the severity.
ASKED = {"grant_extension", "refuse_extension", "refuse_hand_over"}


@rule("R-SCOPE-1")
@pytest.mark.parametrize("name", IN_SCOPE)
def test_in_scope_opens(cast: Cast, client: Client, name: str) -> None:
    issue = cast.open()
    client.force_login(cast[name])

    answers = {address: client.get(address).status_code for address in addresses(cast, issue)}

    refused = {address.split("/")[3] for address, status in answers.items() if status == 403}
    assert refused - ASKED == {act for act in MAY if name not in MAY[act]} - ASKED
    # an act that is not to be done now leads back to the issue
    assert set(answers.values()) <= {200, 302, 403}, answers
    led_back = {address.split("/")[1] for address, status in answers.items() if status == 302}
    assert led_back <= {"ledger"}, answers


@rule("R-SCOPE-1", "R-SCOPE-2")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_towns_and_command_edit(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast[name])
    in_scope = 200 if OFFICERS[name][0] in ("town", "command") else 403

    status = client.get(f"/venues/{cast.venue.code}/edit/").status_code

    assert status == (404 if name in OUT_OF_SCOPE else in_scope)


@rule("R-SCOPE-2")
@pytest.mark.parametrize("name", OUT_OF_SCOPE)
@pytest.mark.parametrize(
    "address",
    [
        "/venues/",
        "/ledger/",
        "/duties/",
        "/venues/?q=Noodle",
        "/checks/",
        "/checks/file/",
        "/plates/",
        "/operations/",
        "/look-backs/",
        "/notices/",
        "/intake/",
        "/map/",
        "/map/list/?box=113,34,114,35&zoom=12",
        "/map/points/?box=113,34,114,35&zoom=12",
        "/dashboard/",
        "/dashboard/wallboard/",
        "/outstanding/",
        "/reports/missing/",
        "/channels/",
        "/channels/deliveries/",
    ],
)
def test_lists_do_not_tell_of_it(cast: Cast, client: Client, name: str, address: str) -> None:
    issue = cast.open()
    plan_day()
    Venue.objects.filter(pk=cast.venue.pk).update(lon=113.6, lat=34.85)
    client.force_login(cast[name])

    page = client.get(address).content.decode()

    assert cast.venue.name not in page
    assert issue.number not in page


@rule("R-SCOPE-1")
@pytest.mark.parametrize("name", list(OFFICERS))
@pytest.mark.parametrize(
    "address", ["/venues/", "/ledger/", "/venues/?export=csv", "/ledger/?export=xlsx",
                "/orders/", "/orders/print/", "/orders/?export=xlsx",
                "/checks/", "/checks/?export=xlsx", "/checks/file/", "/search/?q=V1",
                "/plates/", "/plates/?export=csv", "/operations/", "/operations/?export=xlsx",
                "/notices/", "/notices/?export=xlsx", "/intake/", "/intake/?export=csv", "/map/",
                "/map/points/?box=113,34,114,35&zoom=12", "/map/list/?box=113,34,114,35&zoom=12",
                "/map/shapes/?box=113,34,114,35&zoom=12", "/dashboard/", "/dashboard/wallboard/",
                "/reports/missing/", "/reports/missing/?export=csv"],
)  # fmt: skip
def test_business_is_for_those_with_business(
    cast: Cast, client: Client, name: str, address: str
) -> None:
    client.force_login(cast[name])

    status = client.get(address).status_code

    assert status == 403 if name in NO_BUSINESS else status in (200, 302)


@rule("R-SCOPE-1")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_who_puts_no_venue_on_the_register_gets_no_form(
    cast: Cast, client: Client, name: str
) -> None:
    client.force_login(cast[name])
    may = OFFICERS[name][0] in ("town", "next", "command", "far")

    shown = client.get("/venues/new/")
    sent = client.post("/venues/new/", {"name": "Bathhouse"})

    assert (shown.status_code, sent.status_code) == ((200, 400) if may else (403, 403))
    assert may or cast.town.name not in shown.content.decode()


@rule("R-SCOPE-2")
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_exports_do_not_tell_of_it(cast: Cast, client: Client, kind: str) -> None:
    cast.open()
    client.force_login(cast["neighbour"])

    answer = client.get(f"/ledger/?export={kind}")

    assert b"Noodle" not in b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a stream


@rule("R-SCOPE-2")
def test_search_by_number_does_not_lead_there(cast: Cast, client: Client) -> None:
    issue = cast.open()
    client.force_login(cast["neighbour"])

    answer = client.get("/search/", {"q": issue.number})

    assert answer["Location"].startswith("/venues/")


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/venues/",
        "/ledger/",
        "/me/",
        "/venues/import/",
        "/reports/",
        "/reports/rankings/",
        "/plates/",
        "/operations/",
        "/orders/",
        "/orders/new/",
        "/orders/print/",
        "/notices/",
        "/intake/",
        "/map/",
        "/map/points/",
        "/map/sheet/",
        "/dashboard/",
        "/dashboard/wallboard/",
        "/outstanding/",
        "/reports/missing/",
        "/channels/",
        "/channels/new/",
        "/channels/deliveries/",
    ],
)
def test_nobody_gets_in_without_signing_in(cast: Cast, client: Client, address: str) -> None:
    assert client.get(address)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("name", list(OFFICERS))
@pytest.mark.parametrize("address", ["/", "/me/"])
def test_own_pages_open_for_everybody(cast: Cast, client: Client, name: str, address: str) -> None:
    client.force_login(cast[name])

    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("name", "status"), [("command", 200), ("inspector", 403), ("dept", 403), ("admin", 403)]
)
def test_only_command_imports(cast: Cast, client: Client, name: str, status: int) -> None:
    client.force_login(cast[name])

    assert client.get("/venues/import/").status_code == status

"""Values of the scheme and leads of categories: command reads, its leaders set, all is told."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import OFFICERS, Cast
from tests.rules import rule
from venues import scoping
from venues.models import (
    Category,
    CategoryCharge,
    CategoryLead,
    Organisation,
    SchemeValue,
    Venue,
    VenueLead,
)
from venues.models.organisations import scheme_value
from venuewatch.workflow.models import Event

OF_COMMAND = {name for name, (place, _post) in OFFICERS.items() if place == "command"}
HOME, VALUE = "/settings/410108/", "/settings/410108/values/recheck_days/"
LEADS = "/settings/410108/leads/catering/"


@pytest.fixture
def leader(cast: Cast, client: Client) -> Client:
    client.force_login(cast["command-leader"])
    return client


def code(name: str) -> Organisation:
    return Organisation.objects.get(code=name)


def roles() -> dict[str, str]:
    rows = CategoryLead.objects.filter(category__code="catering").order_by("pk")
    return {row.organisation.code: row.role for row in rows.select_related("organisation")}


@pytest.mark.parametrize("name", list(OFFICERS))
@pytest.mark.parametrize("address", [HOME, VALUE, LEADS])
def test_command_of_the_district_reads(cast: Cast, client: Client, name: str, address: str) -> None:
    client.force_login(cast[name])

    status = client.get(address).status_code

    other = 404 if name == "outsider" else 403
    assert status == (200 if name in OF_COMMAND else other)


@pytest.mark.parametrize("name", list(OFFICERS))
@pytest.mark.parametrize(
    ("address", "form"),
    [(VALUE, {"value": 5, "reason": "longer ways"}), (LEADS, {"lead": "", "reason": "dissolved"})],
)
def test_only_its_leaders_change(
    cast: Cast, client: Client, name: str, address: str, form: dict[str, Any]
) -> None:
    client.force_login(cast[name])

    status = client.post(address, form).status_code

    done = Event.objects.filter(subject_type__in=["scheme_value", "charge"]).count()
    assert (status == 302, done) == ((True, 1) if name == "command-leader" else (False, 0))
    page = client.get(address).content.decode()
    assert ("<textarea" in page) == (name == "command-leader")


def test_place_in_the_rail_is_commands_alone(cast: Cast, client: Client) -> None:
    for name in ("inspector", "command", "dept", "auditor"):
        client.force_login(cast[name])
        assert ('href="/settings/"' in client.get("/").content.decode()) == (name == "command")
    client.force_login(cast["command"])
    assert client.get("/settings/")["Location"] == HOME


@rule("R-TRACK-4")
def test_value_applies_and_its_history_is_shown(cast: Cast, leader: Client) -> None:
    answer = leader.post(VALUE, {"value": 5, "reason": "longer ways in winter", "seen": 0})

    assert answer.status_code == 302
    assert scheme_value("recheck_days", cast.district.pk) == 5
    event = Event.objects.get(subject_type="scheme_value")
    assert (event.name, event.actor_id) == ("set_value", cast["command-leader"].pk)
    for page in (leader.get(HOME), leader.get(VALUE)):
        assert "longer ways in winter" in page.content.decode()
        assert "Command-Leader" in page.content.decode()
    assert "3 → 5" in leader.get(VALUE).content.decode()


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"value": "", "reason": "x"}, "value"),
        ({"value": -1, "reason": "x"}, "value"),
        ({"value": 99999, "reason": "x"}, "value"),
        ({"value": 5, "reason": " "}, "reason"),
        ({"value": 3, "reason": "the same"}, "__all__"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    cast: Cast, leader: Client, form: dict[str, Any], field: str
) -> None:
    answer = leader.post(VALUE, form)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert not SchemeValue.objects.exists()
    assert not Event.objects.filter(subject_type="scheme_value").exists()


@pytest.mark.parametrize(
    ("address", "first", "second"),
    [
        (VALUE, {"value": 5, "reason": "a"}, {"value": 7, "reason": "b"}),
        (LEADS, {"lead": "", "reason": "a"}, {"lead": "fire", "reason": "b"}),
    ],
)
def test_overtaken_page_is_told_and_may_be_sent_again(
    cast: Cast, leader: Client, address: str, first: dict[str, Any], second: dict[str, Any]
) -> None:
    second = {**second, "seen": 0}
    if second.get("lead"):
        second["lead"] = code("fire").pk
    leader.post(address, {**first, "seen": 0})

    answer = leader.post(address, second)

    assert answer.status_code == 409
    assert ">b</textarea>" in answer.content.decode().replace("\n", "")
    assert leader.post(address, answer.context["form"].data).status_code == 302


def test_unknown_addresses_are_not_found(cast: Cast, leader: Client) -> None:
    for address in ("/settings/410200/", "/settings/x/", f"{HOME}values/x/", f"{HOME}leads/x/"):
        assert leader.get(address).status_code == 404, address


@rule("R-SCOPE-1", "R-TRACK-4")
def test_who_leads_sees_and_who_led_does_not(cast: Cast, leader: Client) -> None:
    form = {"lead": code("fire").pk, "co": [], "reason": "by decree", "seen": 0}

    assert leader.post(LEADS, form).status_code == 302

    assert roles() == {"fire": "lead"}
    assert scoping.lead_of(cast.venue) == code("fire")
    leader.force_login(cast["dept"])
    assert leader.get("/venues/V1/").status_code == 404
    leader.force_login(cast["command"])
    page = leader.get(LEADS).content.decode()
    assert "market" in page
    assert "by decree" in page
    assert CategoryCharge.objects.get().event_seq == 1


@rule("R-SCOPE-4")
def test_leads_change_places_and_nobody_may_lead(cast: Cast, leader: Client) -> None:
    market, fire = code("market").pk, code("fire").pk

    leader.post(LEADS, {"lead": fire, "co": [market], "reason": "swap"})
    assert roles() == {"market": "co", "fire": "lead"}
    leader.post(LEADS, {"lead": "", "co": [market, fire], "reason": "nobody"})
    assert roles() == {"market": "co", "fire": "co"}


@pytest.mark.parametrize(
    "form", [{"lead": "town"}, {"lead": "far"}, {"lead": "market", "co": "market"}]
)
def test_only_departments_of_the_district_lead_and_once(
    cast: Cast, leader: Client, form: dict[str, str]
) -> None:
    chosen = {name: code(value).pk for name, value in form.items()}

    answer = leader.post(LEADS, {**chosen, "reason": "x"})

    assert answer.status_code == 400
    assert roles() == {"market": "lead", "fire": "co"}


@rule("R-SCOPE-1")
def test_leads_of_another_district_stay(cast: Cast, leader: Client) -> None:
    far = Organisation.objects.create(code="market", name="m", short="m", kind="department",
                                      area=code("far").area)  # fmt: skip
    CategoryLead.objects.create(category=cast.category, organisation=far, role="lead")

    leader.post(LEADS, {"lead": "", "reason": "here"})

    assert list(CategoryLead.objects.values_list("organisation", flat=True)) == [far.pk]


@rule("R-SCOPE-4")
@pytest.mark.parametrize("how", ["create", "update", "bulk", "sql"])
def test_database_refuses_a_second_lead(cast: Cast, how: str) -> None:
    police = Organisation.objects.create(code="police", name="p", short="p", kind="department",
                                         area=cast.district)  # fmt: skip
    row = CategoryLead(category=cast.category, organisation=police, role="lead")

    with pytest.raises(IntegrityError, match="category_one_lead"), transaction.atomic():
        lead_twice(how, row)


def lead_twice(how: str, row: CategoryLead) -> None:
    if how == "create":
        row.save()
    elif how == "bulk":
        CategoryLead.objects.bulk_create([row])
    elif how == "update":
        CategoryLead.objects.filter(role="co").update(role="lead")
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO venues_categorylead (category_id, organisation_id, role,"
                " district_id) VALUES (%s, %s, 'lead', %s)",
                [row.category_id, row.organisation_id, code("far").area_id],
            )


@rule("R-SCOPE-1", "R-TRACK-4")
def test_one_venue_may_have_leads_of_its_own(cast: Cast, leader: Client) -> None:
    address = "/venues/V1/leads/"
    own = {"lead": code("fire").pk, "reason": "a depot", "seen": 0}

    assert address in leader.get("/venues/V1/").content.decode()
    assert leader.post(address, own).status_code == 302
    assert scoping.lead_of(Venue.objects.get(code="V1")) == code("fire")
    again = leader.post(address, {"follow": "on", "reason": "gone", "seen": 1})

    assert again.status_code == 302
    assert not VenueLead.objects.exists()
    assert scoping.lead_of(Venue.objects.get(code="V1")) == code("market")
    page = leader.get("/venues/V1/").content.decode()
    assert "a depot" in page
    assert "fire → " in page


@pytest.mark.parametrize("name", [name for name in OFFICERS if name != "command-leader"])
def test_nobody_else_names_leads_of_a_venue(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast[name])

    answer = client.post("/venues/V1/leads/", {"lead": code("fire").pk, "reason": "x"})

    assert answer.status_code in (403, 404)
    assert not VenueLead.objects.exists()


def test_settings_ask_the_database_as_often_for_many_categories(cast: Cast, leader: Client) -> None:
    def asked() -> int:
        leader.get(HOME)
        with CaptureQueriesContext(connection) as queries:
            assert leader.get(HOME).status_code == 200
        return len(queries)

    leader.post(VALUE, {"value": 9, "reason": "x"})
    leader.post(LEADS, {"lead": "", "reason": "x"})
    before = asked()
    for place in range(20):
        Category.objects.create(code=f"c{place}", name=f"Category {place}")
        leader.post(f"{HOME}leads/c{place}/", {"lead": code("fire").pk, "reason": "x"})
    for key in ("backdate_days", "sign_off_days"):
        leader.post(f"{HOME}values/{key}/", {"value": 9, "reason": "x"})

    assert asked() == before


REPORTS, MOVES = "/settings/410108/values/report_minutes/", "/settings/410108/values/routine_moves/"


@rule("R-REPORT-1")
@pytest.mark.parametrize("typed", ["17:30", "17:30:00"])
def test_a_deadline_is_a_time_of_day(cast: Cast, leader: Client, typed: str) -> None:
    assert 'value="18:00"' in leader.get(REPORTS).content.decode()

    leader.post(REPORTS, {"value": typed, "reason": "early dark", "seen": 0})

    assert scheme_value("report_minutes", cast.district.pk) == 17 * 60 + 30
    assert "18:00 → 17:30" in leader.get(REPORTS).content.decode()
    assert 'value="17:30"' in leader.get(REPORTS).content.decode()
    assert "17:30" in leader.get(HOME).content.decode()


@pytest.mark.parametrize("typed", ["25:00", "six", "1080", ""])
def test_what_is_no_time_of_day_is_said_and_kept(cast: Cast, leader: Client, typed: str) -> None:
    answer = leader.post(REPORTS, {"value": typed, "reason": "x", "seen": 0})

    assert list(answer.context["form"].errors) == ["value"]
    assert f'value="{typed}"' in answer.content.decode() or not typed
    assert not SchemeValue.objects.exists()


@rule("R-DUTY-2")
def test_yes_or_no(cast: Cast, leader: Client) -> None:
    leader.post(MOVES, {"value": "0", "reason": "short of days", "seen": 0})

    assert scheme_value("routine_moves", cast.district.pk) == 0
    assert "是 → 否" in leader.get(MOVES).content.decode()
    assert leader.post(MOVES, {"value": "2", "reason": "x"}).status_code == 400


def test_an_event_number_that_never_was_is_told_and_nothing_is_lost(
    cast: Cast, client: Client
) -> None:
    """Also where nothing ever happened, so that there is no latest event to tell of."""
    client.force_login(cast["command-leader"])

    page = client.post(VALUE, {"value": "4", "reason": "as agreed", "seen": "99"})

    assert page.status_code == 409
    assert page.context["form"]["value"].value() == "4"

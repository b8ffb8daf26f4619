"""The pages of a plate: who may do what by a post, what is missing, who does not find it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from inspections.checks.models import Inspection
from inspections.checks.withdrawing import ask_withdrawal, grant_withdrawal
from inspections.duties.actions import plan_day
from inspections.plates import actions as plates
from inspections.plates.forms import FORMS
from inspections.plates.models import Plate, PlateSuggestion
from tests.cast import OFFICERS, Cast
from tests.duties.days import FRIDAY, MONDAY, TUESDAY, at
from tests.listing.test_query_counts import queries
from tests.pages.test_acts import photo
from tests.pages.test_scope import IN_SCOPE, OUT_OF_SCOPE
from tests.plates import stages
from tests.rules import rule
from venues.models import Officer, Venue

STAFF = {"command", "command-reviewer", "command-reviewer-2", "command-leader"}
REVIEWERS = {"town-reviewer", "town-leader", "dept-reviewer"}
LEADER = {"command-leader"}
# act → from which stage, who may, what is typed
ACTS: dict[str, tuple[Callable[[Cast], Plate], set[str], dict[str, Any]]] = {
    "tell_venue": (stages.proposed, STAFF, {"facts": "blocked; you may reply"}),
    "record_reply": (stages.told, STAFF, {"reply": "nothing to say"}),
    "approve": (stages.replied, LEADER, {"remark": "agreed"}),
    "refuse": (stages.proposed, LEADER, {"reason": "too early"}),
    "hang": (stages.approved, STAFF, {"place": "the door", "lon": "113.6", "lat": "34.8"}),
    "request_lift": (stages.checked, REVIEWERS, {"remark": "all done"}),
    "accept": (stages.requested, REVIEWERS, {"remark": "seen"}),
    "reject": (stages.requested, STAFF | REVIEWERS, {"reason": "the stairs"}),
    "lift": (stages.accepted, LEADER, {"remark": ""}),
    "withdraw_plate": (stages.hung, LEADER, {"kind": "error", "reason": "the wrong venue"}),
}  # fmt: skip
PHOTOGRAPHED = ("hang", "accept", "lift")


def address(plate: Plate, act: str = "") -> str:
    return f"/plates/{plate.event_key}/{act}"


def typed(cast: Cast, act: str, name: str) -> dict[str, Any]:
    given = dict(ACTS[act][2])
    if act in PHOTOGRAPHED:
        given["photos"] = photo("plate.jpg")
    if act == "accept" and name in REVIEWERS:
        given["inspection"] = cast.check(by=name).pk
    return given


@rule("R-PLATE-1", "R-PLATE-5", "R-SCOPE-1", "R-SCOPE-2")
@pytest.mark.parametrize("act", list(ACTS))
def test_only_those_may_whom_the_scheme_names(cast: Cast, client: Client, act: str) -> None:
    build, may, _typed = ACTS[act]
    plate = build(cast)
    answers: dict[str, int] = {}
    with at(FRIDAY, 14):
        for name in sorted(OFFICERS, key=lambda each: each in may):
            client.force_login(cast[name])
            answers[name] = client.post(
                address(plate, f"{act}/"), typed(cast, act, name)
            ).status_code
            if answers[name] == 302:
                break

    done = {name for name, status in answers.items() if status == 302}
    assert len(done) == 1, answers
    assert done <= may, answers
    assert stages.fresh(plate).event_seq > plate.event_seq
    refused = {name: status for name, status in answers.items() if name not in done}
    assert {name for name, status in refused.items() if status == 404} == set(OUT_OF_SCOPE)
    assert {status for name, status in refused.items() if name in IN_SCOPE} <= {403}


@rule("R-PLATE-1")
@pytest.mark.parametrize("act", [each for each in ACTS if each != "tell_venue"])
def test_from_another_state_it_is_changed_meanwhile(cast: Cast, client: Client, act: str) -> None:
    _build, may, _typed = ACTS[act]
    name = min(may)
    plate = stages.lifted(cast)
    client.force_login(cast[name])
    with at(FRIDAY, 15):
        answer = client.post(address(plate, f"{act}/"), typed(cast, act, name))

    assert answer.status_code == 409
    assert stages.fresh(plate).event_seq == plate.event_seq


@rule("R-PLATE-2", "R-PLATE-5")
@pytest.mark.parametrize("act", PHOTOGRAPHED)
def test_no_photo_is_told_beside_its_field_and_nothing_is_lost(
    cast: Cast, client: Client, act: str
) -> None:
    build, may, _typed = ACTS[act]
    name = min(may)
    plate = build(cast)
    client.force_login(cast[name])
    with at(FRIDAY, 14):
        given = {key: value for key, value in typed(cast, act, name).items() if key != "photos"}
        answer = client.post(address(plate, f"{act}/"), given)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["photos"]
    for key, value in given.items():
        assert str(answer.context["form"][key].value()) == str(value)


@rule("R-PLATE-2")
def test_a_photo_is_kept_when_the_position_is_missing(
    cast: Cast, client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    plate = stages.approved(cast)
    client.force_login(cast["command"])
    with at(MONDAY):
        page = client.post(address(plate, "hang/"), {"place": "door", "photos": photo()})
        given = {"place": "door", "kept": page.context["form"].kept}
        done = client.post(address(plate, "hang/"), given | {"lon": "113.6", "lat": "34.8"})

    assert (page.status_code, list(page.context["form"].errors)) == (400, ["lon"])
    assert done.status_code == 302
    assert stages.fresh(plate).state == "hung"


@rule("R-SCOPE-1", "R-SCOPE-2")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_plates_open_in_scope_and_are_not_found_outside(
    cast: Cast, client: Client, name: str
) -> None:
    plate = stages.hung(cast)
    client.force_login(cast[name])
    where = [address(plate), *(address(plate, f"{act}/") for act in FORMS)]

    with at(MONDAY, 12):
        answers = {each: client.get(each).status_code for each in where}

    assert (set(answers.values()) == {404}) == (name in OUT_OF_SCOPE), answers
    assert name in OUT_OF_SCOPE or answers[where[0]] == 200
    assert set(answers.values()) <= {200, 403, 404, 409}


@rule("R-PLATE-1")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_who_proposes_and_who_suggests(cast: Cast, client: Client, name: str) -> None:
    issue = cast.open("serious")
    client.force_login(cast[name])
    proposal = {"issues": [issue.pk], "kind": "recurring", "facts": "again and again"}

    suggested = client.post(f"/plates/suggest/{cast.venue.code}/", {"reason": "again"})
    proposed = client.post(f"/plates/propose/{cast.venue.code}/", proposal)

    assert (suggested.status_code == 302) == (name in REVIEWERS)
    assert (proposed.status_code == 302) == (name in STAFF)
    assert Plate.objects.exists() == (name in STAFF)


@rule("R-PLATE-1")
def test_command_takes_a_suggestion_over_or_declines_it(cast: Cast, client: Client) -> None:
    issue = cast.open("serious")
    first = plates.suggest(cast.venue, by=cast["town-reviewer"], reason="again")
    client.force_login(cast["command"])
    declined = client.post(f"/plates/suggestions/{first.number}/decline/", {"reason": "not yet"})
    second = plates.suggest(cast.venue, by=cast["dept-reviewer"], reason="now it is")
    page = client.get(f"/plates/propose/{cast.venue.code}/")
    client.post(f"/plates/propose/{cast.venue.code}/",
                {"issues": [issue.pk], "kind": "not_thorough", "facts": "now it is"})  # fmt: skip

    assert declined.status_code == 302
    assert "now it is" in page.content.decode()
    states = dict(PlateSuggestion.objects.values_list("number", "state"))
    assert states == {first.number: "declined", second.number: "taken"}
    assert Plate.objects.get().suggestions.get() == second


@rule("R-PLATE-1")
@pytest.mark.parametrize("blank", ["issues", "facts", "document_number"])
def test_what_a_proposal_lacks_is_told_beside_its_field(
    cast: Cast, client: Client, blank: str
) -> None:
    issue = cast.open("serious")
    client.force_login(cast["command"])
    given = {"issues": [issue.pk], "kind": "superior", "facts": "so", "document_number": "督〔7〕"}
    del given[blank]

    answer = client.post(f"/plates/propose/{cast.venue.code}/", given)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [blank]


@rule("R-PLATE-4", "R-PLATE-5")
def test_the_page_tells_what_is_missing_and_how_each_day_went(cast: Cast, client: Client) -> None:
    plate = stages.checked(cast)
    client.force_login(cast["town-reviewer"])
    with at(FRIDAY):
        page = client.get(address(plate))

    assert [each.done for each in page.context["conditions"]] == [True, True, False, False, False]
    strips = {str(each["label"]): [cell["outcome"] for cell in each["days"]]
              for each in page.context["strips"]}  # fmt: skip
    assert list(strips.values()) == [["clean"] * 3 + [""]] * 2
    assert page.context["main"].name == "request_lift"


@rule("R-PLATE-4", "R-DUTY-2")
def test_a_missed_check_shows_on_the_plate(cast: Cast, client: Client) -> None:
    plate = stages.hung(cast)
    for ahead in (1, 2):
        with at(MONDAY + timedelta(days=ahead), 1):
            plan_day()
    with at(TUESDAY, 9):
        cast.check(by="dept")
    client.force_login(cast["command"])
    with at(MONDAY + timedelta(days=2), 2):
        plan_day()
        strips = client.get(address(plate)).context["strips"]

    assert [[cell["outcome"] for cell in each["days"]] for each in strips] == [
        ["missed", ""], ["clean", ""],
    ]  # fmt: skip


@rule("R-PLATE-5", "R-CHECK-6")
def test_an_acceptance_falls_with_its_visit(cast: Cast, client: Client) -> None:
    plate = stages.accepted(cast)
    visit = Inspection.objects.get(officer=cast["dept-reviewer"])
    Officer.objects.filter(username="dept").update(post="leader")
    with at(FRIDAY, 12):
        asked = ask_withdrawal(visit, by=cast["dept-reviewer"], reason="the wrong venue")
        grant_withdrawal(asked, by=Officer.objects.get(username="dept"))
        client.force_login(cast["command-leader"])
        page = client.get(address(plate))
        answer = client.post(address(plate, "lift/"), {"photos": photo()})

    assert [each.done for each in page.context["conditions"]] == [True, True, True, False, False]
    assert answer.status_code == 400
    assert stages.fresh(plate).state == "accepted"


ODD = ["²", "x", "-1", "9" * 40]


@rule("R-SCOPE-2")
@pytest.mark.parametrize("odd", ODD)
def test_odd_keys_are_refused_in_words(cast: Cast, client: Client, odd: str) -> None:
    plate = stages.requested(cast)
    with at(FRIDAY, 13):
        cast.check(failed="A1", by="neighbour", venue=cast.venue_next_door)
        client.force_login(cast["town-reviewer"])
        accepted = client.post(address(plate, "accept/"), {"inspection": odd, "photos": photo()})
        client.force_login(cast["command"])
        proposed = client.post("/plates/propose/V2/",
                               {"issues": [odd], "kind": "recurring", "facts": "x"})  # fmt: skip

    assert (accepted.status_code, proposed.status_code) == (400, 400)


def test_the_page_asks_as_often_for_a_long_life_as_for_a_short(cast: Cast, client: Client) -> None:
    plate = stages.hung(cast)
    client.force_login(cast["command"])
    with at(MONDAY, 12):
        short = queries(client, address(plate))
    for day in stages.CLEAN_DAYS:
        with at(day, 9):
            cast.check(failed="C1" if day == stages.CLEAN_DAYS[0] else "A1", by="dept")
            issue = cast.venue.issues.get(item_code="A1") if day == stages.CLEAN_DAYS[1] else None
            if issue is not None:
                plates.add_grounds(stages.fresh(plate), [(issue, "recurring")], by=cast["command"])
    with at(FRIDAY):
        assert plate.grounds.count() == 3
        assert queries(client, address(plate)) == short


@pytest.mark.parametrize("name", ["command-leader", "town-reviewer", "dept-reviewer"])
def test_list_and_today_ask_as_often_for_many_as_for_one(
    cast: Cast, client: Client, name: str
) -> None:
    client.force_login(cast[name])
    counts: list[list[int]] = []
    for place in range(4):
        venue = Venue.objects.create(
            code=f"P{place}", name="Inn", category=cast.category, area=cast.town
        )
        issue = cast.check(venue=venue, failed="B1").opened_issues.get()
        plates.propose(venue, [(issue, "recurring")], by=cast["command"], facts="again")
        counts.append([queries(client, each) for each in ("/plates/?q=", "/")])

    assert counts[0] == counts[-1]


@rule("R-VENUE-1")
def test_the_venue_the_filing_form_the_list_and_the_search_tell_of_it(
    cast: Cast, client: Client
) -> None:
    plate = stages.hung(cast)
    client.force_login(cast["inspector"])
    with at(MONDAY, 12):
        for where in (f"/venues/{cast.venue.code}/", f"/checks/file/{cast.venue.code}/",
                      "/plates/?hanging=on"):  # fmt: skip
            assert f"/plates/{plate.number}/" in client.get(where).content.decode(), where
        found = client.get("/search/", {"q": plate.number})
    assert found["Location"] == f"/plates/{plate.number}/"


@rule("R-PLATE-5", "R-DUTY-3")
@pytest.mark.parametrize(
    ("build", "name"),
    [
        (stages.replied, "command-leader"), (stages.approved, "command"),
        (stages.accepted, "command-leader"), (stages.requested, "town-reviewer"),
        (stages.requested, "dept-reviewer"), (stages.checked, "dept-reviewer"),
    ],
)  # fmt: skip
def test_what_waits_stands_on_todays_page(
    cast: Cast, client: Client, build: Callable[[Cast], Plate], name: str
) -> None:
    plate = build(cast)
    client.force_login(cast[name])
    with at(FRIDAY, 13):
        page = client.get("/").content.decode()
        waiting = client.get("/plates/?waits=on").content.decode()
    assert f"/plates/{plate.event_key}/" in page
    assert "/plates/?waits=on" in page
    assert f"/plates/{plate.event_key}/" in waiting


@rule("R-PLATE-5")
def test_an_acceptance_needs_an_own_clean_visit_since_the_request(
    cast: Cast, client: Client
) -> None:
    plate = stages.requested(cast)
    client.force_login(cast["town-reviewer"])
    with at(FRIDAY, 14):
        of_another = cast.check(by="inspector")
        given = {"inspection": of_another.pk, "photos": photo()}
        answer = client.post(address(plate, "accept/"), given)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["inspection"]
    assert Inspection.objects.filter(pk=of_another.pk).exists()


@rule("R-PLATE-3")
@pytest.mark.parametrize(
    ("build", "name", "main"),
    [
        (stages.proposed, "command", "tell_venue"), (stages.told, "command", "record_reply"),
        (stages.replied, "command-leader", "approve"), (stages.approved, "command", "hang"),
        (stages.accepted, "command-leader", "lift"), (stages.requested, "dept-reviewer", "accept"),
    ],
)  # fmt: skip
def test_one_act_is_the_next_one(
    cast: Cast, client: Client, build: Callable[[Cast], Plate], name: str, main: str
) -> None:
    plate = build(cast)
    client.force_login(cast[name])
    with at(stages.NOTICED, 13):
        page = client.get(address(plate))

    assert page.context["main"].name == main
    assert page.content.decode().count("btn btn-primary") == 1

"""The administrator's pages: channels added, changed, tried out and switched; dead letters."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspections.tracking.delivery.fanning import fan_out
from inspections.tracking.delivery.models import Channel, Delivery
from inspections.tracking.delivery.sending import deliver, send_due
from tests.cast import OFFICERS, Cast
from tests.delivery.receiving import Hook
from tests.delivery.stages import channel, organisation
from tests.delivery.test_sending import dead
from tests.plates.stages import proposed
from tests.rules import rule
from venuewatch.workflow.models import Event

SECRET = "s3cret-word"
TYPED = {"kind": "webhook", "name": "duty <room>", "topics": ["late", "plates"]}


@pytest.fixture
def admin(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast["admin"])
    return client


@pytest.fixture
def typed(cast: Cast, hook: Hook) -> dict[str, object]:
    """What an administrator types for a channel of the town."""
    return {**TYPED, "organisation": organisation(cast, "town").pk, "address": hook.address()}


@rule("R-SEND-3")
def test_added_and_told_without_its_address(
    cast: Cast, admin: Client, typed: dict[str, object]
) -> None:
    answer = admin.post("/channels/new/", typed, follow=True)

    row = Channel.objects.get()
    assert answer.redirect_chain == [(f"/channels/{row.code}/", 302)]
    assert (row.state, row.topics) == ("on", ["late", "plates"])
    event = Event.objects.get(subject_type="channel")
    assert "duty <room>" in event.body
    assert SECRET not in event.body


@rule("R-SEND-3")
@pytest.mark.parametrize("blank", ["kind", "name", "topics", "organisation", "address"])
def test_nothing_typed_is_lost(admin: Client, typed: dict[str, object], blank: str) -> None:
    answer = admin.post("/channels/new/", {**typed, blank: ""})

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [blank]
    assert blank == "name" or "duty &lt;room&gt;" in answer.content.decode()
    assert not Channel.objects.exists()


@rule("R-SEND-3")
@pytest.mark.parametrize("kind", ["email", "wecom", "dingtalk", "feishu", "nothing"])
def test_an_address_of_another_kind_is_told_beside_its_field(
    admin: Client, typed: dict[str, object], kind: str
) -> None:
    answer = admin.post("/channels/new/", {**typed, "kind": kind})

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["kind" if kind == "nothing" else "address"]
    assert SECRET not in str(answer.context["form"].errors)


@rule("R-SEND-3")
def test_changed_with_and_without_a_new_address(
    cast: Cast, admin: Client, hook: Hook, typed: dict[str, object]
) -> None:
    row = channel(cast, "town", hook.address())
    page = f"/channels/{row.code}/edit/"
    assert SECRET not in admin.get(page).content.decode()

    kept = admin.post(page, {"name": "night", "topics": ["desk"], "address": ""})
    wrong = admin.post(page, {"name": "night", "topics": ["desk"], "address": "wecombot://a"})
    row.refresh_from_db()
    before = row.address
    moved = admin.post(page, {"name": "night", "topics": ["desk"], "address": "https://a.cn/x"})
    row.refresh_from_db()

    assert (kept.status_code, wrong.status_code, moved.status_code) == (302, 400, 302)
    assert SECRET in before
    assert row.address == "jsons://a.cn/x"
    assert (row.name, row.topics) == ("night", ["desk"])


@rule("R-SEND-3")
def test_who_comes_later_is_told(cast: Cast, admin: Client, hook: Hook) -> None:
    row = channel(cast, "town", hook.address())
    page = f"/channels/{row.code}/"
    assert admin.post(f"{page}switch_off/", {"seen": "1"}).status_code == 302

    again = admin.post(f"{page}switch_off/", {"seen": "1"})
    edited = admin.post(f"{page}edit/", {"name": "x", "topics": ["desk"], "seen": "1"})

    assert (again.status_code, edited.status_code) == (409, 409)
    assert "已停用" in again.content.decode()
    assert edited.context["form"]["name"].value() == "x"
    assert admin.post(f"{page}switch_on/", {"seen": "2"}).status_code == 302
    assert admin.post(f"{page}nothing/").status_code == 404


@rule("R-SEND-1")
def test_a_test_goes_at_once(cast: Cast, admin: Client, hook: Hook) -> None:
    row = channel(cast, "town", hook.address())
    page = f"/channels/{row.code}/send_test/"

    sent = admin.post(page, follow=True).content.decode()
    hook.status = 403
    failed = admin.post(page, follow=True).content.decode()

    assert "测试消息已发出" in sent
    assert "测试消息未送达：对方返回错误 403" in failed
    assert len(hook.received) == 2
    assert "测试消息" in hook.received[0].text
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent", "dead"}
    assert send_due() == 0


@rule("R-SEND-1")
def test_dead_letters_come_first_and_go_again(cast: Cast, admin: Client, hook: Hook) -> None:
    row = dead(cast, hook)
    hook.status = 200
    cast.report(cast.only_issue())
    channel(cast, "command", hook.address())

    page = admin.get("/channels/deliveries/").content.decode()
    assert "/channels/deliveries/?state=dead" in page
    assert "全部重新发送（1）" in page
    assert SECRET not in page

    one = admin.post(f"/channels/deliveries/{row.key}/again/")
    assert one["Location"] == f"/channels/deliveries/{row.key}/"
    assert admin.post(f"/channels/deliveries/{row.key}/again/").status_code == 409
    assert deliver() == 1
    body = Event.objects.get(subject_type="officer", name="try_again").body
    assert row.key in body
    assert "全部重新发送" not in admin.get("/channels/deliveries/").content.decode()


@rule("R-SEND-1")
def test_all_go_again_but_those_to_channels_that_are_off(
    cast: Cast, admin: Client, hook: Hook
) -> None:
    row = dead(cast, hook)
    page = f"/channels/{row.channel.code}/"
    admin.post(f"{page}switch_off/")

    admin.post("/channels/deliveries/again/")
    assert Delivery.objects.get().state == "dead"
    assert admin.post(f"/channels/deliveries/{row.key}/again/").status_code == 400

    admin.post(f"{page}switch_on/")
    assert admin.post("/channels/deliveries/again/").status_code == 302
    assert Delivery.objects.get().state == "waiting"


@rule("R-SEND-3", "R-SCOPE-1")
@pytest.mark.parametrize("name", [name for name in OFFICERS if name != "admin"])
def test_nobody_else_keeps_channels(cast: Cast, hook: Hook, client: Client, name: str) -> None:
    row = dead(cast, hook)
    code = row.channel.code
    client.force_login(cast[name])
    shown = ["", "new/", "?export=csv", f"{code}/", f"{code}/edit/", "deliveries/",
             f"deliveries/{row.key}/"]  # fmt: skip
    sent = ["new/", f"{code}/edit/", f"{code}/switch_off/", f"{code}/send_test/",
            "deliveries/again/", f"deliveries/{row.key}/again/"]  # fmt: skip

    answers = {each: client.get(f"/channels/{each}").status_code for each in shown}
    answers |= {f"POST {each}": client.post(f"/channels/{each}").status_code for each in sent}

    assert set(answers.values()) == {403}, answers
    assert Delivery.objects.get().state == "dead"
    assert Channel.objects.get().state == "on"


@rule("R-SEND-3")
def test_no_page_tells_the_address_nor_what_is_sent(
    cast: Cast, admin: Client, hook: Hook, client: Client
) -> None:
    row = dead(cast, hook)
    number = row.lines[0]["numbers"][0]
    code = row.channel.code
    pages = ["", "?export=csv", "deliveries/", "deliveries/?export=csv", f"{code}/",
             f"{code}/edit/", f"deliveries/{row.key}/"]  # fmt: skip
    for page in pages:
        answer = admin.get(f"/channels/{page}")
        text = answer.getvalue().decode()
        assert answer.status_code == 200
        for word in (SECRET, str(hook.port), number, cast.venue.name):
            assert word not in text, page
    client.force_login(cast["auditor"])
    assert SECRET not in client.get("/events/").content.decode()
    assert SECRET not in "".join(Event.objects.values_list("body", flat=True))


@rule("R-SEND-3")
def test_lists_cost_the_same_for_one_row_and_for_many(
    cast: Cast, admin: Client, hook: Hook
) -> None:
    dead(cast, hook)

    def counts() -> list[int]:
        found = []
        for page in ("/channels/", "/channels/deliveries/"):
            with CaptureQueriesContext(connection) as queries:
                assert admin.get(page).status_code == 200
            found.append(len(queries))
        return found

    before = counts()
    for _ in range(9):
        channel(cast, "command", hook.address())
    cast.report(cast.only_issue())
    proposed_next_door(cast)
    fan_out()
    assert Delivery.objects.count() > 9
    assert counts() == before


def proposed_next_door(cast: Cast) -> None:
    """Something else happens about plates."""
    cast.venue = cast.venue_next_door
    cast.officers["inspector"] = cast["neighbour"]
    proposed(cast)


@pytest.mark.parametrize("query", ["state=odd", "channel=odd", "topic=odd", "page=99", "sort=why"])
def test_odd_questions_are_answered(admin: Client, query: str) -> None:
    assert admin.get(f"/channels/deliveries/?{query}").status_code == 200
    assert admin.get(f"/channels/?{query}").status_code == 200


@pytest.mark.parametrize("page", ["XX/", "XX/edit/", "deliveries/XX/"])
def test_what_there_is_not_is_not_found(admin: Client, page: str) -> None:
    assert admin.get(f"/channels/{page}").status_code == 404

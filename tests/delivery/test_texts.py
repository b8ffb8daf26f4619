"""What is sent: counts and a link, to an office's mailbox the numbers; no name (R-SEND-2)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import translation

from inspections.tracking.delivery.fanning import fan_out
from inspections.tracking.delivery.models import Delivery
from inspections.tracking.delivery.rules import ChannelKind, Topic
from inspections.tracking.delivery.texts import message_of
from inspections.tracking.escalation.actions import escalate
from inspections.tracking.escalation.rules import LADDER, LateKind
from tests.cast import Cast
from tests.delivery.stages import channel
from tests.duties.days import MONDAY, at
from tests.enforcement.stages import convened
from tests.intake import stages as desk
from tests.notices import stages as notices
from tests.plates.stages import proposed
from tests.reports.days import planned
from tests.rules import rule
from venues.models import Person, Venue
from venuewatch.workflow import followups
from venuewatch.workflow.models import Outbox
from venuewatch.workflow.subjects import kinds

ADDRESSES = {
    ChannelKind.EMAIL: "mailto://mail.example.cn/?from=portal@example.cn&to=office@example.cn",
    ChannelKind.WECOM: "wecombot://11112222-3333-4444-5555-666677778888",
    ChannelKind.DINGTALK: "dingtalk://0123456789abcdef0123456789abcdef",
    ChannelKind.FEISHU: "feishu://0123-4567-89ab",
    ChannelKind.WEBHOOK: "https://hooks.example.cn/watch",
}
PRIVATE = {
    "legal_representative": "赵法人", "legal_phone": "13800001111", "site_person": "钱现场",
    "site_phone": "13900002222", "town_leader": "孙领导", "grid_leader": "李网格",
    "department_officer": "周部门", "address": "幸福路 7 号",
}  # fmt: skip


@pytest.fixture
def messages(cast: Cast) -> list[Delivery]:
    """A message about every topic to a channel of every kind, of command and of the town."""
    Venue.objects.filter(pk=cast.venue.pk).update(**PRIVATE)
    for person in Person.objects.order_by("pk"):
        person.name, person.phone = f"王{person.pk}某某", f"1370000{person.pk:04}"
        person.save()
    for code in ("command", "town"):
        for kind, address in ADDRESSES.items():
            channel(cast, code, address, kind)
    proposed(cast)
    with at(MONDAY, 1):
        planned(MONDAY)
    with at(MONDAY, 9):
        notices.issued(cast)
        desk.dispatched(cast)
    with at(MONDAY, 18):
        followups.run_due()
    convened(cast)
    with at(MONDAY + timedelta(days=9), 12):
        escalate()
    fan_out()
    return list(Delivery.objects.select_related("channel__organisation__area").order_by("pk"))


@rule("R-SEND-2")
def test_nothing_personal_goes_out(cast: Cast, messages: list[Delivery]) -> None:
    assert {each.topic for each in messages} == set(Topic.values)
    assert {each.channel.kind for each in messages} == set(ChannelKind.values)
    people = Person.objects.order_by("pk").values_list("name", "phone")
    forbidden = [*PRIVATE.values(), *(word for pair in people for word in pair if word)]
    forbidden += [desk.WORDS, desk.CALLBACK, "text B1", "the exit stays blocked", "Fire exits",
                  "exits locked at night"]  # fmt: skip
    forbidden += Venue.objects.values_list("name", flat=True)

    for each in messages:
        message = message_of(each)
        found = [word for word in forbidden if word in f"{message.title}\n{message.body}"]
        assert found == [], message


@rule("R-SEND-2")
def test_only_an_offices_mailbox_gets_numbers(cast: Cast, messages: list[Delivery]) -> None:
    seen = set()
    for each in messages:
        text = message_of(each).body.replace(each.key, "")
        numbers = [number for line in each.lines for number in line["numbers"]]
        named = any(number in text for number in numbers)
        assert named == (each.channel.kind == ChannelKind.EMAIL), text
        seen.add(named)
    assert seen == {True, False}


@rule("R-SEND-2")
def test_each_says_where_what_how_many_and_where_to_look(
    cast: Cast, messages: list[Delivery]
) -> None:
    for each in messages:
        with translation.override("en"):
            message = message_of(each)
        assert message.title.startswith("【重点场所管控】")
        assert each.channel.organisation.area.name in message.title
        assert str(sum(line["count"] for line in each.lines)) in message.title
        assert f"{settings.PORTAL_ADDRESS}/" in message.body
        assert message.body.endswith(each.key)


@rule("R-SEND-2")
def test_a_message_is_the_same_word_for_word_when_it_goes_again(messages: list[Delivery]) -> None:
    again = Delivery.objects.select_related("channel__organisation__area")
    for each in messages:
        with translation.override("en"):
            assert message_of(again.get(pk=each.pk)) == message_of(each)


@rule("R-SEND-2", "R-TRACK-3")
def test_a_look_back_is_not_given_away(cast: Cast) -> None:
    row = channel(cast, "town", ADDRESSES[ChannelKind.EMAIL], ChannelKind.EMAIL)
    line = {"act": "late.look_back/1", "count": 1, "numbers": ["LB-1"]}
    made = Delivery(channel=row, key="k", topic=Topic.LATE, lines=[line])

    assert "LB-1" not in message_of(made).body
    assert "1" in message_of(made).title


def test_every_act_and_every_rung_has_its_words(cast: Cast) -> None:
    row = channel(cast, "town", ADDRESSES[ChannelKind.WEBHOOK])
    done = [f"{kind}.{act.name}" for kind, each in kinds().items() for act in each.workflow]
    late = [f"late.{kind}/{rung.step}" for kind in LateKind.values for rung in LADDER]
    for act in (*done, *late):
        made = Delivery(channel=row, key="k", topic=Topic.LATE,
                        lines=[{"act": act, "count": 3, "numbers": []}])  # fmt: skip
        assert act not in message_of(made).body


@rule("R-SEND-1")
def test_the_ladder_announces_a_count_and_a_few_numbers(
    cast: Cast, messages: list[Delivery]
) -> None:
    row = Outbox.objects.filter(topic="late.issue", payload__step=1).latest("pk")
    assert set(row.payload) == {"organisation", "step", "count", "numbers"}

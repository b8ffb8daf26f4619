"""Who is told of what: organisations in scope, and one message for many events (R-SEND-1)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.reports.actions import correct
from inspections.tracking.delivery.fanning import fan_out
from inspections.tracking.delivery.models import Delivery
from inspections.tracking.escalation.actions import escalate
from tests.cast import Cast
from tests.delivery.stages import channel
from tests.duties.days import MONDAY, at
from tests.enforcement.stages import convened
from tests.intake import stages as desk
from tests.notices import stages as notices
from tests.plates.stages import proposed
from tests.reports.days import planned, report, submitted
from tests.rules import rule
from venues.models import Organisation, Venue
from venuewatch.workflow import clock
from venuewatch.workflow.models import Outbox

HOOK = "https://hooks.example.cn/watch"
TOWN, DEPARTMENT, COMMAND = {"town"}, {"market"}, {"command"}


def with_channels(cast: Cast, *, topics: tuple[str, ...] = ("plates",)) -> None:
    """Every organisation has a channel that takes these topics."""
    for code in Organisation.objects.order_by("pk").values_list("code", flat=True):
        channel(cast, code, HOOK, topics=topics)


def told(topic: str) -> set[str]:
    """Codes of the organisations that have a message about a topic."""
    rows = Delivery.objects.filter(topic=topic)
    return set(rows.values_list("channel__organisation__code", flat=True))


def report_corrected(cast: Cast) -> None:
    planned(MONDAY)
    submitted(cast, "town", MONDAY)
    with at(MONDAY, 18):
        row = report("town", MONDAY)
        correct(row, by=cast["town-reviewer"], reason="a slip", declared=True)


def late(cast: Cast) -> None:
    with at(MONDAY):
        issue = cast.open()
    with at(issue.due.date(), 12):
        escalate()


CASES: dict[str, tuple[str, Callable[[Cast], object], set[str]]] = {
    "plate": ("plates", proposed, TOWN | DEPARTMENT | COMMAND),
    "operation": (
        "operations", convened, TOWN | DEPARTMENT | COMMAND | {"police", "health"}
    ),
    "notice": ("desk", notices.issued, TOWN | {"next"} | DEPARTMENT | COMMAND),
    "received": ("desk", desk.received, COMMAND),
    "dispatched": ("desk", desk.dispatched, TOWN | DEPARTMENT | COMMAND),
    "report": ("reports", report_corrected, TOWN | COMMAND),
    "late": ("late", late, TOWN),
}  # fmt: skip


@rule("R-SEND-1", "R-SCOPE-1")
@pytest.mark.parametrize("case", list(CASES))
def test_those_whom_it_concerns_and_nobody_else(cast: Cast, case: str) -> None:
    topic, happens, expected = CASES[case]
    if topic == "operations":
        happens(cast)
        with_channels(cast, topics=(topic,))
        fan_out()
    else:
        with_channels(cast, topics=(topic,))
        happens(cast)
        fan_out()

    assert told(topic) == expected
    assert not Outbox.objects.filter(delivered=None).exists()


@rule("R-SEND-1")
def test_topics_that_a_channel_does_not_take_stay_in_the_portal(cast: Cast) -> None:
    channel(cast, "town", HOOK, topics=("reports",))
    proposed(cast)

    fan_out()

    assert not Delivery.objects.exists()


@rule("R-SEND-1")
def test_without_a_channel_there_is_the_inbox_alone(cast: Cast) -> None:
    late(cast)

    assert fan_out() > 0

    assert not Delivery.objects.exists()
    assert not Outbox.objects.filter(delivered=None).exists()
    assert cast["town-leader"].messages.exists()


@rule("R-SEND-1", "R-ISSUE-7")
def test_two_hundred_overdue_issues_of_a_town_are_one_message(cast: Cast) -> None:
    channel(cast, "town", HOOK)
    with at(MONDAY):
        for number in range(200):
            venue = Venue.objects.create(
                code=f"M{number}", name=f"Many {number}", category=cast.category, area=cast.town
            )
            cast.check(failed="A1", venue=venue)
    fan_out()
    with at(MONDAY + timedelta(days=3), 12):
        escalate()

    fan_out()

    row = Delivery.objects.get(topic="late")
    counts = {line["act"]: line["count"] for line in row.lines}
    assert counts["late.issue/1"] == 200
    assert len(next(line for line in row.lines if line["act"] == "late.issue/1")["numbers"]) == 5
    assert Outbox.objects.filter(topic="late.issue", payload__step=1).count() == 1


@rule("R-SEND-1")
def test_as_many_statements_for_one_event_as_for_many(cast: Cast) -> None:
    channel(cast, "town", HOOK)
    with at(MONDAY):
        cast.complete("serious")
    Outbox.objects.update(delivered=None)
    rows = list(Outbox.objects.order_by("pk").values_list("pk", flat=True))
    assert len(rows) > 3

    assert statements(rows[:1]) == statements(rows)


def statements(rows: list[int]) -> int:
    """How many statements it takes while these rows wait."""
    Outbox.objects.filter(pk__in=rows).update(delivered=None)
    Outbox.objects.exclude(pk__in=rows).update(delivered=clock.now())
    with CaptureQueriesContext(connection) as queries:
        assert fan_out() == len(rows)
    return len(queries)

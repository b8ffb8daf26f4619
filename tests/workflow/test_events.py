"""Events: one per change, numbered, chained by hash, never changed or deleted."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from tests.cast import GIVEN, Cast
from tests.rules import rule
from venuewatch.workflow.chain import Happening, body_of, instant, link
from venuewatch.workflow.models import Event
from venuewatch.workflow.rules import Refused


def events_of(issue: Issue) -> list[Event]:
    return list(Event.objects.filter(subject_type="issue", subject_id=issue.pk).order_by("seq"))


def chain_holds(events: list[Event]) -> bool:
    """Whether every event carries its number and the hash of the one before, by plain SHA-256."""
    prev = ""
    for seq, event in enumerate(events, 1):
        digest = hashlib.sha256((prev + event.body).encode()).hexdigest()
        if (event.seq, event.prev, event.hash) != (seq, prev, digest):
            return False
        prev = digest
    return True


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@rule("R-TRACK-4")
def test_a_whole_life_is_one_chain_without_gaps(cast: Cast) -> None:
    issue = cast.closed("major")

    events = events_of(issue)

    assert [event.name for event in events] == [
        "open", "report_rectified", "pass_recheck", "sign_off", "sign_off", "sign_off", "close",
    ]  # fmt: skip
    assert chain_holds(events)
    assert (issue.event_seq, issue.event_hash) == (7, events[-1].hash)


@rule("R-TRACK-4")
def test_an_event_says_what_from_to_who_when_and_why(cast: Cast) -> None:
    issue = cast.rechecked("serious")
    happened = timezone.now() - timedelta(hours=2)
    ledger.reject(issue, by=cast["dept-reviewer"], reason="another door", at=happened)

    event = events_of(issue)[-1]
    body = json.loads(event.body)

    assert (body["name"], body["from"], body["to"]) == ("reject", "rechecked", "open")
    assert (body["by"], body["why"]) == ("Dept-Reviewer · market", "another door")
    assert (body["key"], body["seq"]) == (issue.number, 4)
    assert (event.happened, event.actor_id) == (happened, cast["dept-reviewer"].pk)
    assert body["happened"] == instant(happened)
    assert body["recorded"] == instant(event.recorded)
    assert event.recorded - happened >= timedelta(hours=2)


@rule("R-TRACK-4")
def test_an_event_keeps_its_words_when_names_change(cast: Cast) -> None:
    issue = cast.report(cast.open())
    before = events_of(issue)[-1].body
    person = cast["inspector"].person
    person.name = "Somebody Else"
    person.save()

    assert events_of(issue)[-1].body == before
    assert json.loads(before)["by"] == "Inspector · town"


UPDATES: dict[str, Callable[[], object]] = {
    "orm update": lambda: Event.objects.update(name="x"),
    "orm save": lambda: Event.objects.earliest("pk").save(),
    "orm delete": lambda: Event.objects.all().delete(),
    "sql update": lambda: run("UPDATE workflow_event SET body = body || ' '"),
    "sql update of the same": lambda: run("UPDATE workflow_event SET seq = seq"),
    "sql delete": lambda: run("DELETE FROM workflow_event WHERE seq = 2"),
    "sql truncate": lambda: run("TRUNCATE workflow_event"),
    "sql truncate cascade": lambda: run("TRUNCATE workflow_event CASCADE"),
}


@rule("R-TRACK-4")
@pytest.mark.parametrize("way", UPDATES)
def test_events_are_never_changed_or_deleted(cast: Cast, way: str) -> None:
    issue = cast.report(cast.open())

    # TRUNCATE waits for deferred constraints, so they are settled first.
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="workflow_event"), transaction.atomic():
        UPDATES[way]()

    assert [event.name for event in events_of(issue)] == ["open", "report_rectified"]


TAMPERING = {
    "a word": "UPDATE workflow_event SET body = replace(body, 'town', 'down') WHERE seq = 2",
    "the first": "DELETE FROM workflow_event WHERE seq = 1",
    "one between": "DELETE FROM workflow_event WHERE seq = 2",
    "two exchanged": "UPDATE workflow_event SET seq = 5 - seq WHERE seq IN (2, 3)",
    "a hash": "UPDATE workflow_event SET hash = repeat('0', 64) WHERE seq = 3",
}


@rule("R-TRACK-4")
@pytest.mark.parametrize("what", TAMPERING)
def test_the_chain_shows_tampering(cast: Cast, what: str) -> None:
    issue = cast.rechecked("serious")
    cast.sign(issue, "dept-reviewer")
    assert chain_holds(events_of(issue))

    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE workflow_event DROP CONSTRAINT event_subject_seq")
    run("SET LOCAL session_replication_role = replica")
    run(TAMPERING[what])

    assert not chain_holds(events_of(issue))


@rule("R-TRACK-4")
def test_a_refused_act_leaves_no_event_and_no_gap(cast: Cast) -> None:
    issue = cast.open("major")
    with pytest.raises(Refused):
        ledger.report_rectified(issue, by=cast["inspector"], given={**GIVEN, "funds": ""})

    cast.report(Issue.objects.get(pk=issue.pk))

    assert [event.seq for event in events_of(issue)] == [1, 2]


@rule("R-TRACK-4")
def test_numbers_on_a_subject_are_unique_in_the_database(cast: Cast) -> None:
    event = events_of(cast.open())[0]
    event.pk = None

    with pytest.raises(DatabaseError, match="event_subject_seq"), transaction.atomic():
        event.save(force_insert=True)


@rule("R-TRACK-4")
def test_the_canonical_text_does_not_depend_on_order_or_zone() -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    there = noon.astimezone(timezone.get_fixed_timezone(480))
    one = Happening("N", "a", "x", "y", "某人", noon, details={"b": 1, "a": "字"})
    other = Happening("N", "a", "x", "y", "某人", there, details={"a": "字", "b": 1})

    assert body_of(one, 3, noon) == body_of(other, 3, there)
    assert "字" in body_of(one, 3, noon)
    assert ": " not in body_of(one, 3, noon)
    assert link("", "body") == hashlib.sha256(b"body").hexdigest()
    assert link("ab", "c") == link("a", "bc") != link("", "ab")

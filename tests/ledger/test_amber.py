"""Amber at 80 % of an issue's time, in rules and in SQL alike; on pages in words and colour."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from inspections.checks.visits import Verdict
from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from inspections.ledger.rules import IssueState, Timing, amber_from, due_after
from tests.cast import Cast
from tests.rules import rule
from tests.today import sections
from venuewatch.workflow import clock

NOON = datetime(2026, 3, 10, 12, tzinfo=timezone.get_default_timezone())
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOON, LATE = "即将到期，还剩", "逾期"


@rule("R-ISSUE-3")
@pytest.mark.parametrize(("hours", "amber"), [
    (10, NOON + 8 * HOUR), (72, NOON + 57.6 * HOUR),
    (0, NOON.replace(hour=23, minute=59, second=59) - timedelta(seconds=8639.8)),
])  # fmt: skip
def test_amber_begins_when_four_fifths_are_over(hours: int, amber: datetime) -> None:
    assert amber_from(NOON, due_after(NOON, hours)) == amber


def ending_columns(state: str, now: datetime) -> dict[str, Any]:
    """What else the database wants of an ended issue."""
    if state == IssueState.CLOSED:
        return {"closed_at": now, "closed_order": 1}
    return {"void_kind": "error"} if state == IssueState.VOID else {}


def stored(issue: Issue) -> Iterator[Issue]:
    """The row in every state, at every place in its time, reported or not; rolled back."""
    now = clock.now()
    for state, start, due, reported in product(
        IssueState.values, (now - 5 * DAY, now - HOUR), (now - DAY, now, now + DAY, now + 2 * DAY),
        (None, now - 2 * DAY),
    ):  # fmt: skip
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
            ended = ending_columns(state, now)
            Issue.objects.filter(pk=issue.pk).update(
                state=state, round_from=start, due=due, rectified_at=reported, **ended
            )
            yield Issue.objects.get(pk=issue.pk)
            transaction.set_rollback(True)


@rule("R-ISSUE-3")
def test_the_list_and_the_row_agree_on_amber_and_overdue(cast: Cast) -> None:
    issue, seen = cast.open(), set()
    with clock.at(timezone.now().replace(microsecond=0)):
        now = clock.now()
        for row in stored(issue):
            timing = row.timing(now)
            seen.add(timing)
            assert row.amber_at == amber_from(row.round_from, row.due)
            assert Issue.objects.amber(now).exists() == (timing == Timing.AMBER)
            assert Issue.objects.overdue(now).exists() == (timing == Timing.OVERDUE)
    assert seen == set(Timing)


@rule("R-ISSUE-3")
def test_a_failed_recheck_begins_a_time_of_its_own(cast: Cast) -> None:
    issue = cast.report(cast.open("serious"))
    later = timezone.now() + 6 * DAY
    with clock.at(later):
        verdicts = {issue.pk: Verdict(passed=False, reason="still blocked")}
        cast.file(cast.visit(started=later, verdicts=verdicts), by="colleague")

    after = Issue.objects.get(severity="serious")
    assert after.round == 2
    assert after.round_from > after.found_at + 5 * DAY
    assert after.due == after.round_from + 168 * HOUR
    assert after.timing(after.round_from + 134 * HOUR) == Timing.IN_TIME
    assert after.timing(after.round_from + 135 * HOUR) == Timing.AMBER


@rule("R-ISSUE-3")
@pytest.mark.parametrize("how", ["rejected", "seen again"])
def test_a_round_without_a_new_due_keeps_the_time_of_the_old_one(cast: Cast, how: str) -> None:
    issue = cast.rechecked("serious")
    later = timezone.now() + 6 * DAY
    with clock.at(later):
        if how == "rejected":
            ledger.reject(issue, by=cast["dept-reviewer"], reason="another door")
        else:
            cast.check(failed="B1", started=later)

    after = Issue.objects.get(severity="serious")
    assert after.round == 2
    assert (after.round_from, after.due) == (issue.found_at, issue.due)
    assert after.timing(later) == Timing.AMBER


@rule("R-ISSUE-3")
@pytest.mark.parametrize(("hours", "words"), [(1, "还剩"), (60, SOON), (80, LATE)])
def test_pages_say_it_in_words_and_colour(
    cast: Cast, client: Client, hours: int, words: str
) -> None:
    issue = cast.open()  # 72 hours
    client.force_login(cast["inspector"])
    pages = ["/ledger/", f"/ledger/{issue.number}/", f"/venues/{cast.venue.code}/"]
    with clock.at(issue.found_at + hours * HOUR):
        texts = {address: client.get(address).content.decode() for address in pages}

    for address, text in texts.items():
        assert words in text, address
        assert ("vw-soon" in text) == (words == SOON), address
        assert ("vw-late" in text) == (words == LATE), address


@rule("R-ISSUE-3")
def test_what_was_reported_late_stays_marked(cast: Cast, client: Client) -> None:
    issue = cast.open()
    with clock.at(issue.due + HOUR):
        cast.report(issue)
    client.force_login(cast["inspector"])

    for address in ("/ledger/", f"/ledger/{issue.number}/"):
        assert "超期报告" in client.get(address).content.decode()


@rule("R-ISSUE-3")
def test_the_filter_and_today_show_what_is_due_soon(cast: Cast, client: Client) -> None:
    general, serious = cast.open("general"), cast.open("serious")
    client.force_login(cast["inspector"])
    with clock.at(general.found_at + 60 * HOUR):
        listed = client.get("/ledger/?amber=on").content.decode()
        waiting = sections(client)

    assert general.number in listed
    assert serious.number not in listed
    assert waiting["即将到期"] == [general]


@rule("R-ISSUE-3")
def test_amber_is_found_by_an_index(cast: Cast) -> None:
    cast.open()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Issue.objects.amber(timezone.now()).order_by().explain()

    assert "issue_open_amber" in plan or "issue_open_due" in plan

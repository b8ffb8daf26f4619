"""Who follows issues up: many at once, an event each, and what may not be is told apart."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from inspections.verify.of_events import CHECKS
from inspections.verify.running import ask
from tests.cast import OFFICERS, Cast
from tests.listing.test_query_counts import queries
from tests.rules import rule
from venuewatch.workflow.actions import may
from venuewatch.workflow.models import Event, Outbox
from venuewatch.workflow.rules import NotAllowed, Refused


def issues(cast: Cast, count: int = 3) -> list[Issue]:
    for item in ("A1", "B1", "C1")[:count]:
        cast.check(failed=item)
    return list(Issue.objects.order_by("pk"))


def numbers(rows: list[Issue]) -> list[str]:
    return [row.number for row in rows]


def assign(cast: Cast, rows: list[Issue], to: str, by: str = "town-reviewer") -> ledger.Assigned:
    return ledger.assign(numbers(rows), cast[to] if to else None, by=cast[by])


@rule("R-TRACK-4")
def test_each_issue_gets_its_event_on_a_sound_chain(cast: Cast) -> None:
    rows = issues(cast)

    answer = assign(cast, rows, "colleague")

    assert answer.done == rows
    assert set(Issue.objects.values_list("assignee", flat=True)) == {cast["colleague"].pk}
    told = Event.objects.filter(name="assign")
    assert sorted(told.values_list("subject_id", "actor")) == [
        (row.pk, cast["town-reviewer"].pk) for row in rows
    ]
    assert '"from":"open"' in told.latest("pk").body
    assert Outbox.objects.filter(topic="issue.assign").count() == 3
    assert [each.check.question for each in ask(CHECKS) if each.broken] == []
    cast.report(rows[0])
    assert [each.check.question for each in ask(CHECKS) if each.broken] == []


def test_what_may_not_be_assigned_is_told_apart(cast: Cast) -> None:
    fresh, same, theirs = issues(cast)
    assign(cast, [same], "colleague")
    assign(cast, [theirs], "dept", by="dept-reviewer")
    elsewhere = cast.check(venue=cast.venue_next_door, by="neighbour", failed="A1")
    other = elsewhere.opened_issues.get()

    answer = assign(cast, [fresh, same, theirs, other], "colleague")

    assert answer.done == [fresh]
    assert [row for row, _why in answer.refused] == [same, theirs]
    assert len({str(why) for _row, why in answer.refused}) == 2
    other.refresh_from_db()
    assert other.assignee is None


@pytest.mark.parametrize("how", ["closed", "void"])
def test_an_ended_issue_is_not_assigned(cast: Cast, how: str) -> None:
    if how == "closed":
        row = cast.closed("general")
    else:
        row = ledger.void(
            cast.open("general"), by=cast["command-leader"], reason="no", kind="error"
        )

    answer = assign(cast, [row], "colleague")

    assert (answer.done, [issue for issue, _why in answer.refused]) == ([], [row])


def test_command_takes_it_over_and_somebody_may_be_nobody(cast: Cast) -> None:
    rows = issues(cast, 1)
    assign(cast, rows, "dept", by="dept-reviewer")

    assert assign(cast, rows, "command", by="command-reviewer").done == rows
    assert assign(cast, rows, "", by="town-reviewer").done == []
    assert assign(cast, rows, "", by="command-reviewer").done == rows
    assert Issue.objects.get().assignee is None


@pytest.mark.parametrize("to", ["dept", "neighbour", "command", "auditor"])
def test_only_a_colleague_of_the_own_organisation(cast: Cast, to: str) -> None:
    with pytest.raises(Refused):
        assign(cast, issues(cast, 1), to)


@pytest.mark.parametrize("name", list(OFFICERS))
def test_the_selection_is_judged_as_each_one_would_be(cast: Cast, name: str) -> None:
    """The scope of a reviewer and the capacities of the transition say the same."""
    rows = issues(cast)
    own = [row for row in rows if may(row, "assign", cast[name])]

    try:
        done = ledger.assign(numbers(rows), cast[name], by=cast[name]).done
    except NotAllowed:
        done = []

    assert done == own


def test_three_cost_as_many_queries_as_one(cast: Cast) -> None:
    rows = issues(cast)
    cast["town-reviewer"].borrowed()  # asked once a request
    with CaptureQueriesContext(connection) as one:
        assign(cast, rows[:1], "colleague")
    with CaptureQueriesContext(connection) as three:
        assign(cast, rows, "inspector")

    assert len(three) == len(one)


@pytest.fixture
def reviewer(cast: Cast, client: Client) -> Client:
    client.force_login(cast["town-reviewer"])
    return client


def test_from_the_ticked_rows_to_assigned(cast: Cast, reviewer: Client) -> None:
    rows = issues(cast)
    ledger_page = reviewer.get("/ledger/").content.decode()
    assert f'name="issue" value="{rows[0].number}"' in ledger_page

    shown = reviewer.get("/ledger/assign/", {"issue": numbers(rows[:2])}).content.decode()
    form = {"issue": numbers(rows[:2]), "assignee": cast["inspector"].pk}
    answer = reviewer.post("/ledger/assign/", form)

    assert f'value="{rows[1].number}"' in shown
    assert f'value="{rows[2].number}"' not in shown
    assert answer.status_code == 302
    reviewer.force_login(cast["inspector"])
    mine = reviewer.get("/ledger/?followed=me").context["page"].object_list
    free = reviewer.get("/ledger/?followed=nobody").context["page"].object_list
    assert (set(mine), set(free)) == (set(rows[:2]), {rows[2]})
    assert 'name="issue"' not in reviewer.get("/ledger/").content.decode()
    assert "Inspector" in reviewer.get(f"/ledger/{rows[0].number}/").content.decode()


def test_a_mixed_selection_says_which_and_why(cast: Cast, reviewer: Client) -> None:
    fresh, theirs = issues(cast, 2)
    assign(cast, [theirs], "dept", by="dept-reviewer")

    form = {"issue": numbers([fresh, theirs]), "assignee": cast["inspector"].pk}
    answer = reviewer.post("/ledger/assign/", form)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'value="{theirs.number}"' in page
    assert f'value="{fresh.number}"' not in page
    assert "已由其他单位人员跟进" in page


@pytest.mark.parametrize(
    "form", [{"assignee": "x"}, {"assignee": "1", "issue": "nothing"}, {"issue": "\0"}, {}]
)
def test_odd_posts_are_answered(cast: Cast, reviewer: Client, form: dict[str, str]) -> None:
    assert reviewer.post("/ledger/assign/", form).status_code == 400


@rule("R-SCOPE-2")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_the_page_shows_only_what_is_in_scope(cast: Cast, client: Client, name: str) -> None:
    rows = issues(cast, 1)
    client.force_login(cast[name])

    answer = client.get("/ledger/assign/", {"issue": numbers(rows)})

    reviews = OFFICERS[name][1] in ("reviewer", "leader")
    here = reviews and name not in ("neighbour-reviewer", "outsider")
    assert answer.status_code == (200 if reviews else 403)
    assert (f'value="{rows[0].number}"' in answer.content.decode()) == here


def test_the_page_costs_the_same_for_one_and_many(cast: Cast, reviewer: Client) -> None:
    rows = issues(cast)
    address = "/ledger/assign/?issue="

    few = queries(reviewer, address + rows[0].number)

    assert queries(reviewer, address + "&issue=".join(numbers(rows))) == few

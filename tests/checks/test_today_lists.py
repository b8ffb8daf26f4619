"""Every number of today's page is that of the list behind it, and the list is that very set."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspections.checks.sections import MOST_SHOWN, sections_of
from inspections.duties.actions import plan_day, today
from inspections.ledger.models import Issue
from inspections.ledger.waiting import ANYTHING, Waiting, waiting_for
from tests.cast import OFFICERS, Cast
from tests.duties.days import checked, stands
from tests.rules import rule
from venues.models import Officer, Venue
from venuewatch.workflow import clock
from venuewatch.workflow.actions import choices

BEFORE = timedelta(days=4)


def rechecked_in_company(cast: Cast) -> Issue:
    """A reviewer of the town was there at the re-check, and cannot sign."""
    return cast.recheck(cast.report(cast.open("major")), together=("town-reviewer",))


STAGES: dict[str, Callable[[Cast], Issue]] = {
    "reported": lambda cast: cast.report(cast.open("general")),
    "reported serious": lambda cast: cast.report(cast.open("serious")),
    "passed": lambda cast: cast.rechecked("serious"),
    "passed major": lambda cast: cast.rechecked("major"),
    "passed in company": rechecked_in_company,
    "signed by the town": lambda cast: cast.sign(cast.rechecked("major"), "town-reviewer"),
    "signed by both": lambda cast: cast.sign(
        cast.sign(cast.rechecked("major"), "town-reviewer"), "dept-reviewer"
    ),
    "extension": lambda cast: cast.ask_extension(cast.open("serious")),
    "extension major": lambda cast: cast.ask_extension(cast.open("major")),
    "handed over": lambda cast: cast.hand_over(cast.open("serious")),
    "refused": lambda cast: cast.refuse_hand_over(cast.open("serious")),
}
ACTS = {
    Waiting.SIGN_OFF: ("sign_off",),
    Waiting.EXTENSION: ("grant_extension",),
    Waiting.HAND_OVER: ("refuse_hand_over", "uphold_hand_over"),
}


def a_busy_day(cast: Cast) -> None:
    """Duties everywhere, a re-check that is late, and more overdue issues than a section shows."""
    with clock.at(clock.now() - BEFORE):
        cast.report(cast.open("serious"))
        for place in range(MOST_SHOWN + 1):
            venue = Venue.objects.create(
                code=f"S{place}", name=f"Shop {place}", category=cast.category, area=cast.town
            )
            cast.check(venue=venue, failed="A1")
    cast.report(cast.open("general"))
    for venue in (cast.venue, cast.venue_next_door, cast.chess_room):
        checked(venue, today() - timedelta(days=400))
    plan_day()


on_a_busy_day = pytest.mark.parametrize("prepared", [a_busy_day], indirect=True, ids=["busy"])


@pytest.fixture
def busy(prepared: None, cast: Cast) -> Cast:
    """The cast on that day."""
    return cast


def listed(client: Client, address: str) -> list[int]:
    """The rows of a list, over all its pages."""
    first = client.get(address).context["page"]
    pages = range(1, first.paginator.num_pages + 1)
    found = [client.get(f"{address}&page={n}").context["page"].object_list for n in pages]
    return sorted(row.pk for rows in found for row in rows)


@rule("R-DUTY-3", "R-SCOPE-2")
@pytest.mark.parametrize("name", ["inspector", "colleague", "town-leader", "dept-reviewer", "dept",
                                  "command-reviewer", "command-leader", "neighbour"])  # fmt: skip
@on_a_busy_day
def test_each_number_is_that_of_the_list_behind_it(busy: Cast, client: Client, name: str) -> None:
    client.force_login(busy[name])
    sections = [section for _template, section in sections_of(busy[name])]
    told = [tally for section in sections for tally in getattr(section, "tallies", [])]

    for each in [*(s for s in sections if s.whole), *told]:
        assert len(listed(client, each.whole)) == each.count.number, each.whole
    for section in sections:
        if section.whole:
            rows = {row.pk for row in section.rows}
            assert rows <= set(listed(client, section.whole)), section.whole
            assert section.is_cut == (section.count.number > MOST_SHOWN)


@on_a_busy_day
def test_a_long_section_shows_the_first_and_leads_to_all(busy: Cast) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(busy["town-leader"])

    page = client.get("/").content.decode()

    assert f"({MOST_SHOWN + 1})" in page
    assert f"{MOST_SHOWN} of {MOST_SHOWN + 1} shown; see all" in page


@rule("R-DUTY-3")
@pytest.mark.parametrize("name", ["inspector", "dept-reviewer", "command-reviewer", "auditor"])
@on_a_busy_day
def test_each_number_in_the_navigation_is_that_of_its_list(
    busy: Cast, client: Client, name: str
) -> None:
    client.force_login(busy[name])
    rail = client.get("/").context["rail"]
    counted = {entry.waiting_at: entry.waiting.count.number for entry in rail if entry.waiting}

    lists = {each: n for each, n in counted.items() if "reports" not in each}
    assert {each: len(listed(client, each)) for each in lists} == lists
    assert bool(lists) == (name in ("inspector", "dept-reviewer"))


@rule("R-ISSUE-1", "R-ISSUE-3", "R-ISSUE-7", "R-SCOPE-4")
@pytest.mark.parametrize("stage", STAGES)
def test_what_waits_for_a_reviewer_is_what_they_may_do(cast: Cast, stage: str) -> None:
    issue = STAGES[stage](cast)

    for name in OFFICERS:
        for what, acts in ACTS.items():
            waits = waiting_for(cast[name], what).filter(pk=issue.pk).exists()
            assert waits == does(issue, acts, cast[name]), (name, what)


def does(issue: Issue, acts: tuple[str, ...], officer: Officer) -> bool:
    """Whether the issue is in scope, and its page offers one of the acts."""
    seen = Issue.objects.visible_to(officer).filter(pk=issue.pk).first()
    offered = {each.name for each, unmet in choices(seen, officer) if not unmet} if seen else set()
    if seen is None or not offered & set(acts):
        return False
    return acts != ACTS[Waiting.SIGN_OFF] or bool(seen.evidence.roles_for(officer))


@rule("R-ISSUE-7")
@on_a_busy_day
def test_anything_is_all_of_them_once(busy: Cast) -> None:
    busy.ask_extension(busy.open("major"))
    for name in OFFICERS:
        lists = [waiting_for(busy[name], what) for what in Waiting]
        each = {pk for rows in lists for pk in rows.values_list("pk", flat=True)}
        every = list(waiting_for(busy[name], ANYTHING).values_list("pk", flat=True))
        assert sorted(every) == sorted(each), name


@rule("R-DUTY-3")
def test_300_duties_ask_the_database_as_often_as_one(cast: Cast, client: Client) -> None:
    client.force_login(cast["inspector"])
    counts = [_queries_with(cast, client, number) for number in (1, 300)]

    assert counts[0] == counts[1]


def _queries_with(cast: Cast, client: Client, number: int) -> int:
    """How many queries today's page takes when the town owes so many checks."""
    for place in range(Venue.objects.filter(code__startswith="S").count(), number):
        venue = Venue.objects.create(
            code=f"S{place}", name=f"Shop {place}", category=cast.category, area=cast.town
        )
        checked(venue, today() - timedelta(days=400))
        stands(venue, general_open=1)
    plan_day()
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/").content.decode()
    assert page.count("data-urgency") == number
    return len(asked)

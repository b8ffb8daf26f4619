"""Every act on an issue, from every state, by everybody: who may is who the scheme names."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from inspections.checks.models import Inspection
from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from inspections.ledger.rules import ISSUE_TABLE
from tests.cast import GIVEN, OFFICERS, Cast
from tests.ledger.stages import STAGES, in_each
from tests.rules import rule
from venues.models import Officer, Organisation
from venuewatch.workflow.rules import NotAllowed, Refused, Stale

Act = Callable[[Issue, Officer, Inspection], Issue]
LATER = timezone.localdate() + timedelta(days=30)

NOW = timezone.now
ACTS: dict[str, Act] = {
    "report_rectified": lambda issue, by, _: ledger.report_rectified(issue, by=by, given=GIVEN),
    "seen_again": lambda issue, by, visit: ledger.see_again(
        issue, by=by, inspection=visit, at=NOW()
    ),
    "pass_recheck": lambda issue, by, visit: ledger.pass_recheck(
        issue, by=by, inspection=visit, at=NOW()
    ),
    "fail_recheck": lambda issue, by, visit: ledger.fail_recheck(
        issue, by=by, inspection=visit, at=NOW(), reason="still blocked"
    ),
    "sign_off": lambda issue, by, _: ledger.sign_off(issue, by=by),
    "reject": lambda issue, by, _: ledger.reject(issue, by=by, reason="another door"),
    "void": lambda issue, by, _: ledger.void(issue, by=by, reason="wrong venue", kind="error"),
    "ask_extension": lambda issue, by, _: ledger.ask_extension(
        issue, by=by, wanted=LATER, reason="parts are late"
    ),
    "grant_extension": lambda issue, by, _: ledger.grant_extension(issue, by=by, until=LATER),
    "refuse_extension": lambda issue, by, _: ledger.refuse_extension(issue, by=by, reason="no"),
    "record_measure": lambda issue, by, _: ledger.record_measure(
        issue, by=by, kind="warning", document_number="W-1", day=timezone.localdate()
    ),
    "explain_no_measure": lambda issue, by, _: ledger.explain_no_measure(
        issue, by=by, reason="the owner fell ill"
    ),
    "regrade": lambda issue, by, _: ledger.regrade(
        issue, by=by, severity="major", reason="the only exit"
    ),
    "hand_over": lambda issue, by, _: ledger.hand_over(
        issue, by=by, to=Organisation.objects.get(code="fire"), reason="a fire exit"
    ),
    "refuse_hand_over": lambda issue, by, _: ledger.refuse_hand_over(issue, by=by, reason="no"),
    "uphold_hand_over": lambda issue, by, _: ledger.uphold_hand_over(issue, by=by, reason="yes"),
    "return_hand_over": lambda issue, by, _: ledger.return_hand_over(issue, by=by, reason="no"),
}
FROM: dict[str, dict[str, str]] = {
    "escalate": {"open": "open", "rectified": "rectified", "rechecked": "rechecked"},
    "report_rectified": {"open": "rectified"},
    "seen_again": {"open": "open", "rectified": "open", "rechecked": "open"},
    "pass_recheck": {"rectified": "rechecked"},
    "fail_recheck": {"rectified": "open"},
    "sign_off": {"rechecked": "rechecked"},
    "reject": {"rechecked": "open"},
    "close": {"rechecked": "closed"},
    "void": {"open": "void", "rectified": "void"},
    "ask_extension": {"open": "open"},
    "grant_extension": {"open": "open"},
    "refuse_extension": {"open": "open"},
    "record_measure": {each: each for each in ("open", "rectified", "rechecked")},
    "explain_no_measure": {each: each for each in ("open", "rectified", "rechecked")},
    "regrade": {"open": "open"},
    "hand_over": {each: each for each in ("open", "rectified")},
    "refuse_hand_over": {each: each for each in ("open", "rectified")},
    "uphold_hand_over": {each: each for each in ("open", "rectified", "rechecked")},
    "return_hand_over": {each: each for each in ("open", "rectified", "rechecked")},
    "miss_measure": {each: each for each in ("open", "rectified", "rechecked")},
    "assign": {"open": "open", "rectified": "rectified", "rechecked": "rechecked"},
    # follow from the withdrawal of a visit, R-CHECK-6
    "withdraw": {"open": "void"},
    "unsee": {"open": "open", "rectified": "rectified", "rechecked": "rechecked"},
}
TOWN = {"inspector", "colleague", "town-reviewer", "town-leader"}
LEAD = {"dept", "dept-reviewer"}
CO = {"co", "co-reviewer"}
COMMAND = {"command", "command-reviewer", "command-reviewer-2", "command-leader"}
# The reporter is `inspector`, the re-checker `colleague`; the issue is serious.
WHO: dict[str, set[str]] = {
    "report_rectified": TOWN | LEAD,
    "seen_again": TOWN | LEAD | CO | COMMAND,
    "pass_recheck": (TOWN | LEAD | CO | COMMAND) - {"inspector"},
    "fail_recheck": (TOWN | LEAD | CO | COMMAND) - {"inspector"},
    "sign_off": {"dept-reviewer"},
    "reject": {"town-reviewer", "town-leader", "dept-reviewer", "command-reviewer",
               "command-reviewer-2", "command-leader"},
    "void": {"command-leader"},
    "ask_extension": TOWN | LEAD,
    "grant_extension": {"dept-reviewer"},
    "refuse_extension": {"dept-reviewer"},
    "record_measure": {"dept-reviewer", "co-reviewer"},
    "explain_no_measure": {"dept-reviewer"},
    "regrade": {"dept-reviewer"},
    "hand_over": {"dept-reviewer"},
    "refuse_hand_over": {"co-reviewer"},
    "uphold_hand_over": {"command-reviewer", "command-reviewer-2", "command-leader"},
    "return_hand_over": {"command-reviewer", "command-reviewer-2", "command-leader"},
}  # fmt: skip


def refused_before(cast: Cast, issue: Issue) -> None:
    """A refused hand-over on record, whatever the state."""
    parties = {"giver": cast.department, "receiver": cast["co"].organisation, "reason": "no"}
    for state, name in (("handed", "dept-reviewer"), ("refused", "co-reviewer")):
        officer = cast[name]
        issue.hand_overs.create(state=state, officer=officer, person_id=officer.person_id,
                                round=1, at=timezone.now(), **parties)  # fmt: skip


def twice_failed(cast: Cast, issue: Issue) -> None:
    """Two failed re-checks on record, whatever the state."""
    visit = a_visit(cast, "colleague")
    by = {"officer": cast["colleague"], "person_id": cast["colleague"].person_id}
    for place in (7, 8):
        issue.rechecks.create(inspection=visit, round=place, passed=False, reason="blocked",
                              at=timezone.now(), **by)  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Issue.objects.filter(pk=issue.pk).update(round=9)
        cursor.execute("SET LOCAL session_replication_role = origin")


def outcome(cast: Cast, issue: Issue, act: str, by: str) -> str:
    """The state after the act, or the refusal's name; everything is rolled back."""
    with transaction.atomic():
        visit = a_visit(cast, by)
        try:
            with transaction.atomic():
                after = ACTS[act](Issue.objects.get(pk=issue.pk), cast[by], visit).state
        except (NotAllowed, Refused, Stale) as refusal:
            after = type(refusal).__name__
        transaction.set_rollback(True)
    return after


def a_visit(cast: Cast, by: str) -> Inspection:
    """A visit recorded now, whoever asks, so that only the act itself can refuse."""
    officer, now = cast[by], timezone.now()
    return Inspection.objects.create(
        uuid=uuid4(), venue=cast.venue, side="town", kind="recheck", officer=officer,
        person_id=officer.person_id, started=now, received=now,
        business_day=timezone.localdate(now), outcome="clean",
    )  # fmt: skip


# What an act answers to, done before it where the issue is in a state for it.
BEFORE: dict[str, Callable[[Cast, Issue], object]] = {
    "grant_extension": Cast.ask_extension,
    "refuse_extension": Cast.ask_extension,
    "explain_no_measure": twice_failed,
    "refuse_hand_over": Cast.hand_over,
    "uphold_hand_over": refused_before,
    "return_hand_over": refused_before,
}


@rule("R-ISSUE-1")
@pytest.mark.parametrize("act", ACTS)
@in_each(STAGES)
def test_every_act_from_every_state_by_everybody(cast: Cast, prepared: int, act: str) -> None:
    issue = Issue.objects.get(pk=prepared)
    after = FROM[act].get(issue.state)
    if after and act in BEFORE:
        BEFORE[act](cast, issue)

    found = {name: outcome(cast, issue, act, name) for name in OFFICERS}

    if after is None:
        assert set(found.values()) == {"Stale"}
    else:
        assert {name for name, result in found.items() if result == after} == WHO[act]
        assert set(found.values()) <= {after, "NotAllowed", "Refused"}


@rule("R-ISSUE-1")
def test_the_table_of_the_scheme_is_the_table_of_the_code() -> None:
    read = {
        each.name: {source: each.target or source for source in each.sources}
        for each in ISSUE_TABLE
    }

    assert read == FROM


@rule("R-ISSUE-1")
@pytest.mark.parametrize(("signed", "may"), [
    ((), {"town-reviewer": "town", "town-leader": "town", "dept-reviewer": "department"}),
    (("town-reviewer",), {"dept-reviewer": "department"}),
    (("dept-reviewer",), {"town-reviewer": "town", "town-leader": "town"}),
    (("town-reviewer", "dept-reviewer"), {"command-reviewer": "command",
     "command-reviewer-2": "command", "command-leader": "command"}),
    (("town-reviewer", "dept-reviewer", "command-reviewer"), {}),
])  # fmt: skip
def test_who_signs_a_major_issue_next(
    cast: Cast, signed: tuple[str, ...], may: dict[str, str]
) -> None:
    issue = cast.rechecked("major")
    for name in signed:
        cast.sign(issue, name)

    found = {name: role_signed(cast, issue, name) for name in OFFICERS}

    assert {name: role for name, role in found.items() if role} == may


def role_signed(cast: Cast, issue: Issue, by: str) -> str:
    """The role in which this officer's sign-off is taken; blank where it is refused."""
    role = ""
    with transaction.atomic():
        try:
            with transaction.atomic():
                cast.sign(Issue.objects.get(pk=issue.pk), by)
            role = issue.sign_offs.latest("record_order").role
        except (NotAllowed, Refused):
            pass
        transaction.set_rollback(True)
    return role


@rule("R-ISSUE-1")
@pytest.mark.parametrize("name", list(OFFICERS))
def test_nobody_signs_a_general_issue(cast: Cast, name: str) -> None:
    with pytest.raises((NotAllowed, Refused)):
        cast.sign(cast.rechecked("general"), name)

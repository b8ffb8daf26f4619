"""How many walks, and what they must come to."""

import os

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.delivery.receiving import a_hook
from tests.walks import (  # noqa: F401 — importing them registers their deeds
    checks,
    desk,
    joint,
    ledger,
    orders,
    plates,
    register,
    reports,
    sending,
)
from tests.walks.machine import Walk
from tests.walks.tally import Tally, everything

USUAL = 10_000
STEPS = int(os.environ.get("WALK_STEPS", USUAL))
SEED = int(os.environ.get("WALK_SEED", "1"))
HALVES = 2  # two files, for two workers
STEPS_A_WALK = 1250
# This part of the steps is accepted. Each half takes every transition so often at least: less than
# it does, for each change of the product leads the walks elsewhere.
SHARE, LEAST = 0.6, 5
# Not yet asked of: what lies at the end of a long way, and is taken a few times in all the steps.
SELDOM = frozenset({
    "channel.try_again", "delivery.give_up", "delivery.try_again", "duty.owe_again", "duty.undo",
    "hand_over.refuse_hand_over", "hand_over.return_hand_over", "hand_over.uphold_hand_over",
    "intake.conclude_unconfirmed", "issue.explain_no_measure", "issue.grant_extension",
    "issue.miss_measure", "issue.refuse_extension", "issue.refuse_hand_over", "issue.reject",
    "issue.return_hand_over", "issue.unsee", "issue.uphold_hand_over",
    "look_back.take_back_look_back", "notice.issue_notice", "notice.withdraw_notice",
    "operation.blow", "operation.cancel", "operation.convene", "operation.decline",
    "operation.resume", "order.end_exemption", "part.correct_result", "plate.accept",
    "plate.accept_jointly", "plate.add_ground_again", "plate.escalate", "plate.lift",
    "plate.reject", "plate.request_lift", "plate.withdraw_plate", "suggestion.decline_suggestion",
    "suggestion.take_over_suggestion",
})  # fmt: skip
NEARLY = 0.99  # now and then there is nothing that can be tried


def walk(half: int) -> Tally:
    """Walk one half of the steps, and return what came of them.

    Hypothesis may stop before it has taken all its examples; then it is asked again.
    """
    tally = Tally()
    walks = max(1, round(STEPS / HALVES / STEPS_A_WALK))
    steps = STEPS // HALVES // walks
    run_of(f"{SEED}/{half}", seed_of(half), walks, steps, tally)
    for again in range(walks):
        if tally.steps < STEPS // HALVES * NEARLY:
            run_of(f"{SEED}/{half}/{again}", seed_of(half), 1, steps, tally)
    return tally


def run_of(walk_name: str, number: int, walks: int, steps: int, tally: Tally) -> None:
    """So many walks with a webhook of their own; what comes of them is added to the tally."""
    with a_hook() as running:

        class Half(Walk):
            total = tally
            hook = running
            name = walk_name

        run_state_machine_as_test(seed(number)(Half), settings=_how(walks, steps))


def seed_of(half: int) -> int:
    """The seed by which hypothesis draws."""
    return SEED * HALVES + half


def judge(tally: Tally) -> None:
    """So many steps were accepted, and each transition was taken; fewer steps prove less."""
    assert tally.steps >= STEPS // HALVES * NEARLY
    assert tally.share >= SHARE, f"{tally.share:.0%} accepted"
    assert set(everything()) >= SELDOM
    if STEPS >= USUAL:
        rare = {
            each: times for each, times in tally.rarer_than(LEAST).items() if each not in SELDOM
        }
        assert not rare, f"taken too seldom: {rare}"


def _how(walks: int, steps: int) -> settings:
    """So many walks of so many steps; the first rule of each only settles down."""
    return settings(
        max_examples=walks, stateful_step_count=steps + 1, phases=[Phase.generate], database=None,
        deadline=None, suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
        print_blob=True,
    )  # fmt: skip

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
from tests.walks.tally import Tally

USUAL = 10_000
STEPS = int(os.environ.get("WALK_STEPS", USUAL))
SEED = int(os.environ.get("WALK_SEED", "1"))
HALVES = 2  # two files, for two workers
STEPS_A_WALK = 1250
# So often every transition is taken in all, and this part of the steps is accepted.
LEAST, SHARE = 20, 0.6


def walk(half: int) -> Tally:
    """Walk one half of the steps, and return what came of them."""
    tally = Tally()
    walks = max(1, round(STEPS / HALVES / STEPS_A_WALK))
    with a_hook() as running:

        class Half(Walk):
            total = tally
            hook = running
            name = f"{SEED}/{half}"

        seeded = seed(SEED * HALVES + half)(Half)
        run_state_machine_as_test(seeded, settings=_how(walks, STEPS // HALVES // walks))
    return tally


def judge(tally: Tally) -> None:
    """So many steps were accepted, and each transition was taken; fewer steps prove less."""
    assert tally.steps >= STEPS // HALVES * 0.99
    assert tally.share >= SHARE, f"{tally.share:.0%} accepted"
    if STEPS >= USUAL:
        rare = tally.rarer_than(LEAST // HALVES)
        assert not rare, f"taken too seldom: {rare}"


def _how(walks: int, steps: int) -> settings:
    """So many walks of so many steps; the first rule of each only settles down."""
    return settings(
        max_examples=walks, stateful_step_count=steps + 1, phases=[Phase.generate], database=None,
        deadline=None, suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
        print_blob=True,
    )  # fmt: skip

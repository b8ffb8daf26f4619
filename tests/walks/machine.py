"""The state machine that hypothesis drives: somebody acts, somebody errs, or time passes.

A walk is long, for plates, look-backs and orders take their days; so there are few, each of many
steps, in a database of their own that is committed step by step, as requests would. Shrinking is
cut: it would walk each of them again and again. A walk that fails tells its steps in words
instead, and hypothesis prints the numbers that lead there again.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.delivery.receiving import Hook
from tests.walks.deeds import DEEDS, Deed, Step
from tests.walks.district import settle_down
from tests.walks.passing import a_moment_later, let_time_pass, until_morning
from tests.walks.tally import Tally
from tests.walks.watching import Watch, snapshot
from tests.walks.world import World
from venuewatch.workflow import clock
from venuewatch.workflow.rules import NotAllowed, Refused, Stale

BEGINNING = datetime(2026, 3, 8, 15, tzinfo=UTC)  # eleven at night, before an ordinary Monday
LONG_AGO = timedelta(days=400)
LOTS = 2**16 - 1
REFUSALS = (Refused, NotAllowed, Stale)
# Out of so many steps: somebody errs, time passes; else somebody acts.
OF_ALL, ERR, PASS = 16, 4, 2
CARELESS = ("person", "state", "stale", "blank")
EVERY = 100  # steps between two whole verifications
STEADY = 0.45  # the part of the steps that keep the district going
ENOUGH = 5  # so often in one walk, a transition is wanted no more


class Walk(RuleBasedStateMachine):
    """One walk through an empty district."""

    total: Tally
    hook: Hook
    name: str

    @initialize()
    def settle_down(self) -> None:
        """The district, on the night before the first day."""
        self.tally = Tally()
        with clock.at(BEGINNING - LONG_AGO):
            cast = settle_down()
        self.world = World(cast, BEGINNING, self.hook)
        self.world.taken = self.tally.taken
        self.world.call_the_roll()
        self.story: list[str] = []
        self.failed = False
        self.napping: Counter[str] = Counter()
        self.watch = Watch(self.world)
        self._watched(lambda: until_morning(self.world))

    @rule(lot=st.integers(0, LOTS))
    def go_on(self, lot: int) -> None:
        """The next step; its number makes a lot of the same number another one."""
        began = perf_counter()
        self.world.random = Random(f"{self.name}/{lot}/{len(self.story)}")
        self.world.careless = ""
        try:
            self._take_a_step(self.world.random.randrange(OF_ALL))
            if len(self.story) % EVERY == 0:
                self.watch.verify()
        except Exception as error:
            self.failed = True
            error.add_note("\n".join(["The steps of this walk:", *self.story]))
            raise
        self.tally.seconds += perf_counter() - began

    def teardown(self) -> None:
        """At the end all that `verify` asks is asked once more, unless it is broken already."""
        if hasattr(self, "watch"):
            self.total.add(self.tally)
            if not self.failed:
                self.watch.verify()

    def _take_a_step(self, lot: int) -> None:
        if lot < PASS:
            self.story.append(f"{self.world.now:%m-%d %H:%M} time passes")
            self._watched(lambda: let_time_pass(self.world))
            self.tally.accepted += 1
            return
        if lot < PASS + ERR:
            self.world.careless = self.world.any(CARELESS)
        self._watched(lambda: a_moment_later(self.world))
        step = self._next_step()
        if step is not None:
            self._try(step)

    def _try(self, step: Step) -> None:
        """Take a step; what comes of it is watched."""
        self.story.append(f"{self.world.now:%m-%d %H:%M} {self.world.careless}: {step}")
        before = snapshot()
        try:
            with self.watch.listening(), clock.at(self.world.now):
                step.take()
        except REFUSALS as refusal:
            self.story[-1] += f" — {type(refusal).__name__}: {refusal}"
            self.tally.refused[type(refusal).__name__] += 1
            self.watch.see_nothing(before)
        else:
            self.tally.accepted += 1
            self._look()

    def _watched(self, happens: Callable[[], Any]) -> None:
        with self.watch.listening():
            happened = happens()
        if happened:
            self._look()

    def _look(self) -> None:
        """Count what was taken, and see that the rules hold."""
        with clock.at(self.world.now):
            self.tally.took(self.watch.look())
        if self.watch.written & {"venues_officer", "venues_loan"} or not self.world.roster:
            self.world.call_the_roll()

    def _next_step(self) -> Step | None:
        """Something that can be done now: what keeps the district going, or what is rare so far."""
        left = list(DEEDS)
        while left:
            deed = self._drawn(left)
            left.remove(deed)
            if self.napping[deed.name] > 0:
                self.napping[deed.name] -= 1
                continue
            with clock.at(self.world.now):
                step = deed.find(self.world)
            if step is not None:
                return self._filled_in(step)
            self.napping[deed.name] = self.world.random.randrange(8)
        return None

    def _drawn(self, deeds: list[Deed]) -> Deed:
        steady = [each.steady for each in deeds]
        if any(steady) and self.world.chance(STEADY):
            return self.world.random.choices(deeds, steady)[0]
        return self.world.random.choices(deeds, [self._urge(each) for each in deeds])[0]

    def _urge(self, deed: Deed) -> float:
        """How much a deed is wanted: the rarer its transitions in this walk, the more."""
        rarest = min(self.tally.taken[name] for name in deed.takes)
        return 1 / (1 + rarest) ** 2 if rarest < ENOUGH else 1 / LOTS

    def _filled_in(self, step: Step) -> Step:
        """As their page showed it; or an old page, or a text left out."""
        if self.world.careless == "blank" and (texts := step.texts()):
            return step.blank(self.world.any(texts))
        return step.seen(1 if self.world.careless == "stale" else 0)

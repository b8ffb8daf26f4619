"""How the latest evidence of an issue reads."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from inspections.ledger import guards
from inspections.ledger.rules import (
    FAILURES_BEFORE_MEASURE,
    SIGNING_CAPACITY,
    UNCLOSED,
    Facts,
    IssueState,
    in_order,
    measure_is_owed,
    signable,
)
from venues.models import Officer
from venues.models.organisations import scheme_value
from venuewatch.workflow import clock

if TYPE_CHECKING:
    from inspections.ledger.models.evidence import Recheck, Rectification, SignOff
    from inspections.ledger.models.extensions import ExtensionAsk
    from inspections.ledger.models.hand_overs import HandOver
    from inspections.ledger.models.issues import Issue


class Evidence:
    """The latest report, re-check and sign-offs of one issue, each read once."""

    def __init__(self, issue: "Issue") -> None:
        self.issue = issue

    @cached_property
    def report(self) -> "Rectification | None":
        """The latest rectification report."""
        return self.issue.rectifications.order_by("-record_order").first()

    @cached_property
    def recheck(self) -> "Recheck | None":
        """The latest re-check."""
        return self.issue.rechecks.select_related("inspection").order_by("-record_order").first()

    @cached_property
    def sign_offs(self) -> "list[SignOff]":
        """The sign-offs of this round recorded after the latest re-check, in recorded order."""
        if self.recheck is None:
            return []
        later = self.issue.sign_offs.filter(
            round=self.issue.round, record_order__gt=self.recheck.record_order
        )
        return list(later.order_by("record_order"))

    @cached_property
    def waiting_ask(self) -> "ExtensionAsk | None":
        """The extension that waits for a decision; none once the issue left open."""
        if self.issue.state != IssueState.OPEN:
            return None
        asks = self.issue.extension_asks.filter(round=self.issue.round, decision=None)
        return asks.select_related("officer__person", "officer__organisation").first()

    @cached_property
    def measure_owed(self) -> bool:
        """Whether 2 failed re-checks call for a measure that nobody recorded (R-ISSUE-9)."""
        if self.issue.round <= FAILURES_BEFORE_MEASURE:
            return False
        failed = self.issue.rechecks.filter(passed=False).values_list("record_order", flat=True)
        recorded = self.issue.measures.values_list("record_order", flat=True)
        return measure_is_owed(list(failed), list(recorded))

    @cached_property
    def hand_overs(self) -> "list[HandOver]":
        """The steps of its hand-over, in recorded order; an ended issue's do not matter."""
        if self.issue.state not in UNCLOSED:
            return []
        return list(self.issue.hand_overs.order_by("record_order"))

    def hand_over_until(self) -> datetime:
        """Until when the issue may be handed over, or that may be refused."""
        days = scheme_value("hand_over_days", self.issue.venue.district_id)
        since = self.hand_overs[-1].at if self.hand_overs else self.issue.opened_at()
        return since + timedelta(days=days)

    def _recheckers(self) -> frozenset[int]:
        """Who judged, and everybody who was there."""
        if self.recheck is None:
            return frozenset()
        return self.recheck.inspection.persons() | {self.recheck.person_id}

    def facts(self, person: int | None, capacities: frozenset[str]) -> Facts:
        """These rows as the facts that needs are judged on."""
        severity = self.issue.severity
        report, recheck, recheckers = self.report, self.recheck, self._recheckers()
        reporter = report.person_id if report else None
        after = bool(report and recheck and recheck.inspection.record_order > report.record_order)
        counted = [s.role for s in self.sign_offs if s.person_id not in {reporter, *recheckers}]
        return Facts(
            severity=severity,
            person=person,
            capacities=capacities,
            reporter=reporter,
            recheckers=recheckers,
            passed=bool(recheck and recheck.passed),
            recheck_after_report=after,
            seen_since_recheck=recheck is not None and guards.seen_since(self.issue.pk),
            signed=in_order(severity, counted),
            signers=frozenset(each.person_id for each in self.sign_offs),
            expired=self.issue.due < clock.now(),
            measure_owed=self.measure_owed,
            hand_over=self.hand_overs[-1].state if self.hand_overs else "",
            hand_over_late=self.hand_over_until() < clock.now(),
            hand_over_persons=frozenset(each.person_id for each in self.hand_overs),
            asker=self.waiting_ask.person_id if self.waiting_ask else None,
        )

    def roles_for(self, by: Officer) -> tuple[str, ...]:
        """The roles in which this officer could sign off next."""
        own = self.issue.capacities(by)
        facts = self.issue.facts(by)
        return tuple(
            role for role in signable(facts.severity, facts.signed) if SIGNING_CAPACITY[role] in own
        )

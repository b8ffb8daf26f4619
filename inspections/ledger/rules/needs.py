"""What the acts on an issue are judged on, and what they need."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from inspections.ledger.rules.signing import signable, unsigned
from venuewatch.workflow.rules import Need


@dataclass(frozen=True)
class Facts:
    """What the needs of an issue's transitions are judged on.

    `person` is who wants to act, `capacities` in which capacities; `reporter` who reported the
    latest rectification; `recheckers` the persons of the latest re-check, co-inspectors included;
    `signed` the roles signed since it, `signers` the persons who signed them; `expired` whether
    the due has passed; `asker` who asked for the extension that waits for a decision;
    `measure_owed` whether 2 failed re-checks call for a measure; `hand_over` the state
    of its hand-over, `hand_over_late` whether the time for the next step of that has passed,
    `hand_over_persons` who took one.
    """

    severity: str
    person: int | None
    reporter: int | None = None
    recheckers: frozenset[int] = frozenset()
    passed: bool = False
    recheck_after_report: bool = False
    seen_since_recheck: bool = False
    signed: frozenset[str] = frozenset()
    signers: frozenset[int] = frozenset()
    capacities: frozenset[str] = frozenset()
    expired: bool = False
    asker: int | None = None
    measure_owed: bool = False
    hand_over: str = ""
    hand_over_late: bool = False
    hand_over_persons: frozenset[int] = frozenset()


NOT_REPORTER = Need(
    "not_reporter",
    _("Waits for a re-check by someone other than the person who reported the rectification."),
    lambda facts: facts.person != facts.reporter,
)
NOT_INVOLVED = Need(
    "not_involved",
    _("Waits for a reviewer who neither reported, re-checked nor signed this issue already."),
    lambda facts: facts.person not in {facts.reporter, *facts.recheckers, *facts.signers},
)
SIGN_OFF_OWED = Need(
    "sign_off_owed",
    _("No sign-off is owed."),
    lambda facts: bool(signable(facts.severity, facts.signed)),
)
PASSED_RECHECK = Need(
    "passed_recheck",
    _("Waits for a passed re-check after the latest rectification report."),
    lambda facts: facts.passed and facts.recheck_after_report,
)
OTHER_PERSON = Need(
    "other_person",
    _("The re-check was made by the person who reported the rectification."),
    lambda facts: facts.reporter not in facts.recheckers,
)
NOT_SEEN_SINCE = Need(
    "not_seen_since",
    _("The same problem was found again after the re-check."),
    lambda facts: not facts.seen_since_recheck,
)
ALL_SIGNED = Need(
    "all_signed",
    _("Waits for the sign-offs of its severity."),
    lambda facts: not unsigned(facts.severity, facts.signed),
)

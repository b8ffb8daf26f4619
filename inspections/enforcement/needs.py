"""What the acts on an operation and its parts are judged on, and what they need. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from venuewatch.workflow.rules import Need


@dataclass(frozen=True)
class OperationFacts:
    """How an operation stands: whether anybody signed in, every part ended, all is on the ledger.

    `paused` tells whether its clocks stand still.
    """

    signed_in: bool = False
    all_ended: bool = False
    on_ledger: bool = False
    paused: bool = False


@dataclass(frozen=True)
class PartFacts:
    """How an agency's part stands: whether its operation runs or is closed, whose part it is."""

    runs: bool = False
    closed: bool = False
    rated: bool = False
    of_rater: bool = False


SIGNED_IN = Need(
    "signed_in", _("Waits for the first agency to sign in."), lambda facts: facts.signed_in
)
ALL_ENDED = Need(
    "all_ended",
    _("Waits for every agency: each gives its result, declines or is released."),
    lambda facts: facts.all_ended,
)
ON_LEDGER = Need(
    "on_ledger",
    _("What an agency found is not on the ledger: its joint inspection or its measure is missing."),
    lambda facts: facts.on_ledger,
)
NOT_PAUSED = Need(
    "not_paused", _("The clocks stand still already."), lambda facts: not facts.paused
)
PAUSED = Need("paused", _("The clocks run."), lambda facts: facts.paused)
RUNS = Need("runs", _("The operation does not run any more."), lambda facts: facts.runs)
CLOSED = Need(
    "operation_closed", _("Waits for the operation to be closed."), lambda facts: facts.closed
)
NOT_RATED = Need("not_rated", _("This part has been rated."), lambda facts: not facts.rated)
NOT_OWN = Need("not_own", _("A town does not rate itself."), lambda facts: not facts.of_rater)

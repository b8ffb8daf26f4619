"""What the acts on an operation and its parts are judged on, and what they need. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from venuewatch.workflow.rules import Need, Words


@dataclass(frozen=True)
class OperationFacts:
    """How an operation stands: whether anybody signed in, and whether every part ended.

    `off_ledger` names the agencies that found what is not on the ledger; `paused` tells whether
    its clocks stand still.
    """

    signed_in: bool = False
    all_ended: bool = False
    off_ledger: tuple[str, ...] = ()
    paused: bool = False


@dataclass(frozen=True)
class PartFacts:
    """How an agency's part stands: whether its operation runs or is closed, whose part it is.

    `open_yet`: it has started and is not closed. `unfounded`: the part's result rests on a joint
    inspection that was withdrawn.
    """

    runs: bool = False
    open_yet: bool = False
    unfounded: bool = False
    closed: bool = False
    rated: bool = False
    of_rater: bool = False


def off_ledger_words(agencies: Iterable[str]) -> Words:
    """Whose findings are not on the ledger, and what leads on (R-JOINT-4)."""
    sentence = gettext(
        "Waits for %(agencies)s: what was found is not on the ledger. File the joint inspection"
        " again, or correct the result."
    )
    return sentence % {"agencies": gettext(", ").join(agencies)}


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
    lambda facts: not facts.off_ledger,
    lambda facts: off_ledger_words(facts.off_ledger),
)
NOT_PAUSED = Need(
    "not_paused", _("The clocks stand still already."), lambda facts: not facts.paused
)
PAUSED = Need("paused", _("The clocks run."), lambda facts: facts.paused)
UNFOUNDED = Need(
    "unfounded",
    _("Only a result whose joint inspection was withdrawn is corrected."),
    lambda facts: facts.unfounded,
)
OPEN_YET = Need(
    "open_yet", _("The operation does not go on any more."), lambda facts: facts.open_yet
)
RUNS = Need("runs", _("The operation does not run any more."), lambda facts: facts.runs)
CLOSED = Need(
    "operation_closed", _("Waits for the operation to be closed."), lambda facts: facts.closed
)
NOT_RATED = Need("not_rated", _("This part has been rated."), lambda facts: not facts.rated)
NOT_OWN = Need("not_own", _("A town does not rate itself."), lambda facts: not facts.of_rater)

"""Extensions of a deadline: asked before it expires, decided by somebody else (R-ISSUE-3).

| act | from → to | who | needs |
|---|---|---|---|
| ask_extension | – → waiting | town or lead department, inspector | reason, day; before the due |
| grant_extension | waiting → granted | lead department's reviewer, major: command's | another |
| refuse_extension | waiting → refused | the same | reason; another |

A waiting ask is moot once its issue leaves open. One waits at a time; a refused one may be
followed by another.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.ledger.rules.words import IssueState, Severity
from venuewatch.workflow.rules import Need, Transition, capacities


def deciding_capacity(severity: str) -> str:
    """In which capacity a person decides on an extension of an issue of this severity."""
    return "command.reviewer" if severity == Severity.MAJOR else "lead.reviewer"


def _decides(facts: Any) -> bool:
    return deciding_capacity(facts.severity) in facts.capacities


NOT_EXPIRED = Need(
    "not_expired",
    _("The deadline has expired; an extension is asked before that."),
    lambda facts: not facts.expired,
)
NONE_WAITING = Need(
    "none_waiting",
    _("An extension was asked already and waits for its decision."),
    lambda facts: facts.asker is None,
)
ONE_WAITING = Need(
    "one_waiting",
    _("No extension waits for a decision."),
    lambda facts: facts.asker is not None,
)
DECIDES = Need(
    "decides",
    _("The lead department's reviewer decides; for a major issue, the command's."),
    _decides,
)
NOT_ASKER = Need(
    "not_asker",
    _("Somebody other than the person who asked decides."),
    lambda facts: facts.person != facts.asker,
)

_DECIDERS = capacities("lead", "reviewer") | capacities("command", "reviewer")

EXTENDING = (
    Transition(
        "ask_extension",
        _("Ask for an extension"),
        (IssueState.OPEN,),
        None,
        capacities("town", "inspector") | capacities("lead", "inspector"),
        required=("reason", "wanted"),
        needs=(NOT_EXPIRED, NONE_WAITING),
        announces=True,
    ),
    Transition(
        "grant_extension",
        _("Grant the extension"),
        (IssueState.OPEN,),
        None,
        _DECIDERS,
        required=("until",),
        needs=(ONE_WAITING, DECIDES, NOT_ASKER),
        announces=True,
    ),
    Transition(
        "refuse_extension",
        _("Refuse the extension"),
        (IssueState.OPEN,),
        None,
        _DECIDERS,
        required=("reason",),
        needs=(ONE_WAITING, DECIDES, NOT_ASKER),
        announces=True,
    ),
)

"""Handing an issue over 转办: a little table of its own, whose acts stand on the issue.

| act | from → to | who | needs |
|---|---|---|---|
| hand_over | – → handed | answering department's reviewer | reason; in time since the opening |
| refuse_hand_over | handed → refused | receiving department's reviewer | reason; in time since |
| uphold_hand_over | refused → upheld | command reviewer, not a party | reason |
| return_hand_over | refused → returned | command reviewer, not a party | reason |

An issue is handed over at most once. The receiver answers for it from the hand-over on, and the
giver again once it is returned; the department that it is counted under stays.
"""

from django.utils.translation import gettext_lazy as _

from inspections.ledger.rules.words import UNCLOSED, HandOverState, IssueState
from venuewatch.workflow.rules import Need, Transition, TransitionTable, capacities

NOT_HANDED = ""

IN_TIME = Need(
    "hand_over_in_time",
    _("The time for handing this issue over, or for refusing that, has passed."),
    lambda facts: not facts.hand_over_late,
)
NOT_A_PARTY = Need(
    "not_a_party",
    _("Somebody who neither handed it over nor refused it decides."),
    lambda facts: facts.person not in facts.hand_over_persons,
)

HAND_OVER_TABLE = TransitionTable(
    (
        Transition(
            "hand_over",
            _("Hand over to another department"),
            (NOT_HANDED,),
            HandOverState.HANDED,
            capacities("answering", "reviewer"),
            required=("reason", "to"),
            needs=(IN_TIME,),
            announces=True,
        ),
        Transition(
            "refuse_hand_over",
            _("Refuse the hand-over"),
            (HandOverState.HANDED,),
            HandOverState.REFUSED,
            capacities("answering", "reviewer"),
            required=("reason",),
            needs=(IN_TIME,),
            announces=True,
        ),
        Transition(
            "uphold_hand_over",
            _("Uphold the hand-over"),
            (HandOverState.REFUSED,),
            HandOverState.UPHELD,
            capacities("command", "reviewer"),
            required=("reason",),
            needs=(NOT_A_PARTY,),
            announces=True,
        ),
        Transition(
            "return_hand_over",
            _("Return it to the first department"),
            (HandOverState.REFUSED,),
            HandOverState.RETURNED,
            capacities("command", "reviewer"),
            required=("reason",),
            needs=(NOT_A_PARTY,),
            announces=True,
        ),
    )
)
# The command decides also on what was re-checked meanwhile; the others act before that.
_BEFORE_RECHECK = (IssueState.OPEN, IssueState.RECTIFIED)


def _on_issue(step: Transition) -> Transition:
    """A step as an act on the issue: its state stays, the hand-over's is what is needed."""
    stands = Need(
        "hand_over_stands",
        _("The hand-over does not stand so."),
        lambda facts: facts.hand_over in step.sources,
    )
    decides = HandOverState.REFUSED in step.sources
    return Transition(
        step.name,
        step.label,
        UNCLOSED if decides else _BEFORE_RECHECK,
        None,
        step.allowed,
        required=step.required,
        needs=(stands, *step.needs),
        announces=step.announces,
    )


HANDING_OVER = tuple(_on_issue(step) for step in HAND_OVER_TABLE)

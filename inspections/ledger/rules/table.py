"""Who may do what with an issue, from which state: the transition table of the ledger."""

from django.utils.translation import gettext_lazy as _

from inspections.ledger.rules.extending import EXTENDING
from inspections.ledger.rules.handing_over import HANDING_OVER
from inspections.ledger.rules.measuring import MEASURING
from inspections.ledger.rules.needs import (
    ALL_SIGNED,
    NOT_INVOLVED,
    NOT_REPORTER,
    NOT_SEEN_SINCE,
    OTHER_PERSON,
    PASSED_RECHECK,
    SIGN_OFF_OWED,
)
from inspections.ledger.rules.rectifying import FIVE_FOR_ALL
from inspections.ledger.rules.signing import SIGNING_CAPACITY
from inspections.ledger.rules.words import UNCLOSED, IssueState
from venuewatch.workflow.rules import (
    SYSTEM_CAPACITY,
    Transition,
    TransitionTable,
    capacities,
    union,
)

ANY_INSPECTOR = union(
    *(capacities(side, "inspector") for side in ("town", "lead", "co", "command", "joint"))
)
REVIEWERS = frozenset(SIGNING_CAPACITY.values())

# Whose reviewers may say who follows an issue up: whoever has the venue in their charge.
FOLLOWED_UP_BY = union(
    *(capacities(side, "reviewer") for side in ("town", "lead", "co", "command"))
)

ISSUE_TABLE = TransitionTable(
    (
        Transition(
            "report_rectified",
            _("Report rectification"),
            (IssueState.OPEN,),
            IssueState.RECTIFIED,
            capacities("town", "inspector") | capacities("lead", "inspector"),
            required=FIVE_FOR_ALL,
            announces=True,
        ),
        Transition(
            "escalate",
            _("Told as late"),
            UNCLOSED,
            None,
            frozenset({SYSTEM_CAPACITY}),
        ),
        Transition(
            "seen_again", _("Seen again"), UNCLOSED, IssueState.OPEN, ANY_INSPECTOR, announces=True
        ),
        Transition(
            "pass_recheck",
            _("Re-check passed"),
            (IssueState.RECTIFIED,),
            IssueState.RECHECKED,
            ANY_INSPECTOR,
            needs=(NOT_REPORTER,),
            announces=True,
        ),
        Transition(
            "fail_recheck",
            _("Re-check failed"),
            (IssueState.RECTIFIED,),
            IssueState.OPEN,
            ANY_INSPECTOR,
            required=("reason",),
            needs=(NOT_REPORTER,),
            announces=True,
        ),
        Transition(
            "sign_off",
            _("Sign off"),
            (IssueState.RECHECKED,),
            None,
            REVIEWERS,
            needs=(SIGN_OFF_OWED, NOT_INVOLVED),
            announces=True,
        ),
        Transition(
            "reject",
            _("Reject"),
            (IssueState.RECHECKED,),
            IssueState.OPEN,
            REVIEWERS,
            required=("reason",),
            announces=True,
        ),
        Transition(
            "close",
            _("Strike off"),
            (IssueState.RECHECKED,),
            IssueState.CLOSED,
            frozenset({SYSTEM_CAPACITY}),
            needs=(PASSED_RECHECK, OTHER_PERSON, NOT_SEEN_SINCE, ALL_SIGNED),
            announces=True,
        ),
        Transition(
            "void",
            _("Make void"),
            (IssueState.OPEN, IssueState.RECTIFIED),
            IssueState.VOID,
            capacities("command", "leader"),
            required=("reason", "kind"),
            announces=True,
        ),
        Transition(
            "regrade",
            _("Regrade the severity"),
            (IssueState.OPEN,),
            None,
            capacities("lead", "reviewer"),
            required=("severity", "reason"),
            announces=True,
        ),
        Transition(
            "assign",
            _("Assign a person responsible"),
            UNCLOSED,
            None,
            FOLLOWED_UP_BY,
            announces=True,
        ),
        # R-CHECK-6: both follow from a reviewer's decision about the visit, and only from it.
        Transition(
            "withdraw",
            _("Withdrawn with its visit"),
            (IssueState.OPEN,),
            IssueState.VOID,
            frozenset({SYSTEM_CAPACITY}),
            required=("reason",),
            announces=True,
        ),
        Transition(
            "unsee",
            _("Seen again: withdrawn"),
            UNCLOSED,
            None,
            frozenset({SYSTEM_CAPACITY}),
            required=("reason",),
        ),
        *EXTENDING,
        *MEASURING,
        *HANDING_OVER,
    )
)

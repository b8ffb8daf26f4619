"""The only code that changes an issue: one function an act; who and when is rules.ISSUE_TABLE."""

from inspections.ledger.actions.assigning import (
    MOST_ASSIGNED,
    Assigned,
    as_numbers,
    assign,
    colleagues_of,
    may_assign,
)
from inspections.ledger.actions.ending import close, void
from inspections.ledger.actions.extending import ask_extension, grant_extension, refuse_extension
from inspections.ledger.actions.handing_over import (
    hand_over,
    may_receive,
    refuse_hand_over,
    return_hand_over,
    uphold_hand_over,
)
from inspections.ledger.actions.measuring import (
    MEASURE,
    explain_no_measure,
    miss_measure,
    odd_day,
    record_measure,
)
from inspections.ledger.actions.moving import (
    CLOSE,
    fail_recheck,
    pass_recheck,
    reject,
    reopen,
    report_rectified,
    see_again,
    sign_off,
)
from inspections.ledger.actions.opening import Found, open_issue, opening_words
from inspections.ledger.actions.regrading import regrade
from inspections.ledger.actions.withdrawing import unsee, withdraw

__all__ = [
    "CLOSE",
    "MEASURE",
    "MOST_ASSIGNED",
    "Assigned",
    "Found",
    "as_numbers",
    "ask_extension",
    "assign",
    "close",
    "colleagues_of",
    "explain_no_measure",
    "fail_recheck",
    "grant_extension",
    "hand_over",
    "may_assign",
    "may_receive",
    "miss_measure",
    "odd_day",
    "open_issue",
    "opening_words",
    "pass_recheck",
    "record_measure",
    "refuse_extension",
    "refuse_hand_over",
    "regrade",
    "reject",
    "reopen",
    "report_rectified",
    "return_hand_over",
    "see_again",
    "sign_off",
    "unsee",
    "uphold_hand_over",
    "void",
    "withdraw",
]

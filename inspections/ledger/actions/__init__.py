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
from inspections.ledger.actions.withdrawing import unsee, withdraw

__all__ = [
    "CLOSE",
    "MOST_ASSIGNED",
    "Assigned",
    "Found",
    "as_numbers",
    "assign",
    "close",
    "colleagues_of",
    "fail_recheck",
    "may_assign",
    "open_issue",
    "opening_words",
    "pass_recheck",
    "reject",
    "reopen",
    "report_rectified",
    "see_again",
    "sign_off",
    "unsee",
    "void",
    "withdraw",
]

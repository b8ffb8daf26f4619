"""What the database itself refuses on the ledger, at the statement (R-ISSUE-1).

Guards are statement-level with transition tables: one anti-join per statement, so that an import
can live with them. A guard that reads other rows first locks the standing of the venues it
judges, as every act does, so that two transactions cannot both be right (architecture.md).
Who may act is decided by `move()`; what must never be, here. The failed answers that the closing
guard looks for lie in `checks`: the database reads evidence where it lies.
"""

from inspections.ledger.guards.closing import counts, seen_since, without_evidence
from inspections.ledger.guards.evidence import (
    CEASED_BY_TWO,
    append_only,
    co_inspector_trigger,
    evidence_triggers,
    failed_answer_trigger,
    own_person_trigger,
)
from inspections.ledger.guards.extending import (
    ASK_ALONE,
    ASK_IN_TIME,
    DECIDED_BY_ANOTHER,
    DECIDED_IN_ROUND,
)
from inspections.ledger.guards.handing_over import HAND_OVER_DECIDED_BY_ANOTHER, HANDED_IN_ORDER
from inspections.ledger.guards.issues import ISSUE_TRIGGERS
from inspections.ledger.guards.statements import (
    BOTH,
    CHAIN,
    CULPRIT,
    changed,
    listed,
    lock_standing,
    on_insert_trigger,
    on_update_trigger,
    own_person,
    pairs_sql,
    refuse,
    scheme_sql,
)
from inspections.ledger.guards.tally import SETTLE_STANDING, TALLY

__all__ = [
    "ASK_ALONE",
    "ASK_IN_TIME",
    "BOTH",
    "CEASED_BY_TWO",
    "CHAIN",
    "CULPRIT",
    "DECIDED_BY_ANOTHER",
    "DECIDED_IN_ROUND",
    "HANDED_IN_ORDER",
    "HAND_OVER_DECIDED_BY_ANOTHER",
    "ISSUE_TRIGGERS",
    "SETTLE_STANDING",
    "TALLY",
    "append_only",
    "changed",
    "co_inspector_trigger",
    "counts",
    "evidence_triggers",
    "failed_answer_trigger",
    "listed",
    "lock_standing",
    "on_insert_trigger",
    "on_update_trigger",
    "own_person",
    "own_person_trigger",
    "pairs_sql",
    "refuse",
    "scheme_sql",
    "seen_since",
    "without_evidence",
]

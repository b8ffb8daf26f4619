"""Each way in which a look-back can break a check: SQL on one that was seen, triggers off."""

from tests.cast import Cast
from tests.tracking.going_back import go, sent

NEXT_DOOR = "(SELECT id FROM venues_venue WHERE code = 'V2')"


def looked_back(cast: Cast) -> str:
    """One look-back that held and one still to come; the number of the first."""
    row = sent(cast, "serious")
    go(cast, row)
    return row.code


def found_again(cast: Cast) -> None:
    """A look-back whose visit found the problem back."""
    row = sent(cast)
    assert row.issue is not None
    go(cast, row, failed=row.issue.item_code)


OF_LOOK_BACKS: dict[str, tuple[str, ...]] = {
    "look-backs are of what was closed or lifted, at its venue": (
        f"UPDATE inspections_lookback SET venue_id = {NEXT_DOOR}",
        "UPDATE inspections_issue SET state = 'open', closed_at = NULL, closed_order = NULL",
    ),
    "what look-backs saw is what their visits saw": (
        f"UPDATE inspections_inspection SET venue_id = {NEXT_DOOR}",
        "UPDATE inspections_lookback SET sent_at = now() WHERE state = 'held'",
        "UPDATE inspections_answer SET value = 'fail'",
        "UPDATE inspections_inspection SET outcome = 'no_entry', no_entry_reason = 'shut'",
    ),
    "scheduled look-backs wait for their day": (
        "DELETE FROM workflow_followup WHERE kind = 'look_backs.send' AND state = 'waiting'",
    ),
}

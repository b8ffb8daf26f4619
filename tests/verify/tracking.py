"""Each way in which a notice or a matter of the desk can break a check: SQL, triggers off.

There is one notice that was issued and one withdrawn; at the desk one of each state, and one that
came back.
"""

from tests.cast import Cast
from tests.intake import stages as desk
from tests.notices import stages as notices

CONFIRMED = "(SELECT min(id) FROM inspections_intake WHERE state = 'confirmed')"
UNCONFIRMED = "(SELECT id FROM inspections_intake WHERE state = 'unconfirmed')"
CLOSED = "(SELECT id FROM inspections_intake WHERE state = 'closed')"
RECEIVED = "(SELECT min(id) FROM inspections_intake WHERE state = 'received')"
DISPATCHED = "(SELECT min(id) FROM inspections_intake WHERE state = 'dispatched')"
DUPLICATE = "(SELECT id FROM inspections_intake WHERE state = 'duplicate')"
ISSUED = "(SELECT id FROM inspections_notice WHERE state = 'issued')"
STRANGER = "(SELECT id FROM venues_officer WHERE username = 'outsider')"
LATER = "nextval('workflow_record_order')"


def tracked(cast: Cast) -> None:
    """One of everything, by the real acts."""
    notices.withdrawn(cast)
    notices.issued(cast, document_number="City 2026-15")
    notices.drafted(cast)
    notices.dropped(cast)
    for build in desk.STAGES.values():
        build(cast)


def intake(change: str, which: str) -> str:
    return f"UPDATE inspections_intake SET {change} WHERE id = {which}"


def notice(change: str, which: str = ISSUED) -> str:
    return f"UPDATE inspections_notice SET {change} WHERE id = {which}"


def finding(change: str, which: str, result: str = "confirmed") -> str:
    return (
        f"UPDATE inspections_intakefinding SET {change} WHERE result = '{result}' AND ask_id IN"
        f" (SELECT id FROM inspections_intakeask WHERE intake_id = {which})"
    )


def found_gone(which: str) -> str:
    return (
        "DELETE FROM inspections_intakefinding WHERE ask_id IN"
        f" (SELECT id FROM inspections_intakeask WHERE intake_id = {which})"
    )


OF_TRACKING: dict[str, tuple[str, ...]] = {
    "every venue of a notice that was issued has an issue and a plate of it": (
        f"DELETE FROM inspections_noticevenue WHERE notice_id = {ISSUED}",
        f"UPDATE inspections_noticevenue SET issue_id = NULL WHERE notice_id = {ISSUED}",
        "UPDATE inspections_issue SET source = 'tip' WHERE source = 'notice'",
        "DELETE FROM inspections_plateground",
    ),
    "numbers of notices tell their command and have no gaps": (
        notice("number = 'DB-410108-2026-0007'"),
        notice("number = 'x'"),
    ),
    "notices were issued by another person than their drafter": (
        notice("issuer_person_id = drafter_person_id"),
        notice("issuer_person_id = NULL, drafter_person_id = NULL"),
    ),
    "numbers of the desk tell their command and have no gaps": (
        intake("number = 'SL-410109-2026-0001'", CLOSED),
        intake("number = 'SL-410108-2026-0099'", CLOSED),
    ),
    "what is being verified was asked of both sides": (
        f"DELETE FROM inspections_intakeask WHERE side = 'sector' AND intake_id = {DISPATCHED}",
        intake("round = 9", DISPATCHED),
    ),
    "every clock of the desk that runs is waited for": (
        "DELETE FROM workflow_followup WHERE kind = 'intake.late'",
        intake("due = due + interval '1 hour'", RECEIVED),
        "UPDATE workflow_followup SET state = 'done', ended = now() WHERE kind = 'intake.late'",
    ),
    "what was verified was answered by both sides, and confirmed with an issue": (
        found_gone(CLOSED),
        found_gone(UNCONFIRMED),
        finding("result = 'not_theirs', issue_id = NULL", CONFIRMED),
        finding("result = 'unconfirmed', issue_id = NULL", CONFIRMED),
        finding("result = 'confirmed', issue_id = (SELECT min(id) FROM inspections_issue)",
                UNCONFIRMED, "unconfirmed"),
        intake("venue_id = NULL", CONFIRMED),
        intake("venue_id = (SELECT id FROM venues_venue WHERE code = 'V2')", CLOSED),
        intake("state = 'confirmed'", DISPATCHED),
    ),
    "rounds and breaches of the desk are those that events tell": (
        intake("round = 7", CLOSED),
        intake("breaches = 7", RECEIVED),
    ),
    "what was closed was answered after it was verified": (
        f"DELETE FROM inspections_intakereply WHERE intake_id = {CLOSED}",
        finding(f"record_order = {LATER}", CLOSED),
    ),
    "what repeats another repeats no duplicate, and nothing repeats it": (
        intake(f"duplicate_of_id = {DUPLICATE}", DUPLICATE),
        intake(f"state = 'duplicate', ended_at = now(), duplicate_of_id = {DUPLICATE}", RECEIVED),
        intake("area_id = (SELECT id FROM venues_area WHERE code = '410200')", DUPLICATE),
    ),
    "duplicates were answered with the one they repeat": (
        intake("answered_at = now()", DUPLICATE),
        intake(f"duplicate_of_id = {CLOSED}", DUPLICATE),
    ),
    "what was found at the desk is what events tell": (
        found_gone(CLOSED),
        finding(f"officer_id = {STRANGER}", CONFIRMED),
        finding("result = 'unconfirmed', issue_id = NULL", CONFIRMED),
        "DELETE FROM workflow_event WHERE name = 'find_unconfirmed'",
    ),
}  # fmt: skip

"""Each way in which an operation can break a check: SQL on one that is closed, triggers off."""

from inspections.enforcement import actions as joint
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.enforcement import stages
from tests.enforcement.test_guards import found_and_punished

POLICE = "(SELECT id FROM inspections_part WHERE role = 'police')"
NEXT_DOOR = "(SELECT id FROM venues_venue WHERE code = 'V2')"


def operated(cast: Cast) -> str:
    """One operation with a finding and a penalty, closed and rated; its number."""
    operation = found_and_punished(cast)
    with at(MONDAY, 14):
        joint.close(operation, by=cast["command"])
        joint.rate(stages.part_of(operation, "police"), by=cast["town-leader"], stars=4)
    return operation.number


def operation(change: str) -> str:
    return f"UPDATE inspections_operation SET {change}"


def gone(kind: str) -> str:
    return f"DELETE FROM inspections_partstep WHERE kind = '{kind}'"


_AGAIN = (
    "DROP INDEX operation_one_current;"
    " UPDATE inspections_operation SET state = 'reported', ended_at = NULL;"
    " INSERT INTO inspections_operation (event_seq, event_hash, whistle, number, state, kind, why,"
    " blown_at, place, end_reason, venue_id) SELECT 1, '', 'CS-9', '', 'blown', kind, why,"
    " blown_at, '', '', venue_id FROM inspections_operation"
)

_STRANGE_PHOTO = (
    "INSERT INTO inspections_photo (venue_id, officer_id, file, kind, round, item_code, recorded)"
    f" SELECT {NEXT_DOOR}, id, 'x.jpg', 'site', 0, '', now() FROM venues_officer LIMIT 1;"
    " UPDATE inspections_partstep SET photo_id = (SELECT max(id) FROM inspections_photo)"
    f" WHERE kind = 'sign_in' AND part_id = {POLICE}"
)

OF_OPERATIONS: dict[str, tuple[str, ...]] = {
    "numbers of operations tell their district and have no gaps": (
        operation("number = 'LH-410108-2026-0007'"),
        operation("number = 'LH-410109-2026-0001'"),
        operation("number = 'x'"),
    ),
    "agencies wanted and issues named are as many as the first event tells": (
        "DELETE FROM inspections_operation_wanted",
        "DELETE FROM inspections_operationissue",
    ),
    "one operation at a time a venue": (_AGAIN,),
    "issues that operations name are of their venue": (operation(f"venue_id = {NEXT_DOOR}"),),
    "operations were convened with a squad and their clocks": (
        "DELETE FROM inspections_squadmember",
        "DELETE FROM inspections_operationclock",
    ),
    "operations that are under way began with a sign-in": (gone("sign_in"),),
    "states of parts are those that their evidence tells": (
        gone("result"),
        "UPDATE inspections_part SET state = 'released'",
    ),
    "photos of agencies' evidence are of the operation's venue": (_STRANGE_PHOTO,),
    "operations were reported once every agency had ended its part": (
        f"UPDATE inspections_part SET state = 'on_site' WHERE id = {POLICE}",
    ),
    "what closed operations found is on the ledger": (
        "DELETE FROM inspections_partmeasure",
        "UPDATE inspections_inspection SET side = 'town'",
        "UPDATE inspections_inspection SET outcome = 'clean'",
        "UPDATE inspections_measure SET kind = 'warning'",
    ),
    "corrected results had rested on a withdrawn joint inspection": (
        (
            "INSERT INTO inspections_partstep (part_id, kind, officer_id, person_id, at, recorded,"
            " record_order, words, measure, inspection_id) SELECT part_id, 'revision', officer_id,"
            " person_id, at, recorded, nextval('workflow_record_order'), 'nothing', '',"
            " inspection_id FROM inspections_partstep WHERE inspection_id IS NOT NULL"
        ),
    ),
    "agencies were rated once their operation was closed": (
        operation("state = 'reported', ended_at = NULL"),
        "UPDATE inspections_partrating SET at = at - interval '1 day'",
    ),
    "invitations are those of the operations that go on": (
        "DELETE FROM venues_invitation",
        "UPDATE venues_invitation SET until = NULL",
        "UPDATE venues_invitation SET until = NULL, acting = true",
    ),
    "the evidence of parts is what their events tell": (
        gone("sign_in"),
        (
            "UPDATE inspections_partstep SET officer_id = (SELECT id FROM venues_officer"
            " WHERE username = 'outsider') WHERE kind = 'result'"
        ),
        "DELETE FROM workflow_event WHERE name = 'arrive'",
    ),
}

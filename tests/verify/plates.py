"""Each way in which a plate can break a check: SQL on a district with two, triggers off.

One was lifted, and the next one hangs at the same venue.
"""

from inspections.plates import actions as plates
from inspections.plates.models import Plate
from tests.cast import Cast
from tests.duties.days import FRIDAY, at
from tests.plates import stages

LIFTED = "(SELECT id FROM inspections_plate WHERE state = 'lifted')"
HUNG = "(SELECT id FROM inspections_plate WHERE state = 'hung')"
NEXT_DOOR = "(SELECT id FROM venues_venue WHERE code = 'V2')"
STRANGER = "(SELECT person_id FROM venues_officer WHERE username = 'outsider')"
GROUND = f"(SELECT issue_id FROM inspections_plateground WHERE plate_id = {LIFTED})"


def plated(cast: Cast) -> str:
    """One plate lifted on Friday, another hung that evening; the number of the first."""
    number = stages.lifted(cast).number
    with at(FRIDAY, 14):
        cast.check(failed="A1")
        grounds = [(cast.venue.issues.get(item_code="A1"), "recurring")]
        plate = plates.propose(cast.venue, grounds, by=cast["command"], facts="again")
        plates.tell_venue(plate, by=cast["command"], facts="again; you may reply")
        plates.record_reply(stages.fresh(plate), by=cast["command"], reply="nothing")
        plates.approve(stages.fresh(plate), by=cast["command-leader"])
    with at(FRIDAY, 20):
        stages.hang(cast, stages.fresh(plate))
    assert Plate.objects.count() == 2
    return number


def plate(change: str, which: str = LIFTED) -> str:
    return f"UPDATE inspections_plate SET {change} WHERE id = {which}"


def step(kind: str, change: str, which: str = LIFTED) -> str:
    return f"UPDATE inspections_platestep SET {change} WHERE kind = '{kind}' AND plate_id = {which}"


def gone(kind: str, which: str = LIFTED, more: str = "") -> str:
    return f"DELETE FROM inspections_platestep WHERE kind = '{kind}' AND plate_id = {which} {more}"


OF_PLATES: dict[str, tuple[str, ...]] = {
    "every plate has grounds, all of its venue": (
        f"DELETE FROM inspections_plateground WHERE plate_id = {LIFTED}",
        plate(f"venue_id = {NEXT_DOOR}"),
    ),
    "what was found while a plate hangs is its ground": (
        f"DELETE FROM inspections_plateground WHERE plate_id = {HUNG};"
        " UPDATE inspections_issue SET severity = 'major' WHERE state = 'open';"
        + plate("hung_at = hung_at - interval '1 day'", HUNG),
        f"UPDATE inspections_issue SET recurrence_of_id = {GROUND} WHERE state = 'open';"
        f" DELETE FROM inspections_plateground WHERE plate_id = {HUNG};"
        f" UPDATE inspections_plateground SET plate_id = {HUNG};"
        + plate("hung_at = hung_at - interval '1 day'", HUNG),
    ),
    "states and rounds of plates are those that their events tell": (plate("round = 2"),),
    "one current plate a venue": (
        "DROP INDEX plate_one_current; " + plate("state = 'accepted', ended_at = NULL"),
    ),
    "numbers of plates tell their district and have no gaps": (
        plate("number = 'HP-410108-2026-0007'"),
        plate("number = 'HP-410109-2026-0001'"),
        plate("number = 'x'"),
        plate("number = 'HP-410108-2026-0003'"),
    ),
    "plates were approved by another person, once their venue was heard": (
        gone("approval"),
        gone("notice"),
        gone("reply"),
        step("approval", "person_id = (SELECT max(proposer_person_id) FROM inspections_plate)"),
        step("notice", "record_order = 1"),
        f"DELETE FROM inspections_plateground WHERE plate_id = {LIFTED}",
    ),
    "plates were hung with photo, position and place": (
        gone("hanging"),
        *(step("hanging", f"{each} = NULL") for each in ("photo_id", "lon", "lat")),
        step("hanging", "words = ''"),
        plate("town_id = NULL"),
        plate("department_id = NULL"),
        plate("hung_at = hung_at + interval '1 hour'"),
    ),
    "standings tell which plate hangs, and since when": (
        "UPDATE venues_standing SET plate_hung = false",
        "UPDATE venues_standing SET plate_since = NULL",
        "UPDATE venues_standing SET plate_number = 'x'",
        plate("state = 'approved', hung_at = NULL", HUNG),
    ),
    "lifted plates have their look-backs": (
        (f"DELETE FROM inspections_lookback WHERE plate_id = {LIFTED};"
        " UPDATE inspections_plate SET ended_at = now() WHERE state = 'lifted'"),
    ),
    "plates that are to be lifted have their request, and no ground unclosed": (
        plate("state = 'accepted'", HUNG),
        "DROP INDEX plate_one_current; " + plate("state = 'accepted', ended_at = NULL")
        + ";" + gone("request", "(SELECT id FROM inspections_plate WHERE state = 'accepted')"),
    ),
    "plates were lifted with their grounds settled and the last days clean": (
        gone("request"),
        (f"UPDATE inspections_issue SET state = 'rechecked', closed_at = NULL, closed_order = NULL"
        f" WHERE id = {GROUND}"),
        (f"UPDATE inspections_issue SET state = 'void', closed_at = NULL, closed_order = NULL,"
        f" void_kind = 'error' WHERE id = {GROUND}"),
        "UPDATE inspections_inspection SET outcome = 'partial' WHERE side = 'town'",
        "UPDATE inspections_inspection SET outcome = 'issues' WHERE side = 'sector'",
        "UPDATE inspections_inspection SET version_id = NULL WHERE side = 'sector'",
        step("request", "days = 9"),
        plate("hung_at = hung_at + interval '1 day'"),
    ),
    "plates were lifted once both sides had accepted on site": (
        gone("acceptance"),
        gone("acceptance", more="AND side = 'town'"),
        step("acceptance", "photo_id = NULL"),
        step("acceptance", f"person_id = {STRANGER}"),
        step("acceptance", "inspection_id = NULL"),
        step("acceptance", "round = 7"),
        step("request", "record_order = nextval('workflow_record_order')"),
    ),
    "plates were lifted with a photo, by who had prepared none of it": (
        gone("lifting"),
        step("lifting", "photo_id = NULL"),
        *(step("lifting", "person_id = (SELECT max(person_id) FROM inspections_platestep"
               f" WHERE kind = '{kind}' AND plate_id = {LIFTED})")
          for kind in ("request", "acceptance", "hanging")),
        step("lifting", f"person_id = {STRANGER}")
        + ";" + plate(f"proposer_person_id = {STRANGER}"),
    ),
    "the evidence of plates is what their events tell": (
        gone("notice"),
        step("reply", "officer_id = (SELECT id FROM venues_officer WHERE username = 'outsider')"),
        "DELETE FROM workflow_event WHERE name = 'hang'",
        step("approval", "kind = 'lifting'"),
    ),
}  # fmt: skip

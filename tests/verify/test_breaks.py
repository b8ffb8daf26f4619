"""Each rule that `verify` covers, broken by SQL with the guards off, is found and named."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from inspections.ledger.models import Issue
from inspections.management.commands.verify import CHECKS
from inspections.verify.running import NAMELESS, Check, Finding, ask
from tests.cast import Cast
from tests.rules import rule
from tests.verify.branches import BRANCHES as OF_ISSUES
from tests.verify.deliveries import OF_DELIVERIES, delivered
from tests.verify.duties import OF_DUTIES, worked
from tests.verify.escalations import OF_ESCALATIONS, told_as_late
from tests.verify.look_backs import OF_LOOK_BACKS, looked_back
from tests.verify.operations import OF_OPERATIONS, operated
from tests.verify.plates import OF_PLATES, plated
from tests.verify.stories import enforced_too, lived, ordinary, with_a_desk, with_acts
from tests.verify.tracking import OF_TRACKING, tracked

ISSUE = "(SELECT id FROM inspections_issue WHERE number = %(number)s)"
# question → statements that break it, on a district with one closed and one rechecked issue
BREAKS: dict[str, str] = {
    "closed issues have all their evidence":
        f"DELETE FROM inspections_signoff WHERE issue_id = {ISSUE}",
    "states have the evidence of their round":
        "UPDATE inspections_issue SET round = 7 WHERE state = 'rechecked'",
    "no evidence came after its issue had ended":
        "UPDATE inspections_signoff SET record_order = nextval('workflow_record_order')"
        f" WHERE issue_id = {ISSUE}",
    "numbers tell area and business day":
        f"UPDATE inspections_issue SET number = 'X-1' WHERE id = {ISSUE}",
    "the first due follows from the item's hours":
        f"UPDATE inspections_issue SET first_due = first_due - interval '1h' WHERE id = {ISSUE}",
    "the time of a due began as its issue was found, or a re-check failed":
        f"UPDATE inspections_issue SET round_from = round_from + interval '1h' WHERE id = {ISSUE}",
    "extensions were asked before the due and add to it":
        "UPDATE inspections_extensionask SET at = due_then + interval '1h'",
    "the last due that was granted in a round stands on its issue":
        "UPDATE inspections_issue SET due = due + interval '1h' WHERE state = 'open'",
    "nobody decided on an extension that they had asked for":
        "UPDATE inspections_extensiondecision SET person_id ="
        " (SELECT person_id FROM inspections_extensionask)",
    "reports of major issues name all five, those of others two":
        f"UPDATE inspections_rectification SET responsible = '' WHERE issue_id = {ISSUE}",
    "what was fixed on the spot shows it before and after, by who found it":
        "DELETE FROM inspections_photo WHERE kind = 'after'",
    "what is to be stopped at once has its order":
        "DELETE FROM inspections_measure WHERE automatic",
    "after two failed re-checks a measure is there, explained or waited for":
        "DELETE FROM workflow_followup WHERE kind = 'ledger.measure'",
    "measures were recorded by a department of their venue or who was invited":
        "UPDATE inspections_measure SET organisation_id = (SELECT id FROM venues_organisation"
        " WHERE code = 'town')",
    "who answers for an issue follows from its hand-over":
        "UPDATE inspections_issue SET answering_id = NULL WHERE item_code = 'N1'",
    "nobody decided on a hand-over to which they were a party":
        "UPDATE inspections_handover SET person_id = (SELECT person_id FROM inspections_handover"
        " WHERE state = 'handed')",
    "that a venue ceased trading was seen by two and photographed":
        "UPDATE inspections_recheck SET ceased = true WHERE passed",
    "recurrences are linked to the last closing within their window":
        f"UPDATE inspections_issue SET recurrences = 3 WHERE id = {ISSUE}",
    "nobody signed an issue in two roles of one round":
        "ALTER TABLE inspections_signoff DROP CONSTRAINT sign_off_person_once;"
        " INSERT INTO inspections_signoff (round, officer_id, person_id, at, recorded, issue_id,"
        " role, remark) SELECT round, officer_id, person_id, at, recorded, issue_id, 'town', ''"
        f" FROM inspections_signoff WHERE issue_id = {ISSUE}",
    "one unclosed issue per venue, checklist and item":
        "DROP INDEX issue_one_unclosed; UPDATE inspections_issue SET state = 'open', closed_at ="
        " NULL, closed_order = NULL, item_code = (SELECT item_code FROM inspections_issue WHERE"
        f" state = 'rechecked') WHERE id = {ISSUE}",
    "visits used a published version":
        "UPDATE inspections_checklistversion SET published = NULL",
    "numbers decide where an item has limits":
        "UPDATE inspections_answer SET number = 99, value = 'pass' WHERE number IS NOT NULL",
    "outcomes agree with answers and verdicts":
        "UPDATE inspections_inspection SET outcome = 'partial'",
    "a visit without entry has a photo":
        "UPDATE inspections_inspection SET outcome = 'no_entry', no_entry_reason = 'shut'",
    "a visit has no more photos than it may have":
        "INSERT INTO inspections_photo (venue_id, inspection_id, item_code, round, kind, file,"
        " officer_id, recorded) SELECT venue_id, id, 'A1', 0, 'site', 'x.jpg', officer_id,"
        " received FROM inspections_inspection, generate_series(1, 21)",
    "who was met signed or refused to":
        "UPDATE inspections_inspection SET met_name = 'Wang'",
    "visits started on their business day, not after they came in":
        "UPDATE inspections_inspection SET business_day = business_day - 1",
    "every failed answer is on the ledger":
        "UPDATE inspections_issue SET item_code = 'ZZ' || id",
    "visits were withdrawn in time, by another person, with nothing built on them":
        "UPDATE inspections_withdrawal SET decider_person_id = person_id",
    "counts and next due, counted from scratch":
        "UPDATE venues_standing SET general_open = 5",
    "last full checks, looked up from scratch":
        "UPDATE venues_standing SET last_town_check = '2020-01-01'",
    "regime and order of standings, worked out from scratch":
        "UPDATE venues_standing SET regime = 'open' WHERE regime = 'closed'",
    "no first or last day of an order was forgotten":
        "UPDATE venues_order SET state = 'issued'",
    "issued orders impose something on somebody":
        "DELETE FROM venues_orderscope",
    "exemptions began and ended as often as events tell":
        "INSERT INTO venues_orderexemption (order_id, venue_id, reason, day, officer_id, recorded)"
        " SELECT o.id, v.id, 'x', now(), f.id, now() FROM venues_order AS o, venues_venue AS v,"
        " venues_officer AS f WHERE v.code = 'V1' AND f.username = 'command-leader'",
    "what an order wants looked at stands on its checklist word for word":
        "UPDATE venues_orderitem SET hours = hours + 1",
    "answers are on the visit's own checklist or on that of an order there":
        "UPDATE inspections_inspection SET version_id = NULL",
    "posts are lent to another person, and the lender's events tell of it":
        "UPDATE venues_loan SET borrower_id = (SELECT id FROM venues_officer WHERE username ="
        " 'dept-reviewer'), lender_id = (SELECT id FROM venues_officer WHERE username = 'dept')",
    "venues lie in the district and town of their area":
        "UPDATE venues_venue SET town_id = NULL WHERE code = 'V1'",
    "one department leads a category in a district, in its own":
        "UPDATE venues_categorylead SET district_id = (SELECT id FROM venues_area"
        " WHERE code = '410200') WHERE role = 'lead'",
    "every event links to the one before":
        "UPDATE workflow_event SET body = replace(body, 'pass_recheck', 'pass_recheck ')"
        " WHERE name = 'pass_recheck'",
    "columns say what the event's text says":
        "UPDATE workflow_event SET name = 'reject' WHERE name = 'sign_off'",
    "subjects stand at the head of their chain":
        "DELETE FROM workflow_event WHERE name = 'close'",
    "closed issues have the look-backs of their severity":
        f"DELETE FROM inspections_lookback WHERE issue_id = {ISSUE}",
    "nothing that is due to be struck off was forgotten":
        "UPDATE inspections_issue SET severity = 'general' WHERE state = 'rechecked'",
    "one report per organisation, day and kind":
        "ALTER TABLE inspections_dailyreport DROP CONSTRAINT report_once;"
        " INSERT INTO inspections_dailyreport (event_seq, event_hash, number, organisation_id, day,"
        " kind, state, deadline) SELECT 0, '', 'twice', organisation_id, day, kind, 'awaited',"
        " deadline FROM inspections_dailyreport",
    "filed reports have their versions, the others none":
        "UPDATE inspections_dailyreport SET state = 'zero' WHERE state = 'filed'",
    "versions are numbered without gaps, and tell whether it was on time":
        "UPDATE inspections_reportversion SET on_time = NOT on_time",
    "frozen figures are those that the event vouched for":
        "UPDATE inspections_reportversion SET figures = figures || ' '",
    "versions are signed as their events are":
        "UPDATE inspections_reportversion SET signed = 'somebody'",
    "zero reports found nothing, the others something":
        "UPDATE inspections_reportversion SET zero = true",
    "moot follow-ups say why":
        "UPDATE workflow_followup SET state = 'moot', why = '', ended = now()",
}  # fmt: skip
# Computed by the database itself; there is no way to store another colour.
UNBREAKABLE = {"colours follow from the standing"}


# Questions about extensions, measures, hand-overs, and what was fixed on the spot.
OF_ACTS = {
    "the time of a due began as its issue was found, or a re-check failed",
    "extensions were asked before the due and add to it",
    "the last due that was granted in a round stands on its issue",
    "nobody decided on an extension that they had asked for",
    "what was fixed on the spot shows it before and after, by who found it",
    "what is to be stopped at once has its order",
    "after two failed re-checks a measure is there, explained or waited for",
    "measures were recorded by a department of their venue or who was invited",
    "who answers for an issue follows from its hand-over",
    "nobody decided on a hand-over to which they were a party",
    "that a venue ceased trading was seen by two and photographed",
}
# What has to happen before the breaks of these questions; it returns the number it is known by.
STORIES: tuple[tuple[Mapping[str, tuple[str, ...]], Callable[[Cast], str]], ...] = (
    (OF_DUTIES, worked), (OF_PLATES, plated), (OF_OPERATIONS, operated),
    (OF_LOOK_BACKS, looked_back), (OF_ESCALATIONS, told_as_late), (OF_DELIVERIES, delivered),
)  # fmt: skip
BRANCHES = {**OF_ISSUES, **OF_TRACKING} | {
    each: ways for told, _story in STORIES for each, ways in told.items()
}
BY_QUESTION = {check.question: check for check in CHECKS}


def story_of(question: str) -> Callable[[Cast], str]:
    """What has to happen before a question can be broken."""
    for told, story in (*STORIES, (OF_ACTS, with_acts), (OF_TRACKING, with_a_desk)):
        if question in told:
            return story
    return ordinary


@pytest.fixture
def guards_off(prepared: str, cast: Cast) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger fires
    return {"number": prepared}


@contextmanager
def broken(statement: str, values: dict[str, str] | None = None) -> Iterator[None]:
    """The database after this statement, for as long as the block."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
        yield
        transaction.set_rollback(True)


def finding(question: str) -> Finding:
    (found,) = ask([BY_QUESTION[question]])
    return found


@rule("R-TRACK-5")
def test_a_sound_database_passes(cast: Cast) -> None:
    for severity in ("general", "serious", "major"):
        cast.closed(severity)
    lived(cast)
    enforced_too(cast)
    cast.check(failed="B1")

    assert [each.check.question for each in ask(CHECKS) if each.broken] == []
    call_command("verify")


@rule("R-TRACK-5")
def test_sound_duties_pass(cast: Cast) -> None:
    worked(cast)

    found = {question: finding(question) for question in OF_DUTIES}
    assert [question for question, each in found.items() if each.broken] == []
    assert [question for question, each in found.items() if not each.judged] == []


@rule("R-TRACK-5")
def test_a_sound_desk_passes(cast: Cast) -> None:
    tracked(cast)

    assert [each.check.question for each in ask(CHECKS) if each.broken] == []


@rule("R-TRACK-5")
def test_a_sound_district_with_plates_passes(cast: Cast) -> None:
    plated(cast)
    with connection.cursor() as cursor:  # the cast's checklist is younger than the visits to it
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE inspections_checklistversion SET published = '2020-01-01'")

    assert [each.check.question for each in ask(CHECKS) if each.broken] == []


@rule("R-TRACK-5")
def test_a_sound_district_with_operations_passes(cast: Cast) -> None:
    operated(cast)
    with connection.cursor() as cursor:  # the cast's checklist is younger than the visits to it
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE inspections_checklistversion SET published = '2020-01-01'")

    assert [each.check.question for each in ask(CHECKS) if each.broken] == []


@rule("R-TRACK-5")
@pytest.mark.parametrize(
    ("prepared", "question"),
    [
        pytest.param(story_of(each), each, id=each)
        for each in BY_QUESTION
        if each not in UNBREAKABLE
    ],
    indirect=["prepared"],
)
def test_what_is_broken_is_found_and_named(guards_off: dict[str, str], question: str) -> None:
    assert not finding(question).broken

    statements = [*filter(None, [BREAKS.get(question)]), *BRANCHES.get(question, ())]
    missed = []
    for statement in statements:
        with broken(statement, guards_off):
            found = finding(question)
        if not found.broken or not found.culprits or NAMELESS in found.culprits:
            missed.append(statement)
    assert missed == []


@rule("R-TRACK-5")
@pytest.mark.parametrize("prepared", [ordinary], indirect=True)
def test_the_command_fails_and_names_the_culprit(
    guards_off: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    statement = "UPDATE inspections_issue SET measure = 'x' WHERE number = %(number)s"
    with broken(statement, guards_off), pytest.raises(SystemExit):
        call_command("verify")

    assert guards_off["number"] in capsys.readouterr().out.replace("\n", "")


@rule("R-TRACK-5")
def test_every_check_is_broken_once() -> None:
    assert set(BY_QUESTION) == {*BREAKS, *BRANCHES, *UNBREAKABLE}


TAMPERED = [
    "tampered", "", "{}", "[]", "null", "7", '"x"', '{"key":7,"seq":"x","happened":"never"}',
    '{"a":"\\u0000"}', '{"seq":1e1000000}', "[" * 4_000 + "]" * 4_000, "[" * 1_000_000,
    '{"details":[],"seq":{}}', "\u202e{",
]  # fmt: skip


@rule("R-TRACK-5", "R-TRACK-4")
@pytest.mark.parametrize("name", ["open", "pass_recheck", "close"])
@pytest.mark.parametrize("prepared", [ordinary], indirect=True)
def test_no_text_of_an_event_stops_it_or_hides_the_culprit(
    guards_off: dict[str, str], name: str
) -> None:
    key = Issue.objects.get(number=guards_off["number"]).pk
    statement = (
        "UPDATE workflow_event SET body = %(body)s WHERE subject_type = 'issue'"
        " AND subject_id = %(key)s AND name = %(name)s"
    )
    for body in TAMPERED:
        with broken(statement, {"body": body, "key": str(key), "name": name}):
            found = {each.check.question: each for each in ask(CHECKS) if each.broken}
        for question in ("every event links to the one before",
                         "columns say what the event's text says"):  # fmt: skip
            (culprit,) = found[question].culprits
            assert guards_off["number"] in culprit, body[:40]


@rule("R-TRACK-5")
@pytest.mark.django_db
def test_what_has_no_name_is_still_shown() -> None:
    (found,) = ask([Check("R-TRACK-5", "?", "SELECT 1", "SELECT NULL AS culprit")])

    assert (found.broken, found.culprits) == (1, (NAMELESS,))

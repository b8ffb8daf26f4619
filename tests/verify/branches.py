"""Each way in which a row can break a check: SQL on the district of `guards_off`, triggers off.

It has, at one venue: a serious and a major issue that were struck off, the major one found again
and rechecked; one seen again, failed and rectified; a void one; numbers answered.
"""

CLOSED = "(SELECT id FROM inspections_issue WHERE number = %(number)s)"
MAJOR = "(SELECT id FROM inspections_issue WHERE state = 'closed' AND severity = 'major')"
RECHECKED = "(SELECT id FROM inspections_issue WHERE state = 'rechecked')"
RECTIFIED = "(SELECT id FROM inspections_issue WHERE state = 'rectified')"
VOID = "(SELECT id FROM inspections_issue WHERE state = 'void')"
VISIT = f"(SELECT inspection_id FROM inspections_recheck WHERE issue_id = {CLOSED})"
NEXT_DOOR = "(SELECT id FROM venues_venue WHERE code = 'V2')"
STRANGER = "(SELECT id FROM venues_officer WHERE username = 'outsider')"
LATER = "nextval('workflow_record_order')"


def person_of(table: str) -> str:
    return f"(SELECT person_id FROM inspections_{table} WHERE issue_id = {CLOSED} LIMIT 1)"


def came_along(table: str) -> str:
    return (
        "INSERT INTO inspections_coinspector (inspection_id, officer_id, person_id)"
        f" SELECT {VISIT}, officer_id, person_id FROM inspections_{table} WHERE issue_id = {CLOSED}"
    )


def issue(change: str, which: str = CLOSED) -> str:
    return f"UPDATE inspections_issue SET {change} WHERE id = {which}"


def evidence(table: str, change: str, which: str = CLOSED) -> str:
    return f"UPDATE inspections_{table} SET {change} WHERE issue_id = {which}"


def gone(table: str, which: str = CLOSED, more: str = "") -> str:
    return f"DELETE FROM inspections_{table} WHERE issue_id = {which} {more}"


def event(change: str, name: str = "open", which: str = CLOSED) -> str:
    return (
        f"UPDATE workflow_event SET {change} WHERE subject_type = 'issue' AND name = '{name}'"
        f" AND subject_id = {which}"
    )


def event_gone(name: str, which: str = CLOSED) -> str:
    return (
        f"DELETE FROM workflow_event WHERE subject_type = 'issue' AND name = '{name}'"
        f" AND subject_id = {which}"
    )


OF_CLOSING = {
    "closed issues have all their evidence": (
        gone("rectification"),
        gone("recheck"),
        evidence("recheck", "passed = false, reason = 'x'"),
        evidence("rectification", f"record_order = {LATER}"),
        evidence("rectification", "record_order = 1 + (SELECT record_order FROM"
                 f" inspections_inspection WHERE id = {VISIT})"),
        f"UPDATE inspections_inspection SET venue_id = {NEXT_DOOR} WHERE id = {VISIT}",
        evidence("recheck", f"person_id = {person_of('rectification')}"),
        (f"UPDATE inspections_inspection SET person_id = {person_of('rectification')}"
        f" WHERE id = {VISIT}"),
        came_along("rectification"),
        issue("closed_order = 1"),
        ("INSERT INTO inspections_answer (inspection_id, item_id, value, note)"
        f" SELECT {VISIT}, item_id, 'fail', '' FROM inspections_issue WHERE id = {CLOSED}"),
        evidence("signoff", "record_order = 1"),
        evidence("signoff", f"person_id = {person_of('rectification')}"),
        evidence("signoff", f"person_id = {person_of('recheck')}"),
        came_along("signoff"),
        *(gone("signoff", MAJOR, f"AND role = '{role}'")
          for role in ("town", "department", "command")),
        evidence("signoff", f"record_order = {LATER}", f"{MAJOR} AND role <> 'command'"),
    ),
    "states have the evidence of their round": (
        gone("rectification", RECTIFIED),
        gone("rectification", RECHECKED),
        gone("recheck", RECHECKED),
        evidence("recheck", "passed = false, reason = 'x'", RECHECKED),
        issue("round = 7", RECTIFIED),
    ),
    "no evidence came after its issue had ended": tuple(
        evidence(table, f"record_order = {LATER}")
        for table in ("rectification", "recheck", "signoff")
    ),
    "numbers tell area and business day": (
        issue("number = regexp_replace(number, '-[0-9]{8}-', '-19991231-')"),
        issue("number = '410108002' || substring(number FROM 10)"),
        issue("number = number || 'x'"),
        issue("town_id = NULL"),
    ),
    "the first due follows from the item's hours": (
        issue("hours = 0"), issue("hours = 1"), issue("found_at = found_at - interval '1h'"),
    ),
    "failed re-checks give the item's hours anew, passed ones nothing": (
        evidence("recheck", "new_due = at"),
        evidence("recheck", "new_due = NULL", f"{RECTIFIED} AND NOT passed"),
        evidence("recheck", "new_due = new_due + interval '1h'", f"{RECTIFIED} AND NOT passed"),
    ),
    "reports of major issues name all five, those of others two": (
        evidence("rectification", "measure = ''"),
        evidence("rectification", "funds = ''", MAJOR),
        evidence("rectification", "deadline = NULL", MAJOR),
        evidence("rectification", "contingency = ''", MAJOR),
    ),
    "recurrences are linked to the last closing within their window": (
        issue("recurrence_of_id = NULL, recurrences = 0", RECHECKED),
        issue("recurrences = 0", RECHECKED),
        issue("recurrence_days = 0, found_at = found_at + interval '40 days'", RECHECKED),
    ),
}  # fmt: skip

OF_OPENINGS = {
    "issues were opened as their first event tells": (
        event("name = 'reject'"),
        event_gone("open"),
        issue("found_at = found_at + interval '1h'"),
        event("happened = happened + interval '1h'"),
        issue(f"opened_by_id = {STRANGER}"),
        event(f"actor_id = {STRANGER}"),
        issue("item_text = 'x'"),
        issue("description = 'x'"),
        issue("first_due = first_due + interval '1h'"),
        issue("recurrence_of_id = NULL", RECHECKED),
        issue(f"recurrence_of_id = {CLOSED}", RECHECKED),
        event('body = replace(body, \'"due":"2\', \'"due":"x\')'),
    ),
    "issues stem from a failed answer at their visit": (
        issue("inspection_id = NULL"),
        issue(f"inspection_id = {VISIT}"),
        issue("item_id = (SELECT id FROM inspections_item WHERE code = 'N1')"),
        "UPDATE inspections_answer SET value = 'pass' WHERE value = 'fail'",
        issue(f"venue_id = {NEXT_DOOR}"),
        issue("town_id = NULL"),
        issue("department_id = NULL"),
        issue("source = 'tip'"),
        issue("found_at = found_at + interval '1h'"),
        issue(f"opened_by_id = {STRANGER}"),
        issue("origin = 'history'"),
        issue("description = 'x'"),
    ),
    "issues keep the words of their item": (
        issue("checklist_id = NULL"),
        issue("item_code = 'ZZ'"),
        issue("item_id = NULL"),
        issue("item_text = 'x'"),
        issue("basis = 'x'"),
        issue("hours = 0"),
    ),
    "the department, whom the item names or who took over answers for an issue": (
        issue("answering_id = NULL"),
        issue("answering_id = (SELECT id FROM venues_organisation WHERE code = 'far')"),
    ),
}

OF_COLUMNS = {
    "what changed on issues is what their events tell": (
        issue("round = 2"),
        issue("times_seen = 9"),
        issue("last_seen = last_seen + interval '1h'"),
        issue("severity = 'general'"),
        issue("closed_at = closed_at - interval '1h'"),
        issue("closing_reason = 'ceased'"),
        issue("rechecked_by = 'x'"),
        issue("signed_off_by = ''"),
        issue("signed_off_by = 'x'", RECHECKED),
        "ALTER TABLE inspections_issue DROP CONSTRAINT issue_void_kind; " + issue("void_kind = ''",
                                                                                  VOID),
        issue(f"duplicate_of_id = {CLOSED}", VOID),
        event_gone("sign_off"),
        event_gone("fail_recheck", RECTIFIED),
        "DELETE FROM workflow_event WHERE subject_type = 'issue'",
    ),
    "every piece of evidence has its event, and every such event its evidence": (
        gone("rectification"),
        gone("recheck"),
        gone("signoff"),
        event_gone("report_rectified"),
        event_gone("pass_recheck"),
        event_gone("sign_off"),
        evidence("recheck", "passed = false, reason = 'x'"),
        evidence("recheck", "reason = 'x'"),
        evidence("recheck", "round = 2"),
        evidence("recheck", "at = at - interval '1h'"),
        evidence("recheck", f"officer_id = {STRANGER}"),
        evidence("recheck", "inspection_id = (SELECT max(id) FROM inspections_inspection)"),
        evidence("rectification", "measure = 'x'"),
        evidence("rectification", "responsible = 'x'"),
        evidence("signoff", "role = 'town'"),
        evidence("signoff", "remark = 'x'"),
    ),
    "the latest evidence on issues is that of their evidence": (
        issue("measure = 'x'"),
        issue("responsible = 'x'"),
        issue("funds = 'x'"),
        issue("rectified_at = NULL"),
        issue("rectified_at = rectified_at - interval '1h'"),
        issue("rechecked_at = rechecked_at - interval '1h'"),
        issue("recheck_passed = false"),
        issue("recheck_passed = NULL"),
    ),
    "the due is the latest that was given": (
        issue("due = '2040-01-01'"),
        issue("due = due - interval '1h'"),
        issue("due = first_due", RECTIFIED),
        issue("due = due + interval '1h'", RECTIFIED),
    ),
}  # fmt: skip

OF_VISITS = {
    "visits used a published version": (
        "UPDATE inspections_checklistversion SET published = now() + interval '1 day'",
    ),
    "numbers decide where an item has limits": (
        "UPDATE inspections_answer SET value = 'fail' WHERE number IS NOT NULL",
        "UPDATE inspections_item SET highest = 0",
        "UPDATE inspections_item SET lowest = 40 WHERE highest IS NOT NULL",
    ),
    "outcomes agree with answers and verdicts": (
        "UPDATE inspections_inspection SET no_entry_reason = 'shut'",
        "UPDATE inspections_inspection SET outcome = 'clean' WHERE outcome = 'issues'",
        "UPDATE inspections_inspection SET outcome = 'issues' WHERE outcome = 'clean'",
        "UPDATE inspections_answer SET value = 'not_checked' WHERE value = 'pass'",
        "UPDATE inspections_answer SET value = 'pass'",
        "UPDATE inspections_recheck SET passed = true",
    ),
    "visits started on their business day, not after they came in": (
        "UPDATE inspections_inspection SET received = started - interval '1h'",
    ),
    "every failed answer is on the ledger": (
        issue(f"venue_id = {NEXT_DOOR}"),
        issue("checklist_id = NULL"),
        issue("found_at = found_at + interval '1 day'"),
        issue("closed_order = 1"),
    ),
}

OF_GROUND = {
    "counts and next due, counted from scratch": (
        "DELETE FROM venues_standing WHERE venue_id = " + NEXT_DOOR,
        *(f"UPDATE venues_standing SET {severity}_{state} = 7"
          for severity in ("general", "serious", "major")
          for state in ("open", "rectified", "rechecked")),
        "UPDATE venues_standing SET next_due = '2020-01-01'",
    ),
    "last full checks, looked up from scratch": (
        "UPDATE venues_standing SET last_town_check = NULL",
        "UPDATE venues_standing SET last_sector_check = '2020-01-01'",
    ),
    "no venue has ended with an issue unclosed": tuple(
        "UPDATE venues_venue SET state = 'ended'; DELETE FROM inspections_issue WHERE state IN"
        f" ('open', 'rectified', 'rechecked') AND state <> '{state}'"
        for state in ("rectified", "rechecked")
    ),
    "venues lie in the district and town of their area": (
        "UPDATE venues_venue SET district_id = town_id WHERE town_id IS NOT NULL",
        f"UPDATE venues_venue SET town_id = district_id WHERE id <> {NEXT_DOOR}",
    ),
}  # fmt: skip

OF_EVENTS = {
    "every event links to the one before": (
        event("prev = 'x'", "close"),
        event("prev = 'x'"),
        event("hash = 'x'"),
        event_gone("open"),
        event("seq = 99", "close"),
    ),
    "columns say what the event's text says": (
        event("name = 'reject'", "close"),
        event("seq = 99", "close"),
        event("happened = happened + interval '1 microsecond'"),
        event("recorded = recorded + interval '1 microsecond'"),
        event("body = '{}'"),
    ),
    "events tell of a subject that there is": (
        event("subject_id = -1"),
        event("subject_type = 'x'"),
    ),
    "subjects stand at the head of their chain": (
        issue("event_seq = 3"),
        issue("event_hash = 'x'"),
        issue("state = 'rechecked', closed_at = NULL, closed_order = NULL"),
        issue("number = 'X-1'"),
        "UPDATE venues_venue SET state = 'ended' WHERE code = 'V4'",
        "UPDATE venues_officer SET event_seq = 1",
        event("body = '{}'", "close"),
        "DELETE FROM workflow_event",
        "DELETE FROM workflow_event; UPDATE inspections_issue SET event_seq = 0, event_hash = ''",
    ),
}

CLOSING = "workflow_followup"
OF_FOLLOWUPS = {
    "nothing that is due to be struck off was forgotten": (
        # signed, and its follow-up done, moot or lost all the same
        *(f"INSERT INTO workflow_followup (kind, subject_type, subject_id, step, due, state, tries,"
          f" why, created, ended) SELECT 'ledger.close', 'issue', id, round, now(), '{state}', 0,"
          f" 'x', now(), now() FROM inspections_issue WHERE id = {RECHECKED};"
          + issue("severity = 'general'", RECHECKED) for state in ("done", "moot")),
    ),
    "what was struck off was struck off by its follow-up": (
        "DELETE FROM workflow_followup",
        "UPDATE workflow_followup SET kind = 'x' WHERE kind = 'ledger.close'",
        "UPDATE workflow_followup SET subject_type = 'venue' WHERE kind = 'ledger.close'",
        "UPDATE workflow_followup SET subject_id = -1 WHERE kind = 'ledger.close'",
        "UPDATE workflow_followup SET step = 9",
        "UPDATE workflow_followup SET state = 'waiting'",
    ),
    "moot follow-ups say why": (
        ("ALTER TABLE workflow_followup DROP CONSTRAINT followup_ended;"
        " UPDATE workflow_followup SET ended = NULL"),
        "UPDATE workflow_followup SET state = 'waiting'",
    ),
    "counters are not behind the numbers that were given": (
        "DELETE FROM workflow_counter",
        "UPDATE workflow_counter SET value = value - 1",
    ),
}  # fmt: skip

BRANCHES: dict[str, tuple[str, ...]] = {
    **OF_CLOSING, **OF_OPENINGS, **OF_COLUMNS, **OF_VISITS, **OF_GROUND, **OF_EVENTS,
    **OF_FOLLOWUPS,
}  # fmt: skip

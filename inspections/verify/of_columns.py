"""Checks that an issue's own columns repeat what its evidence and its events tell."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.verify.reading import TOLD, differ, each_that_is, quoted
from inspections.verify.running import Check

_ALL = "SELECT count(*) FROM inspections_issue"
# Whatever gives an issue a later due: issue and due, one branch a source.
DUE_SOURCES = (
    "SELECT issue_id, new_due AS due FROM inspections_recheck WHERE NOT passed",
    "SELECT issue_id, due FROM inspections_extensiondecision WHERE due IS NOT NULL",
)
# Events that saw the problem, and by how much they count.
SEEN = {"open": 1, "seen_again": 1, "fail_recheck": 1, "unsee": -1}
# Where an event tells of the severity that an issue has from then on.
SEVERITY_TOLD = {"open": "{severity}", "regrade": "{regraded,1}"}
RECHECKS = ("pass_recheck", "fail_recheck")


def _latest(table: str) -> str:
    return (
        f"(SELECT DISTINCT ON (issue_id) * FROM inspections_{table}"
        " ORDER BY issue_id, record_order DESC)"
    )


def _last(said: str, condition: str) -> str:
    """SQL: what the last of an issue's events that the condition chooses says."""
    chosen = f"FILTER (WHERE {condition})"
    return f"(array_agg({said} ORDER BY seq) {chosen})[count(*) {chosen}]"


def _is(*names: str) -> str:
    return f"name IN ({quoted(names)})"


_SEEN = " ".join(f"WHEN '{name}' THEN {count}" for name, count in SEEN.items())
_SEVERITY = " ".join(
    f"WHEN '{name}' THEN details #>> '{path}'" for name, path in SEVERITY_TOLD.items()
)
# When the problem was seen last: at that moment, or as a withdrawn visit left it (R-CHECK-6).
_LEFT = "details #>> '{last_seen}'"
_SEEN_AT = (
    f"CASE WHEN name <> 'unsee' THEN happened"
    f" WHEN pg_input_is_valid({_LEFT}, 'timestamptz') THEN ({_LEFT})::timestamptz END"
)
_TO_VOID = "target = 'void' AND source <> 'void'"
_TOLD = f"""
(SELECT subject_id,
    1 + count(*) FILTER (WHERE target = 'open' AND source NOT IN ('', 'open'))
        AS round,
    sum(CASE name {_SEEN} ELSE 0 END) AS times_seen,
    {_last(_SEEN_AT, _is(*SEEN))} AS last_seen,
    {_last(f"CASE name {_SEVERITY} END", _is(*SEVERITY_TOLD))} AS severity,
    {_last("details #>> '{by}'", _is(*RECHECKS))} AS rechecked_by,
    {_last("happened", _is("close"))} AS closed_at,
    {_last("details #>> '{reason}'", _is("close"))} AS closing_reason,
    {_last("details #>> '{kind}'", _TO_VOID)} AS void_kind,
    {_last("details #>> '{duplicate_of}'", _TO_VOID)} AS duplicate_of
 FROM {TOLD} WHERE subject_type = 'issue' GROUP BY subject_id)"""
_SIGNED = f"""
(SELECT subject_id, details #>> '{{round}}' AS round,
    string_agg(signature, '; ' ORDER BY seq) AS signed_off_by
 FROM {TOLD} WHERE subject_type = 'issue' AND name = 'sign_off' GROUP BY 1, 2)"""
_BLANK_IF_NONE = {
    name: f"coalesce(t.{name}, '')" for name in ("rechecked_by", "closing_reason", "void_kind")
}
_EVIDENCE = """
(SELECT issue_id, round, 'report_rectified' AS name, '' AS role, at, officer_id,
    measure || chr(10) || responsible AS words FROM inspections_rectification
 UNION ALL SELECT k.issue_id, k.round, CASE WHEN k.passed THEN 'pass_recheck' ELSE 'fail_recheck'
    END, '', k.at, k.officer_id, v.uuid || chr(10) || k.reason FROM inspections_recheck AS k
    JOIN inspections_inspection AS v ON v.id = k.inspection_id
 UNION ALL SELECT issue_id, round, 'sign_off', role, at, officer_id, remark
    FROM inspections_signoff)"""
_EVIDENCE_TOLD = f"""
(SELECT subject_id, details #>> '{{round}}' AS round, name,
    coalesce(details #>> '{{role}}', '') AS role, happened, actor_id,
    CASE name WHEN 'report_rectified' THEN
        (details #>> '{{measure}}') || chr(10) || (details #>> '{{responsible}}')
    WHEN 'sign_off' THEN details #>> '{{remark}}'
    ELSE (details #>> '{{inspection}}') || chr(10) || why END AS words
 FROM {TOLD} WHERE subject_type = 'issue'
    AND {_is("report_rectified", *RECHECKS, "sign_off")})"""

CHECKS = [
    Check(
        "R-TRACK-4", "what changed on issues is what their events tell", _ALL,
        each_that_is(
            "i.number",
            {
                **differ({name: f"t.{name}" for name in
                          ("round", "times_seen", "last_seen", "severity", "closed_at")}),
                **differ(_BLANK_IF_NONE),
                "duplicate_of": "coalesce(d.number, '') <> coalesce(t.duplicate_of, '')",
                "signed_off_by": "i.signed_off_by <> coalesce(s.signed_off_by, '')",
            },
            f"inspections_issue AS i LEFT JOIN {_TOLD} AS t ON t.subject_id = i.id"
            f" LEFT JOIN {_SIGNED} AS s ON s.subject_id = i.id AND s.round = i.round::text"
            " LEFT JOIN inspections_issue AS d ON d.id = i.duplicate_of_id",
        ),
    ),
    Check(
        "R-TRACK-4", "every piece of evidence has its event, and every such event its evidence",
        f"SELECT count(*) FROM {_EVIDENCE} AS e",
        "SELECT coalesce(i.number, 'issue id ' || coalesce(e.issue_id, t.subject_id))"
        " || ' ' || coalesce(e.name, t.name) AS culprit"
        f" FROM {_EVIDENCE} AS e FULL JOIN {_EVIDENCE_TOLD} AS t ON t.subject_id = e.issue_id"
        " AND t.name = e.name AND t.round = e.round::text AND t.role = e.role"
        " LEFT JOIN inspections_issue AS i ON i.id = coalesce(e.issue_id, t.subject_id)"
        " WHERE e.issue_id IS NULL OR t.subject_id IS NULL OR e.at IS DISTINCT FROM t.happened"
        " OR e.officer_id IS DISTINCT FROM t.actor_id OR e.words IS DISTINCT FROM t.words",
    ),
    Check(
        "R-ISSUE-1", "the latest evidence on issues is that of their evidence", _ALL,
        each_that_is(
            "i.number",
            {
                **differ({name: f"coalesce(r.{name}, '')" for name in
                          ("measure", "responsible", "funds")}),
                "rectified_at": "i.rectified_at IS DISTINCT FROM"
                " CASE WHEN r.round = i.round THEN r.at END",
                **differ({"rechecked_at": "k.at", "recheck_passed": "k.passed"}),
            },
            f"inspections_issue AS i LEFT JOIN {_latest('rectification')} AS r"
            f" ON r.issue_id = i.id LEFT JOIN {_latest('recheck')} AS k ON k.issue_id = i.id",
        ),
    ),
    Check(
        "R-ISSUE-3", "the due is the latest that was given", _ALL,
        "SELECT i.number AS culprit FROM inspections_issue AS i LEFT JOIN ("
        f"SELECT issue_id, max(due) AS due FROM ({' UNION ALL '.join(DUE_SOURCES)}) AS given"
        " GROUP BY issue_id) AS g ON g.issue_id = i.id"
        " WHERE i.due <> greatest(i.first_due, g.due)",
    ),
]  # fmt: skip

"""What the database itself refuses of daily reports, at the statement (R-REPORT-1, R-REPORT-2)."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

import pgtrigger

from inspections.ledger.guards import append_only, changed, own_person_trigger
from inspections.reports.rules import FOUND_FIGURES, REPORT_TABLE, ReportState

_PAIRS_SQL = ", ".join(
    f"('{source}', '{target}')" for source, target in sorted(REPORT_TABLE.pairs())
)
_FIXED = ("number", "organisation_id", "day", "kind", "deadline")


def found_nothing(figures: str) -> str:
    """SQL: whether frozen figures, a text, say that nothing was found (R-REPORT-2)."""
    names = (*FOUND_FIGURES, "issues")
    return " AND ".join(
        f"coalesce(({figures}::jsonb #>> '{{own,{name}}}')::int, 0) = 0" for name in names
    )


def _refuse(query: str, message: str) -> str:
    """PL/pgSQL: raise with the lowest number among the reports that the query finds."""
    return f"""
    EXECUTE $query$SELECT min(number) FROM ({query}) AS bad$query$ INTO culprit;
    IF culprit IS NOT NULL THEN
        RAISE EXCEPTION '{message}: %', culprit USING ERRCODE = 'integrity_constraint_violation';
    END IF;"""


_LATEST = (
    "LEFT JOIN LATERAL (SELECT v.zero FROM inspections_reportversion AS v"
    " WHERE v.report_id = n.id ORDER BY v.number DESC LIMIT 1) AS latest ON true"
)

_ON_INSERT = _refuse(
    f"SELECT number FROM new_rows WHERE state <> '{ReportState.AWAITED}'",
    "R-REPORT-1: a report starts awaited",
)
_ON_UPDATE = (
    _refuse(
        "SELECT o.number FROM old_rows AS o LEFT JOIN new_rows AS n USING (id)"
        " WHERE n.id IS NULL OR "
        + changed(_FIXED)
        + " OR o.filed_at IS NOT NULL AND o.filed_at IS DISTINCT FROM n.filed_at",
        "R-REPORT-1: what a report was made with stays",
    )
    + _refuse(
        "SELECT n.number FROM old_rows AS o JOIN new_rows AS n USING (id)"
        f" WHERE o.state <> n.state AND (o.state, n.state) NOT IN ({_PAIRS_SQL})",
        "R-REPORT-2: no such transition",
    )
    + _refuse(
        f"SELECT n.number FROM new_rows AS n {_LATEST} WHERE n.state <> '{ReportState.AWAITED}'"
        f" AND latest.zero IS DISTINCT FROM (n.state = '{ReportState.ZERO}')",
        "R-REPORT-2: its latest version says otherwise",
    )
)
_ON_VERSION = _refuse(
    "SELECT r.number FROM new_rows AS n JOIN inspections_dailyreport AS r ON r.id = n.report_id"
    f" WHERE n.zero <> ({found_nothing('n.figures')})",
    "R-REPORT-2: zero is declared where nothing was found, and only there",
) + _refuse(
    "SELECT r.number FROM new_rows AS n JOIN inspections_dailyreport AS r ON r.id = n.report_id"
    " WHERE n.number > 1 AND NOT EXISTS (SELECT 1 FROM inspections_reportversion AS v"
    " WHERE v.report_id = n.report_id AND v.number = n.number - 1)",
    "R-REPORT-1: versions are numbered one after the other",
)


def _after(
    name: str, func: str, operation: pgtrigger.Operation, referencing: pgtrigger.Referencing
) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=referencing,
        declare=[("culprit", "TEXT")],
        func=func + "\n    RETURN NULL;",
    )


REPORT_TRIGGERS = [
    _after("report_starts_awaited", _ON_INSERT, pgtrigger.Insert,
           pgtrigger.Referencing(new="new_rows")),
    _after("report_moves_legally", _ON_UPDATE, pgtrigger.Update,
           pgtrigger.Referencing(old="old_rows", new="new_rows")),
    pgtrigger.Protect(name="report_never_deleted", operation=pgtrigger.Delete),
]  # fmt: skip

VERSION_TRIGGERS = [
    append_only("reportversion"),
    own_person_trigger("reportversion"),
    _after("reportversion_says_zero", _ON_VERSION, pgtrigger.Insert,
           pgtrigger.Referencing(new="new_rows")),
]  # fmt: skip

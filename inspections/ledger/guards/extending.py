"""The guards of extensions: asked in time, one at a time, decided by somebody else."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from inspections.ledger.guards.statements import refuse

_OF_ISSUE = "new_rows AS e JOIN inspections_issue AS i ON i.id = e.issue_id"

ASK_IN_TIME = refuse(
    f"SELECT i.number FROM {_OF_ISSUE}"
    " WHERE i.state <> 'open' OR e.round <> i.round OR e.due_then <> i.due OR e.at > i.due"
    " OR e.wanted <= i.due",
    "R-ISSUE-3: an extension is asked before the due, for a later one",
)
ASK_ALONE = refuse(
    f"SELECT i.number FROM {_OF_ISSUE} JOIN inspections_extensionask AS o"
    " ON o.issue_id = e.issue_id AND o.round = e.round AND o.id <> e.id"
    " WHERE NOT EXISTS (SELECT 1 FROM inspections_extensiondecision AS d WHERE d.ask_id = o.id)",
    "R-ISSUE-3: one extension waits at a time",
)
DECIDED_BY_ANOTHER = refuse(
    f"SELECT i.number FROM {_OF_ISSUE} JOIN inspections_extensionask AS a ON a.id = e.ask_id"
    " WHERE a.person_id = e.person_id",
    "R-SCOPE-5: who asked for an extension does not decide on it",
)
DECIDED_IN_ROUND = refuse(
    f"SELECT i.number FROM {_OF_ISSUE} JOIN inspections_extensionask AS a ON a.id = e.ask_id"
    " WHERE i.state <> 'open' OR a.issue_id <> e.issue_id OR a.round <> i.round"
    " OR e.round <> i.round OR e.due <= a.due_then",
    "R-ISSUE-3: an extension is decided while its issue is open, and adds to the due",
)

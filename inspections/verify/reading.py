"""How the text of an event is read in SQL, whatever somebody made of it."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from collections.abc import Iterable, Mapping

# The events as they read: their columns, whether these agree with the hash and with the text, and
# the parts of the text. Read once, since it takes longer than all the questions about it.
TOLD = "told"
MOST_BRACKETS = 5000
_BRACKETS = " + ".join(
    f"octet_length(body) - octet_length(replace(body, '{each}', ''))" for each in "[{"
)
# Text that is no JSON, or so deep that reading it would overrun the stack, says nothing: NULL.
_SAID = (
    f"CASE WHEN {_BRACKETS} <= {MOST_BRACKETS}"
    " AND pg_input_is_valid(body, 'jsonb') THEN body::jsonb END"
)


def _written(column: str) -> str:
    """SQL: a moment as `chain.instant` writes it."""
    layout = 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'
    return f"to_char({column} AT TIME ZONE 'UTC', '{layout}')"


READ_EVENTS = f"""
DROP TABLE IF EXISTS {TOLD};
CREATE TEMP TABLE {TOLD} AS
SELECT subject_type, subject_id, seq, name, actor_id, happened, prev, hash,
    hash = encode(sha256(convert_to(prev || body, 'UTF8')), 'hex') AS linked,
    name IS NOT DISTINCT FROM said ->> 'name' AND seq::text IS NOT DISTINCT FROM said ->> 'seq'
        AND {_written("happened")} IS NOT DISTINCT FROM said ->> 'happened'
        AND {_written("recorded")} IS NOT DISTINCT FROM said ->> 'recorded' AS sound,
    said ->> 'key' AS key, said ->> 'from' AS source, said ->> 'to' AS target,
    said ->> 'by' AS signature, said ->> 'why' AS why, said -> 'details' AS details
FROM (SELECT *, {_SAID} AS said FROM workflow_event OFFSET 0) AS e;
ANALYZE {TOLD};"""


def moment(text: str) -> str:
    """SQL: a text as a moment; NULL where it is none."""
    return f"CASE WHEN pg_input_is_valid({text}, 'timestamptz') THEN ({text})::timestamptz END"


def each_that_is(key: str, wrong: Mapping[str, str], rows: str) -> str:
    """SQL: one culprit per row of `rows` and part of it that is wrong: its key and the part's name.

    `wrong` maps the name to a condition, which must be true or false, never NULL.
    """
    parts = ", ".join(f"('{name}', {condition})" for name, condition in wrong.items())
    return (
        f"SELECT {key} || ' ' || part.name AS culprit FROM {rows}"
        f" CROSS JOIN LATERAL (VALUES {parts}) AS part(name, wrong) WHERE part.wrong"
    )


def differ(pairs: Mapping[str, str], left: str = "i") -> dict[str, str]:
    """Name of a column → whether it is not what the SQL beside it says."""
    return {
        column: f"{left}.{column} IS DISTINCT FROM {expected}" for column, expected in pairs.items()
    }


def quoted(names: Iterable[str]) -> str:
    """SQL: a list of texts."""
    return ", ".join(f"'{name}'" for name in names)

"""Telling what is late: each rung once, in one digest a person, and on the subject's own chain."""

# ruff: noqa: S608 — the SQL is put together from constants of this code, never from input

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from inspections.tracking.escalation.breaches import run_out
from inspections.tracking.escalation.finding import reached
from inspections.tracking.escalation.models import Escalation, MessageLine
from inspections.tracking.escalation.rules import LADDER
from venues.models import Standing
from venues.rules import OrganisationKind, Post
from venuewatch.workflow import clock
from venuewatch.workflow.actions import SYSTEM, record_many
from venuewatch.workflow.subjects import kinds

# Only one run at a time; the number is any.
_ONE_RUN = 7_260_417
MOST_AT_ONCE = 5000
# How many numbers a message of the outbox names at most.
MOST_NUMBERS = 5
_COLUMNS = (
    "kind, subject_type, subject_id, subject_key, occasion, step, since, venue_id, district_id,"
    " town_id, department_id"
)

# What tells one rung of one late thing from all others, and the same as arrays of a statement.
_KEY = "subject_type, subject_id, kind, occasion, step"
_ARRAYS = ("types", "subjects", "kinds", "occasions", "steps")
_Rung = tuple[str, int, str, str, int, int | None]


def escalate() -> int:
    """Tell of what is late to whom its ladder names; returns how many rungs were reached.

    One transaction for each MOST_AT_ONCE, so that it may run as often and as late as it will.
    """
    told = 0
    while batch := _escalate_some():
        told += batch
    return told


def _escalate_some() -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_RUN])
        rows = _reach(clock.now())
        if rows:
            _tell(rows)
            _announce(rows)
            _record(rows)
    return len(rows)


def _reach(now: datetime) -> list[Escalation]:
    """Store the rungs that were reached, the longest late first.

    What was found is locked and judged again: somebody may have settled it in that very moment.
    """
    found, clocks = _found(now), run_out(now)
    _lock(found, [row.venue_id for row in clocks])
    known = {(row.subject_id, row.occasion, row.step) for row in clocks}
    still = [row for row in run_out(now) if (row.subject_id, row.occasion, row.step) in known]
    return [*_stored(found, now), *Escalation.objects.bulk_create(still)]


def _found(now: datetime) -> list[_Rung]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_KEY}, venue_id FROM ({reached()}) AS reached"
            " ORDER BY since, subject_type, subject_id, step LIMIT %(most)s",
            {"now": now, "most": MOST_AT_ONCE},
        )
        return [*cursor]


def _lock(found: Iterable[_Rung], venues: Iterable[int | None]) -> None:
    """In the order of every act: the venues' standings, then what lies at no venue."""
    everywhere = {*venues, *(venue for *_, venue in found)} - {None}
    list(Standing.objects.select_for_update().filter(pk__in=everywhere).order_by("pk"))
    elsewhere: dict[str, list[int]] = {}
    for subject_type, subject, *_, venue in found:
        if venue is None:
            elsewhere.setdefault(subject_type, []).append(subject)
    for subject_type, keys in sorted(elsewhere.items()):
        rows = kinds()[subject_type]._base_manager.select_for_update()
        list(rows.filter(pk__in=keys).order_by("pk"))


def _stored(found: Sequence[_Rung], now: datetime) -> list[Escalation]:
    if not found:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO inspections_escalation ({_COLUMNS}, at)"
            f" SELECT {_COLUMNS}, %(now)s FROM ({reached()}) AS reached"
            f" JOIN unnest(%(types)s::text[], %(subjects)s::bigint[], %(kinds)s::text[],"
            f" %(occasions)s::text[], %(steps)s::smallint[]) AS found ({_KEY}) USING ({_KEY})"
            " ORDER BY since, subject_type, subject_id, step RETURNING id",
            {"now": now} | dict(zip(_ARRAYS, map(list, zip(*found, strict=True)), strict=False)),
        )
        keys = [key for (key,) in cursor.fetchall()]
    return list(Escalation.objects.filter(pk__in=keys).order_by("pk"))


# Whom a rung names; where no department leads, or a venue has no town, command stands in
# (R-SCOPE-4).
_STANDS_IN = (
    f"g.kind = '{OrganisationKind.COMMAND}' AND o.post = '{Post.REVIEWER}'"
    " AND g.area_id IN (e.district_id, d.parent_id)"
)


def _posts(posts: Iterable[str]) -> str:
    return ", ".join(f"'{post}'" for post in posts)


_NAMED = " OR ".join(
    f"e.step = {rung.step} AND ({condition})"
    for rung in LADDER
    for condition in [
        {
            OrganisationKind.TOWN: (
                f"g.kind = 'town' AND g.area_id = e.town_id AND o.post IN ({_posts(rung.posts)})"
                f" OR e.town_id IS NULL AND {_STANDS_IN}"
            ),
            OrganisationKind.DEPARTMENT: (
                f"g.id = e.department_id AND o.post IN ({_posts(rung.posts)})"
                f" OR e.department_id IS NULL AND {_STANDS_IN}"
            ),
            OrganisationKind.COMMAND: (
                f"g.kind = 'command' AND g.area_id IN (e.district_id, d.parent_id)"
                f" AND o.post IN ({_posts(rung.posts)})"
            ),
        }[OrganisationKind(rung.kind)]
    ]
)
_TOLD = f"""
    SELECT e.id AS escalation, o.id AS officer, o.person_id AS person, e.kind, e.step
    FROM inspections_escalation AS e JOIN venues_area AS d ON d.id = e.district_id
    JOIN venues_organisation AS g ON true
    JOIN venues_officer AS o ON o.organisation_id = g.id AND o.is_active
    WHERE e.id = ANY(%(keys)s) AND ({_NAMED})"""


def _tell(rows: Sequence[Escalation]) -> None:
    """One message a person, kind and rung, with a line for each."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH told AS MATERIALIZED ({_TOLD}), sent AS ("
            " INSERT INTO inspections_message (officer_id, person_id, kind, step, lines_count,"
            " sent_at) SELECT officer, person, kind, step, count(*), %(now)s FROM told"
            " GROUP BY officer, person, kind, step RETURNING id, officer_id, kind, step)"
            " INSERT INTO inspections_messageline (message_id, escalation_id)"
            " SELECT s.id, t.escalation FROM told AS t JOIN sent AS s"
            " ON s.officer_id = t.officer AND s.kind = t.kind AND s.step = t.step",
            {"keys": [row.pk for row in rows], "now": clock.now()},
        )


def _announce(rows: Sequence[Escalation]) -> None:
    """One message of the outbox an organisation, kind and rung, with a count and a few numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH told AS MATERIALIZED ({_TOLD}), late AS (SELECT DISTINCT o.organisation_id AS"
            " organisation, e.id, e.kind, e.step, e.subject_key FROM told AS t"
            " JOIN venues_officer AS o ON o.id = t.officer"
            " JOIN inspections_escalation AS e ON e.id = t.escalation)"
            " INSERT INTO workflow_outbox (key, topic, payload, created)"
            " SELECT 'late/' || organisation || '/' || min(id), 'late.' || kind,"
            " jsonb_build_object('organisation', organisation, 'step', step, 'count', count(*),"
            " 'numbers', to_jsonb((array_agg(DISTINCT subject_key ORDER BY subject_key))"
            f"[1:{MOST_NUMBERS}])),"
            " %(now)s FROM late GROUP BY organisation, kind, step ORDER BY min(id), organisation",
            {"keys": [row.pk for row in rows], "now": clock.now()},
        )


def _record(rows: Sequence[Escalation]) -> None:
    """An event on each subject that says who was told of what."""
    names = _names(rows)

    def group(row: Escalation) -> tuple[Any, ...]:
        return row.step, row.subject_type, row.kind, tuple(names.get(row.pk, ()))

    for (step, subject_type, kind, told), found in groupby(sorted(rows, key=group), group):
        subjects = kinds()[subject_type]._base_manager.select_for_update()
        keys = {row.subject_id for row in found}
        details = {"late": kind, "rung": step, "remark": "; ".join(told)}
        late = list(subjects.filter(pk__in=keys).order_by("pk"))
        record_many(late, "escalate", by=SYSTEM, fields=[], details=details)


def _names(rows: Sequence[Escalation]) -> dict[int, list[str]]:
    """Escalation → the signatures of those who were told."""
    lines = MessageLine.objects.filter(escalation__in=rows).select_related(
        "message__officer__person", "message__officer__organisation"
    )
    found: dict[int, list[str]] = {}
    for line in lines.order_by("message__officer"):
        found.setdefault(line.escalation_id, []).append(line.message.officer.signature)
    return found

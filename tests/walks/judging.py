"""The checks of `verify` after every step: those that read a table which the step wrote into.

They stand in one function of the session, so that all of them take one round trip, planned once.
Those that read the text of every event are asked every now and then, by `verify` itself.
"""

import re
from collections.abc import Collection
from functools import cache

from django.db import connection

from inspections.management.commands.verify import CHECKS
from inspections.verify.reading import TOLD
from inspections.verify.running import Check

_TABLES = re.compile(r"\b(?:venues|inspections|workflow)_\w+")
_FUNCTION = """
CREATE OR REPLACE FUNCTION pg_temp.judge(_which int[]) RETURNS text LANGUAGE plpgsql AS $judge$
#variable_conflict use_column
DECLARE _culprits text;
BEGIN
{tests}
RETURN NULL;
END $judge$"""
_TEST = """
IF {number} = ANY(_which) THEN
    SELECT string_agg(culprit::text, ', ') INTO _culprits FROM ({broken}) AS broken;
    IF _culprits IS NOT NULL THEN RETURN '{number} ' || _culprits; END IF;
END IF;"""


def judge(written: Collection[str]) -> None:
    """Raise AssertionError where a check that reads one of these tables finds something broken."""
    which = [number for number, tables in enumerate(_read()) if tables & set(written)]
    if which:
        told = connection.connection.execute("SELECT pg_temp.judge(%s)", [which], prepare=True)
        (broken,) = told.fetchone()
        assert broken is None, _in_words(broken)
    for check in _of_today():
        if set(_TABLES.findall(check.broken_sql)) & set(written):
            sql = f"SELECT string_agg(culprit::text, ', ') FROM ({check.broken_sql}) AS broken"
            (culprits,) = connection.connection.execute(sql, (), prepare=True).fetchone()
            assert culprits is None, f"{check.rule} {check.question}: {culprits}"


def prepare_judging() -> None:
    """Put the checks into this session."""
    tests = [
        _TEST.format(number=number, broken=check.broken_sql.replace("%%", "%"))
        for number, check in enumerate(_plain())
    ]
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTION.format(tests="".join(tests)))


def _in_words(broken: str) -> str:
    number, _space, culprits = broken.partition(" ")
    check = _plain()[int(number)]
    return f"{check.rule} {check.question}: {culprits}"


@cache
def _plain() -> list[Check]:
    """Those that need neither the text of every event nor the day."""
    return [each for each in CHECKS if isinstance(each.broken, str) and TOLD not in _words(each)]


@cache
def _of_today() -> list[Check]:
    return [each for each in CHECKS if not isinstance(each.broken, str)]


@cache
def _read() -> list[frozenset[str]]:
    """Which tables each of the plain ones reads."""
    return [frozenset(_TABLES.findall(each.broken_sql)) for each in _plain()]


def _words(check: Check) -> list[str]:
    return re.findall(r"\w+", check.broken_sql)

"""What a check is, and asking all of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from inspections.verify.reading import READ_EVENTS

MOST_NAMED = 5
NAMELESS = "a row without a name"
_SUMMED = """
SELECT count(*), (array_agg(culprit ORDER BY culprit))[1:%s]
FROM (SELECT coalesce(culprit::text, %s) AS culprit
      FROM ({broken}) AS broken) AS named"""


@dataclass(frozen=True)
class Check:
    """A rule, what is asked, how many rows it judges, and which rows break it.

    `judged` is SQL for one number, `broken` SQL with a column `culprit`: a number or code by
    which people know the row; what depends on the day is worked out as it is asked.
    """

    rule: str
    question: str
    judged: str
    broken: str | Callable[[], str]

    @property
    def broken_sql(self) -> str:
        """The SQL to ask now."""
        return self.broken if isinstance(self.broken, str) else self.broken()


@dataclass(frozen=True)
class Finding:
    """What a check came to: rows judged, rows broken, and the first culprits."""

    check: Check
    judged: int
    broken: int
    culprits: tuple[str, ...]


def ask(checks: Iterable[Check]) -> Iterator[Finding]:
    """Ask every check in turn; the answers come as they are found."""
    with connection.cursor() as cursor:
        cursor.execute(READ_EVENTS)
    for check in checks:
        with connection.cursor() as cursor:
            cursor.execute(check.judged)
            (judged,) = cursor.fetchone()
            cursor.execute(_SUMMED.format(broken=check.broken_sql), [MOST_NAMED, NAMELESS])
            count, culprits = cursor.fetchone()
        yield Finding(check, judged, count, tuple(culprits or ()))

"""Counting rows no further than people read: a number costs the same whatever lies behind it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Count:
    """How many rows there are; one more than `most` stands for any number above it."""

    number: int
    most: int = MOST_COUNTED

    def __bool__(self) -> bool:
        return self.number > 0

    def __str__(self) -> str:
        return f"{self.most}+" if self.number > self.most else str(self.number)


def count_of(rows: QuerySet[Any], most: int = MOST_COUNTED) -> Count:
    """The number of rows, counted up to `most`."""
    return Count(rows.order_by()[: most + 1].count(), most)

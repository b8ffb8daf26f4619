"""A venue's standing: what is so of it now, kept in the transaction that changes it."""

from collections.abc import Callable, Collection
from functools import reduce
from operator import add
from typing import Any

from django.db import models
from django.db.models import Case, F, GeneratedField, Q, Value, When

from venues.rules import Colour, Regime
from venuewatch.workflow.rules import Words

# Unclosed issues are counted per severity and state, in these columns.
SEVERITIES = ("general", "serious", "major")
UNCLOSED_STATES = ("open", "rectified", "rechecked")
COUNTERS = tuple(f"{severity}_{state}" for severity in SEVERITIES for state in UNCLOSED_STATES)


_UNCLOSED: Any = reduce(add, (F(name) for name in COUNTERS))  # a combined expression


Watcher = Callable[[Collection[int]], None]
_watchers: list[Watcher] = []


def on_settled(watcher: Watcher) -> None:
    """Register who derives something from the standing; called once, when an app is ready."""
    _watchers.append(watcher)


def tell_settled(venue_ids: Collection[int]) -> None:
    """Whoever changed what is owed at these venues says so, in the same transaction."""
    for watcher in _watchers:
        watcher(venue_ids)


class Standing(models.Model):
    """Derived figures of one venue, and the row that every act at the venue locks (R-VENUE-2).

    It stores nothing that time alone changes. The colour is computed by the database from the
    columns beside it, so the rule R-VENUE-1 stands here once. `plate_since` is the day on which
    the plate was hung; `order_days` the days between checks that the orders in force demand.
    """

    venue = models.OneToOneField(
        "venues.Venue", primary_key=True, on_delete=models.CASCADE, related_name="standing"
    )
    general_open = models.PositiveIntegerField(default=0)
    general_rectified = models.PositiveIntegerField(default=0)
    general_rechecked = models.PositiveIntegerField(default=0)
    serious_open = models.PositiveIntegerField(default=0)
    serious_rectified = models.PositiveIntegerField(default=0)
    serious_rechecked = models.PositiveIntegerField(default=0)
    major_open = models.PositiveIntegerField(default=0)
    major_rectified = models.PositiveIntegerField(default=0)
    major_rechecked = models.PositiveIntegerField(default=0)
    next_due = models.DateTimeField(null=True)
    plate_hung = models.BooleanField(default=False)
    plate_since = models.DateField(null=True)
    plate_number = models.CharField(max_length=30, default="", db_default="")
    regime = models.CharField(max_length=10, choices=Regime.choices, default=Regime.OPEN)
    order_days = models.PositiveSmallIntegerField(null=True)
    order_number = models.CharField(max_length=40, default="", db_default="")
    last_town_check = models.DateField(null=True)
    last_sector_check = models.DateField(null=True)
    unclosed = GeneratedField(
        expression=_UNCLOSED, output_field=models.IntegerField(), db_persist=True
    )
    colour = GeneratedField(
        expression=Case(
            When(plate_hung=True, then=Value(Colour.BLACK.value)),
            When(regime__in=[Regime.SUSPENDED, Regime.CLOSED], then=Value(Colour.RED.value)),
            When(
                Q(major_open__gt=0) | Q(major_rectified__gt=0) | Q(major_rechecked__gt=0),
                then=Value(Colour.RED.value),
            ),
            When(
                Q(general_open__gt=0) | Q(serious_open__gt=0),
                then=Value(Colour.YELLOW.value),
            ),
            When(
                Q(general_rectified__gt=0)
                | Q(general_rechecked__gt=0)
                | Q(serious_rectified__gt=0)
                | Q(serious_rechecked__gt=0),
                then=Value(Colour.WHITE.value),
            ),
            default=Value(Colour.GREEN.value),
        ),
        output_field=models.CharField(max_length=6, choices=Colour.choices),
        db_persist=True,
    )

    class Meta:
        indexes = [
            # register filtered by colour
            models.Index(fields=["colour", "venue"], name="standing_colour"),
            # overdue venues: the nearest due of what is open
            models.Index(
                fields=["next_due"], condition=Q(next_due__isnull=False), name="standing_next_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id}: {self.colour}"

    @property
    def colour_word(self) -> Words:
        """The word that is always shown with the colour (R-VENUE-1)."""
        return Colour(self.colour).label

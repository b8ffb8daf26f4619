"""A subject's events as people read them, from the words that the events themselves keep."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from venuewatch.workflow.models import Event, Subject
from venuewatch.workflow.rules import Words
from venuewatch.workflow.subjects import act_words, kinds

MOST_SHOWN = 200
NOTICEABLE = timedelta(minutes=5)


@dataclass(frozen=True)
class Entry:
    """One event: what, who, when it happened and when it was recorded, why, and what it tells."""

    seq: int
    label: Words
    by: str
    happened: datetime
    recorded: datetime
    why: str
    lines: list[str]

    @property
    def recorded_later(self) -> bool:
        """Whether it was recorded noticeably after it happened."""
        return self.recorded - self.happened > NOTICEABLE


def words_in(kind: str, details: Mapping[str, Any]) -> list[str]:
    """What an event's details tell a reader, in the words of its kind of subject."""
    return kinds().get(kind, Subject).told(details)


def timeline_of(subject: Subject) -> list[Entry]:
    """The latest events of a subject, newest first."""
    rows = Event.objects.filter(subject_type=subject.subject_type, subject_id=subject.pk)
    return [_entry(row) for row in rows.order_by("-seq")[:MOST_SHOWN]]


def last_of(subject: Subject) -> Entry | None:
    """The latest event of a subject; None where nothing has happened to it yet."""
    rows = Event.objects.filter(subject_type=subject.subject_type, subject_id=subject.pk)
    row = rows.order_by("-seq").first()
    return _entry(row) if row else None


def latest_of(kind: type[Subject], keys: Iterable[int]) -> dict[int, Entry]:
    """The latest event of each of these subjects of one kind, by primary key."""
    rows = Event.objects.filter(subject_type=kind.subject_type, subject_id__in=list(keys))
    latest = rows.order_by("subject_id", "-seq").distinct("subject_id")
    return {row.subject_id: _entry(row) for row in latest}


def _entry(row: Event) -> Entry:
    body = json.loads(row.body)
    label = act_words(row.subject_type, row.name)
    by = body["by"] if row.actor_id else _("the system")
    lines = words_in(row.subject_type, body["details"])
    return Entry(row.seq, label, by, row.happened, row.recorded, body["why"], lines)

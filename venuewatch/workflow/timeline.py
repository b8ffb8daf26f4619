"""A subject's events as people read them, from the words that the events themselves keep."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from venuewatch.workflow.models import Event, Subject
from venuewatch.workflow.rules import Words
from venuewatch.workflow.subjects import act_words

MOST_SHOWN = 200
TELLING = ("measure", "remark", "description", "venue", "change")
NOTICEABLE = timedelta(minutes=5)


@dataclass(frozen=True)
class Entry:
    """One event: what, who, when it happened and when it was recorded, why."""

    seq: int
    label: Words
    by: str
    happened: datetime
    recorded: datetime
    why: str
    details: dict[str, Any]

    @property
    def recorded_later(self) -> bool:
        """Whether it was recorded noticeably after it happened."""
        return self.recorded - self.happened > NOTICEABLE

    @property
    def lines(self) -> list[str]:
        """The words of the event that a person wrote."""
        return words_in(self.details)


def words_in(details: Mapping[str, Any]) -> list[str]:
    """Those of an event's details that tell a reader something without its page around."""
    return [str(details[name]) for name in TELLING if details.get(name)]


def timeline_of(subject: Subject) -> list[Entry]:
    """The latest events of a subject, newest first."""
    rows = Event.objects.filter(subject_type=subject.subject_type, subject_id=subject.pk)
    return [_entry(row) for row in rows.order_by("-seq")[:MOST_SHOWN]]


def latest_of(kind: type[Subject], keys: Iterable[int]) -> dict[int, Entry]:
    """The latest event of each of these subjects of one kind, by primary key."""
    rows = Event.objects.filter(subject_type=kind.subject_type, subject_id__in=list(keys))
    latest = rows.order_by("subject_id", "-seq").distinct("subject_id")
    return {row.subject_id: _entry(row) for row in latest}


def _entry(row: Event) -> Entry:
    body = json.loads(row.body)
    label = act_words(row.subject_type, row.name)
    by = body["by"] if row.actor_id else _("the system")
    return Entry(row.seq, label, by, row.happened, row.recorded, body["why"], body["details"])

"""Field-level history of the registers: who changed what, when, from what to what."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

from venues.identifiers import mask
from venues.labels import label_of
from venues.rules import CONTACTS
from venuewatch.workflow.rules import Words

MOST_SHOWN = 30
_QUIET = {"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context", "id", "created",
          "district", "town", "source_crs"}  # fmt: skip


# Shown by the name of what they point to, read with the row itself.
_SHOWN_BY_NAME = {"category", "area", "organisation", "person"}


@dataclass(frozen=True)
class Change:
    """One field of a row that became another."""

    at: datetime
    by: str
    field: Words
    before: Any
    after: Any


def changes_of(row: Model) -> list[Change]:
    """The latest changes of a tracked row's fields, newest first; contacts stay masked."""
    events = apps.get_model("venues", f"{type(row).__name__}Event")
    related = {field.name for field in events._meta.fields if field.is_relation} & _SHOWN_BY_NAME
    rows = list(
        events.objects.filter(pgh_obj=row.pk)
        .select_related("pgh_context", *related)
        .order_by("-pgh_id")[:MOST_SHOWN]
    )
    names = _names_of({(row.pgh_context.metadata or {}).get("user") for row in rows
                       if row.pgh_context})  # fmt: skip
    pairs = pairwise(rows)
    return [change for new, old in pairs for change in _between(new, old, names)]


def _between(new: Any, old: Any, names: dict[Any, str]) -> list[Change]:
    context = new.pgh_context.metadata if new.pgh_context else {}
    by = names.get(context.get("user"), "")
    return [
        Change(new.pgh_created_at, by, label_of(field.name), *_shown(field.name, old, new))
        for field in new._meta.fields
        if field.name not in _QUIET and getattr(old, field.attname) != getattr(new, field.attname)
    ]


def _shown(name: str, old: Any, new: Any) -> tuple[Any, Any]:
    if name in CONTACTS:
        return mask(getattr(old, name)), mask(getattr(new, name))
    return _value(old, name), _value(new, name)


def _value(row: Any, name: str) -> Any:
    """A value as people read it: the word of a choice, yes or no, else itself."""
    value = getattr(row, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    display = getattr(row, f"get_{name}_display", None)
    return display() if display else value


def _names_of(keys: set[Any]) -> dict[Any, str]:
    officers = apps.get_model("venues", "Officer")
    rows = officers.objects.filter(pk__in=[key for key in keys if key]).select_related(
        "person", "organisation"
    )
    return {row.pk: row.signature for row in rows}

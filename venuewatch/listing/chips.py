"""Filters in force, in words, each with the address of the list without it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import QueryDict
from django_filters import FilterSet

from venuewatch.workflow.rules import Words

# Asks a list for all its rows, where a person's default filter would otherwise be asked.
EVERYTHING = "all=1"


@dataclass(frozen=True)
class Chip:
    """One filter in force: its label, its value in words, and the query without it."""

    label: Words
    words: Words
    query_without: str


def chips_of(filterset: FilterSet, query: QueryDict) -> list[Chip]:
    """A chip for each filter that narrows the list."""
    if not filterset.form.is_valid():
        return []
    chosen = filterset.form.cleaned_data
    return [
        Chip(each.label, _words(each, chosen[name]), _without(query, name))
        for name, each in filterset.form.fields.items()
        if chosen.get(name) not in (None, "", [], False)
    ]


def _words(field: Any, value: Any) -> Words:
    if value is True:
        return ""
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, slice):
        return " – ".join(str(each.date()) if each else "" for each in (value.start, value.stop))
    values = value if isinstance(value, list) else [value]
    labels = {str(key): label for key, label in getattr(field, "choices", [])}
    return ", ".join(str(labels.get(str(each), each)) for each in values)


def _without(query: QueryDict, name: str) -> str:
    rest = query.copy()
    for key in list(rest):
        if key in (name, f"{name}_min", f"{name}_max", f"{name}_after", f"{name}_before", "page"):
            rest.pop(key)
    return rest.urlencode() or EVERYTHING

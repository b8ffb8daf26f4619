"""The kinds of subject that events tell of, and the words for them, their acts and their states."""

from collections.abc import Mapping
from functools import cache

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from venuewatch.workflow.models import Subject
from venuewatch.workflow.rules import Words

FIRST_ACTS: Mapping[str, Words] = {"open": _("Opened"), "create": _("Put on the register")}


@cache
def kinds() -> dict[str, type[Subject]]:
    """Every kind of subject by its type, in the order of types."""
    models = [each for each in apps.get_models() if issubclass(each, Subject)]
    return {each.subject_type: each for each in sorted(models, key=lambda one: one.subject_type)}


def kind_words(kind: str) -> str:
    """What a kind of subject is called; its type where there is no such kind any more."""
    subject = kinds().get(kind)
    return str(subject._meta.verbose_name) if subject else kind


def act_words(kind: str, name: str) -> str:
    """What an act is called; its name where no table knows it any more.

    An act may be recorded on the chain of another subject than the one whose table names it: who
    looks at a venue's contacts is written down on their own chain.
    """
    found = kinds()
    tables = [found[kind].workflow] if kind in found else []
    for table in (*tables, *(each.workflow for each in found.values())):
        if name in table.by_name:
            return str(table[name].label)
    return str(FIRST_ACTS.get(name, name))


def acts() -> dict[str, str]:
    """Every act by name with its words, for choosing among them."""
    names = [act.name for each in kinds().values() for act in each.workflow]
    return {name: act_words("", name) for name in (*FIRST_ACTS, *names)}


def state_words(kind: str, state: str) -> str:
    """What a state is called; the state itself where it has no words, "" for none."""
    subject = kinds().get(kind)
    if subject is None or not state:
        return state
    fields = {field.name: field for field in subject._meta.fields}
    choices = dict(fields["state"].flatchoices) if "state" in fields else {}
    return str(choices.get(state, state))


def with_key(key: str) -> dict[str, list[int]]:
    """The subjects of every kind whose number or code is exactly `key`, as primary keys."""
    found = {
        kind: list(each._base_manager.filter(**{each.key_field: key}).values_list("pk", flat=True))
        for kind, each in kinds().items()
    }
    return {kind: keys for kind, keys in found.items() if keys}

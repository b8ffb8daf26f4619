"""The administrator's acts on accounts; each is one event on the officer's chain.

A mover's open work returns to the organisation (scheme.md §2) by itself: work is owed by
organisations, nothing is assigned to a person.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from venues.labels import label_of
from venues.models import Officer, Person
from venues.rules import Post
from venuewatch.workflow.actions import Actor, move
from venuewatch.workflow.rules import Refused

MOVING = ("organisation", "post")
ABOUT = ("username", "person", *MOVING)


def create_account(officer: Officer, *, by: Actor, reason: str = "") -> Officer:
    """Save a new account, its password set already."""
    with transaction.atomic():
        officer.save()
        details = {"change": " · ".join(filter(None, [officer.signature, _post(officer.post)]))}
        given = {"reason": reason}
        return move(officer, "create_account", by=by, given=given, write=lambda _row: details)


def change_account(
    officer: Officer, given: Mapping[str, Any], *, by: Actor, reason: str = ""
) -> Officer:
    """Make an account what `given` says of ABOUT and `is_active`; what it leaves out stays.

    A change of organisation or post is a move. Raises Refused where administrators would lock
    themselves out.
    """
    with transaction.atomic():
        row = Officer.locked(officer.pk)
        changed = [name for name in ABOUT if name in given and getattr(row, name) != given[name]]
        _refuse_own(row, given, by)
        if changed:
            name = "move_account" if set(MOVING) & set(changed) else "change_account"
            words = "; ".join(_change(each, row, given[each]) for each in changed)
            values = {each: given[each] for each in changed}
            row = _set(row, name, values, words=words, by=by, reason=reason)
        if given.get("is_active", row.is_active) != row.is_active:
            name = "enable_account" if given["is_active"] else "disable_account"
            row = _set(row, name, {"is_active": given["is_active"]}, by=by, reason=reason)
    return row


def rename_person(officer: Officer, name: str, phone: str, *, by: Actor) -> None:
    """Name and phone of who holds an account; all accounts of that person show them."""

    def write(row: Officer) -> dict[str, Any]:
        before = row.person.name
        Person.objects.filter(pk=row.person_id).update(name=name, phone=phone)
        return {"change": before if before == name else f"{before} → {name}"}

    move(officer, "change_account", by=by, write=write)


def note_password(officer: Officer, name: str, *, by: Actor) -> Officer:
    """A password was set in this very transaction: `reset_password` or `change_password`."""
    return move(Officer.locked(officer.pk), name, by=by)


def _set(
    row: Officer, name: str, values: Mapping[str, Any], *, words: str = "", by: Actor, reason: str
) -> Officer:
    def write(fresh: Officer) -> dict[str, Any]:
        for field, value in values.items():
            setattr(fresh, field, value)
        return {"change": words}

    return move(row, name, by=by, given={"reason": reason}, write=write)


def _refuse_own(row: Officer, given: Mapping[str, Any], by: Actor) -> None:
    stays = given.get("is_active", True) and given.get("post", row.post) == row.post
    if row.pk == by.pk and not stays:
        raise Refused({"": _("Another administrator disables or moves your own account.")})


def _change(name: str, row: Officer, value: Any) -> str:
    before, after = getattr(row, name), value
    if name == "post":
        before, after = _post(before), _post(after)
    return f"{label_of(name)}: {before or '–'} → {after or '–'}"


def _post(post: str) -> str:
    return str(Post(post).label)

"""Saving, renaming and deleting one's own filters of a list; one of them may be its default."""

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django_filters import FilterSet

from venuewatch.listing.models import LONGEST_NAME, SavedFilter
from venuewatch.workflow.rules import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_SAVED = 20


def cleaned_query(
    text: str, filterset: type[FilterSet], rows: "QuerySet[models.Model]", request: HttpRequest
) -> str:
    """The part of a query string that the filter set knows, and the sorting.

    Raises Refused where it filters nothing or by something that is not there.
    """
    given = QueryDict(text.replace("\0", ""))
    form = filterset(given, queryset=rows, request=request).form
    if not form.is_valid():
        raise Refused({"": _("This filter does not hold any more; set it anew.")})
    kept = QueryDict(mutable=True)
    for name in form.fields:
        if values := [each for each in given.getlist(name) if each.strip()]:
            kept.setlist(name, values)
    if not kept:
        raise Refused({"": _("Nothing is filtered; choose something first.")})
    if sort := given.get("sort"):
        kept["sort"] = sort
    return kept.urlencode()


def save_filter(owner: Any, place: str, name: str, query: str) -> SavedFilter:
    """Keep a query under a name. Raises Refused: blank, too long, taken, or too many."""
    name = _cleaned_name(name)
    if SavedFilter.objects.of(owner, place).count() >= MOST_SAVED:
        raise Refused({"": _("You have %d saved filters here; delete one first.") % MOST_SAVED})
    saved = SavedFilter(owner_id=owner.pk, place=place, name=name, query=query)
    _store(saved)
    return saved


def rename(saved: SavedFilter, name: str) -> None:
    """Give a filter another name. Raises Refused as `save_filter` does."""
    saved.name = _cleaned_name(name)
    _store(saved)


def make_default(saved: SavedFilter, *, wanted: bool) -> None:
    """Let the list open with this filter, or with none."""
    with transaction.atomic():
        own = SavedFilter.objects.filter(owner=saved.owner_id, place=saved.place)
        own.select_for_update().filter(is_default=True).update(is_default=False)
        own.filter(pk=saved.pk).update(is_default=wanted)


def _cleaned_name(name: str) -> str:
    name = name.replace("\0", "").strip()
    if not name:
        raise Refused({"name": _("Give the filter a name.")})
    if len(name) > LONGEST_NAME:
        raise Refused({"name": _("At most %d characters.") % LONGEST_NAME})
    return name


def _store(saved: SavedFilter) -> None:
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError:
        raise Refused({"name": _("You have a filter of this name already.")}) from None

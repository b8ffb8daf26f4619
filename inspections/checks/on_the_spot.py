"""Fixed on the spot 立行立改: what a visit must tell of it, and what is wrong with that."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from inspections.checks.models import Item
from inspections.checks.rules import AnswerValue
from inspections.checks.visits import Visit
from inspections.ledger.models import PhotoKind
from inspections.ledger.rules import FIVE_LABELS, measures_needed

BEFORE = (PhotoKind.SITE, PhotoKind.BEFORE)


def spot_errors(
    visit: Visit, items: Mapping[str, Item], values: Mapping[str, str]
) -> dict[str, str]:
    """A sentence for each item that cannot be taken as fixed on the spot (R-ISSUE-5)."""
    fixed = {code: given.fixed for code, given in visit.answers.items() if given.fixed is not None}
    found = {
        f"item:{code}": _error(visit, items[code], values[code], five)
        for code, five in fixed.items()
    }
    unmarked = {
        f"item:{picture.item_code}": _("There is a photo after: mark it as fixed on the spot.")
        for picture in visit.pictures
        if picture.kind == PhotoKind.AFTER
        and picture.issue_id is None
        and picture.item_code not in fixed
    }
    return unmarked | {place: sentence for place, sentence in found.items() if sentence}


def after_photos(visit: Visit, code: str) -> list[Any]:
    """The files that show an item after it was fixed."""
    return [p.file for p in visit.pictures if p.item_code == code and p.kind == PhotoKind.AFTER]


def _error(visit: Visit, item: Item, value: str, five: Mapping[str, Any]) -> str:
    if value != AnswerValue.FAIL:
        return _("Only what does not comply can be fixed on the spot.")
    if not item.on_the_spot:
        return _("This item cannot be fixed on the spot.")
    lacking = [name for name in measures_needed(item.severity) if not five.get(name)]
    if lacking:
        labels = ", ".join(str(FIVE_LABELS[name]) for name in lacking)
        return _("Fixed on the spot: fill in as well: %s.") % labels
    before = any(p.item_code == item.code and p.kind in BEFORE for p in visit.pictures)
    if not before or not after_photos(visit, item.code):
        return _("Fixed on the spot needs a photo before and one after.")
    return ""

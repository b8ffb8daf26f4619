"""The search box: straight to what has this number, else to venues by their words."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspections.enforcement.models import Operation
from inspections.ledger.models import Issue
from inspections.plates.models import Plate
from inspections.tracking.intake.models import Intake
from inspections.tracking.lookbacks.models import LookBack
from inspections.tracking.notices.models import Notice
from venues.models import Officer
from venues.signed_in import at_work


@require_GET
def search(request: HttpRequest) -> HttpResponseRedirect:
    """Straight to what has this number, else to the register with this text."""
    text = request.GET.get("q", "").replace("\0", "").strip()
    return _numbered(at_work(request), text) or HttpResponseRedirect(
        f"{reverse('venues:register')}?{urlencode({'q': text})}"
    )


def _numbered(officer: Officer, text: str) -> HttpResponseRedirect | None:
    """The page of what has exactly this number or code, in scope."""
    for page, key, rows in _FINDERS:
        if row := rows(officer, text).first():
            return redirect(page, getattr(row, key))
    return None


# page → the attribute that its address needs, and the rows that a number may name
_FINDERS: tuple[tuple[str, str, Callable[[Officer, str], QuerySet[Any]]], ...] = (
    ("plates:plate", "code", lambda who, text: Plate.objects.visible_to(who).known_as(text)),
    ("operations:room", "code", lambda who, text: Operation.objects.visible_to(who).known_as(text)),
    ("ledger:issue", "number", lambda who, text: Issue.objects.visible_to(who).filter(number=text)),
    ("look_backs:look_back", "code",
     lambda who, text: LookBack.objects.visible_to(who).filter(code=text)),
    ("notices:notice", "code", lambda who, text: Notice.objects.visible_to(who).known_as(text)),
    ("intake:intake", "number",
     lambda who, text: Intake.objects.visible_to(who).filter(number=text)),
)  # fmt: skip

"""The search box: whatever has this number, else venues by any part of their words."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspections.ledger.models import Issue
from inspections.plates.models import Plate
from inspections.tracking.intake.models import Intake
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
    """The plate, issue, notice or matter of the desk with exactly this number, in scope."""
    if plate := Plate.objects.visible_to(officer).known_as(text).first():
        return redirect("plates:plate", plate.code)
    if issue := Issue.objects.visible_to(officer).filter(number=text).first():
        return redirect("ledger:issue", issue.number)
    if notice := Notice.objects.visible_to(officer).known_as(text).first():
        return redirect("notices:notice", notice.code)
    if intake := Intake.objects.visible_to(officer).filter(number=text).first():
        return redirect("intake:intake", intake.number)
    return None

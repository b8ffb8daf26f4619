"""The search box: straight to what has this number, else to venues by their words."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspections.enforcement.models import Operation
from inspections.ledger.models import Issue
from inspections.plates.models import Plate
from inspections.tracking.lookbacks.models import LookBack
from venues.signed_in import at_work


@require_GET
def search(request: HttpRequest) -> HttpResponseRedirect:
    """Straight to what has this number, else to the register with this text."""
    text = request.GET.get("q", "").replace("\0", "").strip()
    plate = Plate.objects.visible_to(at_work(request)).known_as(text).first()
    if plate:
        return redirect("plates:plate", plate.code)
    operation = Operation.objects.visible_to(at_work(request)).known_as(text).first()
    if operation:
        return redirect("operations:room", operation.code)
    issue = Issue.objects.visible_to(at_work(request)).filter(number=text).first()
    if issue:
        return redirect("ledger:issue", issue.number)
    look_back = LookBack.objects.visible_to(at_work(request)).filter(code=text).first()
    if look_back:
        return redirect("look_backs:look_back", look_back.code)
    return HttpResponseRedirect(f"{reverse('venues:register')}?{urlencode({'q': text})}")

"""Looking for venues inside a form that is not sent yet: what was typed stays."""

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict


def looks(request: HttpRequest) -> bool:
    """Whether the form came only to look for venues."""
    return request.method == "POST" and "look" in request.POST


def typed(form: forms.BaseForm) -> dict[str, Any]:
    """What somebody typed into a form, one value a field."""
    return dict(form.data.items())


def with_picked(request: HttpRequest) -> QueryDict | None:
    """What was sent, with the venue that was picked from those found in its field."""
    if request.method != "POST":
        return None
    sent = request.POST.copy()
    if picked := request.POST.get("pick"):
        sent["venue"] = picked
    return sent

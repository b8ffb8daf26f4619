"""Who am I: the account page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def me(request: HttpRequest) -> HttpResponse:
    """The account: name, organisation, post; sign-out, password, language."""
    return render(request, "registration/me.html")

"""Who am I: the account page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from venues.rules import BUSINESS_POSTS
from venues.signed_in import officer_of


def me(request: HttpRequest) -> HttpResponse:
    """The account: name, organisation, post and lent posts; sign-out, password, language."""
    officer = officer_of(request)
    context = {"borrowed": officer.borrowed(), "at_work": officer.post in BUSINESS_POSTS}
    return render(request, "registration/me.html", context)

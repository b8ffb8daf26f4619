"""Who am I: the account page, and the own password."""

from typing import Any

from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from venues import accounts
from venues.models import Officer
from venues.rules import BUSINESS_POSTS
from venues.signed_in import officer_of


def me(request: HttpRequest) -> HttpResponse:
    """The account: name, organisation, post and lent posts; sign-out, password, language."""
    officer = officer_of(request)
    context = {"borrowed": officer.borrowed(), "at_work": officer.post in BUSINESS_POSTS}
    return render(request, "registration/me.html", context)


class PasswordChange(PasswordChangeView):
    """The own password, changed by who knows it; an event on the officer's chain tells so."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save it under the lock of the row, so that its chain of events stays whole."""
        officer = officer_of(self.request)
        with transaction.atomic():
            Officer.locked(officer.pk)
            officer.refresh_from_db(fields=["event_seq", "event_hash"])
            answer = super().form_valid(form)
            accounts.note_password(officer, "change_password", by=officer)
        return answer

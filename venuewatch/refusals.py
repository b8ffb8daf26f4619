"""What the kernel refuses, as pages: a sentence, never a traceback."""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from venuewatch.workflow.rules import NotAllowed, Refused, Stale

GetResponse = Callable[[HttpRequest], HttpResponse]


class TellsRefusals(forms.BaseForm):
    """A form that shows the sentences of the action which it led to."""

    def add_refusal(self, refusal: Refused) -> None:
        """Put each sentence beside its field, and those of no field on top."""
        for name, sentence in refusal.errors.items():
            self.add_error(name if name in self.fields else None, str(sentence))


class RefusalMiddleware:
    """Turns NotAllowed, Stale and Refused that no form caught into a page with a way on.

    An address with a NUL character, which no text in the database can hold, is not found.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            raise Http404
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a refusal of the kernel; None leaves every other error to Django."""
        if isinstance(error, NotAllowed):
            return _page(request, HTTPStatus.FORBIDDEN, str(error))
        if isinstance(error, Stale):
            return _page(request, HTTPStatus.CONFLICT, "")
        if isinstance(error, Refused):
            sentences = " ".join(str(each) for each in error.errors.values())
            return _page(request, HTTPStatus.BAD_REQUEST, sentences)
        return None


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token ended, as it does by signing in elsewhere meanwhile."""
    sentence = _("This page was open since before you last signed in. Open it again to go on.")
    return _page(request, HTTPStatus.FORBIDDEN, sentence, again=_page_of_form(request))


def _page_of_form(request: HttpRequest) -> str:
    """The page that held the form: a form may lead to an address that cannot be opened."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return came_from if ours else request.get_full_path()


def _page(request: HttpRequest, status: HTTPStatus, sentence: str, again: str = "") -> HttpResponse:
    words = {"sentence": sentence, "again": again}
    return render(request, f"{status.value}.html", words, status=status)

"""Writing a notice: drafting it and changing the draft, venues found and named on the way."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from inspections.tracking.notices import actions
from inspections.tracking.notices.forms import NoticeForm, initial_of, with_picked
from inspections.tracking.notices.models import Notice
from inspections.tracking.notices.rules import NOTICE_TABLE
from inspections.tracking.notices.views import act_page, notice_in_scope
from inspections.tracking.picking import looks, typed
from venues.scoping import own_area
from venues.signed_in import at_work, officer_of
from venues.views.posting import posted_new
from venuewatch.workflow.actions import demand


@never_cache  # going back must not find a form that was sent
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """Command staff draft a notice."""
    officer = at_work(request)
    demand(Notice(area=own_area(officer)), "draft_notice", officer)
    form = _form(request, {})

    def act() -> Notice:
        return actions.draft_notice(
            form.texts(), form.named, by=officer, file=form.cleaned_data["file"]
        )

    return _written(request, form, None, act)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a draft."""
    notice, officer = notice_in_scope(request, code), officer_of(request)
    demand(notice, "edit_notice", officer)
    if request.method == "GET" and notice.state not in NOTICE_TABLE["edit_notice"].sources:
        return act_page(request, notice, "edit_notice", None, status=409)
    form = _form(request, initial_of(notice))

    def act() -> Notice:
        return actions.edit_notice(
            notice, form.texts(), form.named, by=officer, file=form.cleaned_data["file"],
            seen=form.cleaned_data["seen"],
        )  # fmt: skip

    return _written(request, form, notice, act)


def _form(request: HttpRequest, initial: dict[str, Any]) -> NoticeForm:
    officer = officer_of(request)
    if request.method != "POST":
        return NoticeForm(initial=initial, officer=officer)
    return NoticeForm(with_picked(request.POST), request.FILES, officer=officer, initial=initial)


def _written(
    request: HttpRequest, form: NoticeForm, notice: Notice | None, act: Callable[[], Notice]
) -> HttpResponse:
    """The page again while venues are looked for or something lacks; else the notice's page."""
    made, status, looking = None, HTTPStatus.OK, looks(request)
    if not looking:
        status, made = posted_new(request, form, Notice, act)
    if made is not None:
        return redirect("notices:notice", made.event_key)
    matches = form.found_venues() if looking else []
    if looking:
        form = _still_writing(form)
    form.keep_file()
    context = {
        "form": form,
        "notice": notice,
        "label": NOTICE_TABLE["edit_notice" if notice else "draft_notice"].label,
        "looking": looking,
        "matches": matches,
    }
    return render(request, "notices/write.html", context, status=status)


def _still_writing(form: NoticeForm) -> NoticeForm:
    """The same words and file in a form that nobody has sent yet: nothing lacks in it so far."""
    form.is_valid()
    form.keep_file()
    again = NoticeForm(initial=typed(form), officer=form.officer)
    again.kept = form.kept
    return again

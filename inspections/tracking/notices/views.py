"""Pages of the notices: the list, one notice, its file and sheet, and its acts."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from inspections.plates.rules import SETTLED
from inspections.tracking.notices import actions
from inspections.tracking.notices.filters import NoticeFilter
from inspections.tracking.notices.forms import FORMS, ActForm
from inspections.tracking.notices.models import Notice
from inspections.tracking.notices.overview import lines_of
from inspections.tracking.notices.rules import NOTICE_TABLE, NoticeState
from inspections.tracking.notices.tables import NoticeTable
from venues.models import Venue
from venues.scoping import own_area
from venues.signed_in import at_work, officer_of
from venues.views.posting import attempt, send_again
from venuewatch.listing.pages import ListPage
from venuewatch.workflow import clock
from venuewatch.workflow.actions import choices, demand
from venuewatch.workflow.timeline import last_of, timeline_of

_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg"}
_DOERS: dict[str, Callable[..., Notice]] = {
    "issue_notice": actions.issue_notice,
    "drop_notice": actions.drop_notice,
    "withdraw_notice": actions.withdraw_notice,
}


class NoticeList(ListPage):
    """The notices in the scope of whoever looks."""

    template_name = "notices/list.html"
    table_class = NoticeTable
    filterset_class = NoticeFilter
    heading = gettext_lazy("Notices")
    empty = gettext_lazy("No notice matches. Notices appear here once command issues them.")
    file_name = "notices"
    list_url = "notices:list"
    saving_url = "notices:filters"
    default_order = ("-drafted_at", "-pk")

    def rows(self) -> QuerySet[Any]:
        """The notices in this person's scope, each with its venues in that scope."""
        officer = at_work(self.request)
        own = Q(venues__venue__in=Venue.objects.visible_to(officer))
        settled = own & Q(venues__issue__state__in=SETTLED)
        return Notice.objects.visible_to(officer).annotate(
            named_venues=Count("venues", filter=own),
            settled_venues=Count("venues", filter=settled),
        )

    def extra_context(self) -> dict[str, Any]:
        """Whether this person may draft one."""
        return {"may_draft": may_draft(self.request)}


def may_draft(request: HttpRequest) -> bool:
    """Command staff draft notices."""
    officer = officer_of(request)
    if officer.organisation is None:
        return False
    own = Notice(area=own_area(officer)).capacities(officer)
    return bool(own & NOTICE_TABLE["draft_notice"].allowed)


def notice_in_scope(request: HttpRequest, code: str) -> Notice:
    """The notice by its number or that of its draft; 404 where it is not in scope."""
    rows = Notice.objects.visible_to(officer_of(request)).known_as(code)
    people = ("drafter__person", "drafter__organisation", "issuer__person", "issuer__organisation")
    return get_object_or_404(rows.select_related("area__district", *people))


@require_GET
def notice_page(request: HttpRequest, code: str) -> HttpResponse:
    """What it says, and what became of it at each venue."""
    notice, officer = notice_in_scope(request, code), officer_of(request)
    context = {**_told(request, notice), **_acts(notice, officer)}
    return render(request, "notices/notice.html", context)


@require_GET
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The same on paper."""
    notice = notice_in_scope(request, code)
    context = {**_told(request, notice), "printed": clock.now(),
               "by": officer_of(request).signature}  # fmt: skip
    return render(request, "notices/print.html", context)


@require_GET
def file(request: HttpRequest, code: str) -> FileResponse:
    """The document itself, never run in the browser."""
    notice = notice_in_scope(request, code)
    if not notice.file:
        raise Http404(code)
    kind = str(notice.file.name).rsplit(".", 1)[-1]
    answer = FileResponse(
        notice.file.open("rb"), as_attachment=True, filename=f"{notice.event_key}.{kind}",
        content_type=_TYPES.get(kind, "application/octet-stream"),
    )  # fmt: skip
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One act on a notice: its form, and doing it."""
    if name not in FORMS:
        raise Http404(name)
    notice, officer = notice_in_scope(request, code), officer_of(request)
    if request.method == "GET":
        return _open(request, notice, name)
    form = FORMS[name](request.POST)
    status, row = attempt(
        notice, name, form, lambda: _DOERS[name](notice, by=officer, **form.cleaned_data),
        by=officer,
    )  # fmt: skip
    if status == HTTPStatus.CONFLICT:
        send_again(form, row.event_seq)
    if status != HTTPStatus.FOUND:
        return act_page(request, row, name, form, status)
    messages.success(request, _("Done: %s.") % NOTICE_TABLE[name].label)
    return redirect("notices:notice", row.event_key)


def _open(request: HttpRequest, notice: Notice, name: str) -> HttpResponse:
    """The form, or at once that the notice stands where the act leads nowhere."""
    demand(notice, name, officer_of(request))
    if notice.state not in NOTICE_TABLE[name].sources:
        return act_page(request, notice, name, None, status=409)
    return act_page(request, notice, name, FORMS[name](initial={"seen": notice.event_seq}))


def act_page(
    request: HttpRequest, notice: Notice, name: str, form: ActForm | None, status: int = 200
) -> HttpResponse:
    """The page of an act; without a form, that it cannot be done now."""
    context = {
        **_told(request, notice),
        "form": form,
        "transition": NOTICE_TABLE[name],
        "changed": last_of(notice) if status == 409 else None,
        "now": notice.get_state_display(),
    }
    return render(request, "notices/act.html", context, status=status)


def _told(request: HttpRequest, notice: Notice) -> dict[str, Any]:
    lines = lines_of(notice, officer_of(request))
    return {
        "notice": notice,
        "lines": lines,
        "settled": sum(each.is_settled for each in lines),
    }


def _acts(notice: Notice, officer: Any) -> dict[str, Any]:
    """What this person may do now, the main act first, and why a usual one is missing."""
    offered = choices(notice, officer)
    ready = [act for act, lacks in offered if not lacks]
    ready.sort(key=lambda act: act.name != "issue_notice")
    waits = [str(lacks[0]) for _act, lacks in offered if lacks]
    if not waits and notice.state == NoticeState.DRAFT and not any(
        each.name == "issue_notice" for each in ready
    ):  # fmt: skip
        waits = [_("Waits for the command's leader to issue it.")]
    # What others did to its issues and plates is on their own pages; this is the notice's own.
    shown = timeline_of(notice) if notice.capacities(officer) else []
    return {"acts": ready, "waits": waits, "timeline": shown, "may_trace": bool(shown)}

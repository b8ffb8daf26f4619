"""Pages of the intake desk: the list, receiving, one matter."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from inspections.tracking.intake import actions
from inspections.tracking.intake.filters import IntakeFilter
from inspections.tracking.intake.finding import similar_to
from inspections.tracking.intake.forms import FORMS, ReceiveForm
from inspections.tracking.intake.models import Intake, IntakeReply
from inspections.tracking.intake.rules import INTAKE_TABLE, IntakeState
from inspections.tracking.intake.tables import IntakeTable
from inspections.tracking.picking import looks, typed, with_picked
from venues.models import Officer
from venues.scoping import own_area
from venues.signed_in import at_work, officer_of
from venues.views.posting import posted_new
from venuewatch.listing.pages import ListPage
from venuewatch.workflow.actions import choices, demand, may
from venuewatch.workflow.rules import Words
from venuewatch.workflow.timeline import timeline_of

# The act that a matter in this state is there for; it is the primary button.
MAIN_ACTS = ("dispatch", "find_confirmed", "feed_back")


class IntakeList(ListPage):
    """What came in, in the scope of whoever looks."""

    template_name = "intake/list.html"
    table_class = IntakeTable
    filterset_class = IntakeFilter
    heading = gettext_lazy("Intake desk")
    empty = gettext_lazy("Nothing matches. Hotline, superior, tip and transfer sheet land here.")
    file_name = "intake"
    list_url = "intake:list"
    saving_url = "intake:filters"
    default_order = ("-received_at", "-pk")

    def rows(self) -> QuerySet[Any]:
        """What this person may see."""
        return Intake.objects.visible_to(at_work(self.request)).select_related("venue")

    def extra_context(self) -> dict[str, Any]:
        """Whether this person may take something in."""
        return {"may_receive": _may_receive(officer_of(self.request))}


def _own(officer: Officer) -> Intake:
    """Something that the officer's desk is about to take in."""
    if officer.organisation is None:
        raise Http404
    return Intake(area=own_area(officer))


def _may_receive(officer: Officer) -> bool:
    return may(_own(officer), "receive", officer)


@never_cache  # going back after it was received must not find a form that was sent
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Command staff take something in; what it may repeat is shown on its page."""
    officer = at_work(request)
    demand(_own(officer), "receive", officer)
    form = ReceiveForm(with_picked(request), officer=officer)
    made, status, looking = None, HTTPStatus.OK, looks(request)

    def take() -> Intake:
        given = dict(form.cleaned_data)
        given.pop("find")
        return actions.receive(by=officer, **given)

    if not looking:
        status, made = posted_new(request, form, Intake, take)
    if made is not None:
        return redirect("intake:intake", made.number)
    matches = form.found_venues() if looking else []
    if looking:
        form = ReceiveForm(initial=typed(form), officer=officer)
    context = {"form": form, "label": INTAKE_TABLE["receive"].label, "looking": looking,
               "matches": matches}  # fmt: skip
    return render(request, "intake/receive.html", context, status=status)


def intake_in_scope(request: HttpRequest, number: str) -> Intake:
    """The matter by its number; 404 where it is not in scope."""
    rows = Intake.objects.visible_to(officer_of(request)).select_related(
        "area__district", "venue__town", "venue__district", "venue__category", "duplicate_of",
        "receiver__person", "receiver__organisation",
    )  # fmt: skip
    return get_object_or_404(rows, number=number)


@require_GET
def intake_page(request: HttpRequest, number: str) -> HttpResponse:
    """What came in, whom it waits for, what was found, who was called, what was answered."""
    return _page(request, intake_in_scope(request, number))


@never_cache  # what is shown in clear stays in no cache
@require_http_methods(["GET", "POST"])
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """The same page with the contact in clear, recorded on the officer's chain."""
    if request.method == "GET":  # its address was opened again, by a reload or another language
        return redirect("intake:intake", number)
    intake = intake_in_scope(request, number)
    contact = actions.reveal_callback(intake, by=officer_of(request))
    return _page(request, intake, contact=contact)


def _page(request: HttpRequest, intake: Intake, contact: str = "") -> HttpResponse:
    officer = officer_of(request)
    of_desk = may(intake, "receive", officer)
    by = ("officer__person", "officer__organisation")
    context = {
        "intake": intake,
        "asks": intake.judgement.asks,
        "calls": list(intake.calls.select_related(*by)),
        "reply": _reply_of(intake),
        "merged": list(intake.duplicates.order_by("pk")),
        "similar": similar_to(intake) if of_desk and intake.is_running else [],
        "may_merge": of_desk and intake.state in INTAKE_TABLE["merge"].sources,
        "of_desk": of_desk,
        "contact": contact,
        "may_reveal": not contact and intake.callback and intake.may_be_called
        and may(intake, "reveal_callback", officer),
        "timeline": timeline_of(intake),
        **_acts(intake, officer),
    }  # fmt: skip
    return render(request, "intake/intake.html", context)


def _reply_of(intake: Intake) -> IntakeReply | None:
    """Its own answer, or that of the one it repeats."""
    answered = intake.duplicate_of or intake
    rows = IntakeReply.objects.filter(intake=answered)
    return rows.select_related("officer__person", "officer__organisation").first()


def _acts(intake: Intake, officer: Officer) -> dict[str, Any]:
    """What this person may do now, the main act first, and whom it waits for."""
    offered = [(act, lacks) for act, lacks in choices(intake, officer) if act.name in FORMS]
    ready = [act for act, lacks in offered if not lacks]
    ready.sort(key=lambda act: act.name not in MAIN_ACTS)
    main = ready[0] if ready and ready[0].name in MAIN_ACTS else None
    waits: list[Words] = [lacks[0] for act, lacks in offered if lacks and act.name in MAIN_ACTS]
    if main is None and not waits and intake.state in _WAITS:
        waits = [_WAITS[intake.state]]
    return {"acts": ready, "main": main, "waits": waits}


_WAITS: dict[str, Words] = {
    IntakeState.RECEIVED: gettext_lazy("Waits for the command to dispatch it."),
    IntakeState.DISPATCHED: gettext_lazy("Waits for town and department to verify it."),
    IntakeState.CONFIRMED: gettext_lazy("Waits for the command to answer it."),
    IntakeState.UNCONFIRMED: gettext_lazy("Waits for the command to answer it."),
}

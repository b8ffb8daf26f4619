"""Pages of joint enforcement: the list, the operation room, and the acts in it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from inspections.enforcement import actions
from inspections.enforcement.filters import OperationFilter
from inspections.enforcement.forms import OPERATION_FORMS, PART_FORMS, ActForm, PlacedForm
from inspections.enforcement.models import Operation, Part
from inspections.enforcement.needs import off_ledger_words
from inspections.enforcement.overview import columns_of, left_of, may_file, visits_of
from inspections.enforcement.rules import PART_ENDED, OperationState
from inspections.enforcement.tables import OperationTable
from venues.models import Officer
from venues.signed_in import at_work, officer_of
from venues.views.posting import attempt, send_again
from venuewatch.listing.pages import ListPage
from venuewatch.workflow import clock
from venuewatch.workflow.actions import choices, demand
from venuewatch.workflow.rules import Words
from venuewatch.workflow.timeline import last_of, timeline_of


class OperationList(ListPage):
    """The operations in the scope of whoever looks."""

    table_class = OperationTable
    filterset_class = OperationFilter
    heading = gettext_lazy("Joint operations")
    empty = gettext_lazy("No operation matches. A whistle is blown on the page of its venue.")
    file_name = "operations"
    list_url = "operations:list"
    saving_url = "operations:filters"
    default_order = ("-blown_at", "-pk")

    def rows(self) -> QuerySet[Any]:
        """The operations in this person's scope, each with how many parts have ended."""
        rows = Operation.objects.visible_to(at_work(self.request)).annotate(
            all_parts=Count("parts"),
            ended_parts=Count("parts", filter=Q(parts__state__in=PART_ENDED)),
        )
        return rows.select_related("venue", "town", "lead")


def operation_in_scope(request: HttpRequest, code: str) -> Operation:
    """The operation by its number or that of its whistle; 404 where it is not in scope."""
    rows = Operation.objects.visible_to(officer_of(request)).known_as(code)
    rows = rows.select_related(
        "venue__standing", "venue__category", "venue__area__parent", "venue__town",
        "venue__district__parent", "lead", "blower__person", "blower__organisation",
    )  # fmt: skip
    return get_object_or_404(rows)


@require_GET
def room(request: HttpRequest, code: str) -> HttpResponse:
    """Who is here, which clock runs, what is left?"""
    operation, officer = operation_in_scope(request, code), officer_of(request)
    context = {
        "operation": operation,
        "venue": operation.venue,
        "clocks": operation.situation.clocks,
        "pauses": operation.pauses.select_related("officer__person", "officer__organisation"),
        "columns": columns_of(operation, officer),
        "left": left_of(operation),
        "named": [row.issue for row in operation.named.select_related("issue")],
        "wanted": list(operation.wanted.order_by("pk")),
        "visits": visits_of(operation),
        "timeline": timeline_of(operation),
        "made_at": clock.now(),
        "may_file": may_file(operation, officer),
        **_acts(operation, officer),
    }
    return render(request, "operations/room.html", context)


# The act that an operation in this state is there for; it is the primary button.
MAIN_ACTS = ("convene", "close")


def _main_acts(operation: Operation) -> tuple[str, ...]:
    """Where every agency left before anybody signed in, only cancelling leads on."""
    return ("cancel",) if _is_abandoned(operation) else MAIN_ACTS


def _is_abandoned(operation: Operation) -> bool:
    is_convened = operation.state == OperationState.CONVENED
    return is_convened and operation.situation.left_alone_at is not None


def _acts(operation: Operation, officer: Officer) -> dict[str, Any]:
    """What this person may do with the operation, and why a usual act is missing."""
    known = {*OPERATION_FORMS, "convene"}
    offered = [(act, lacks) for act, lacks in choices(operation, officer) if act.name in known]
    ready = [act for act, lacks in offered if not lacks]
    mains = _main_acts(operation)
    ready.sort(key=lambda act: act.name not in mains)
    waits: list[Words] = [lacks[0] for act, lacks in offered if lacks and act.name in mains]
    main = ready[0] if ready and ready[0].name in mains else None
    if not waits and (main is None or _is_abandoned(operation)):
        waits = _waits(operation)
    return {"acts": ready, "main": main, "waits": waits}


def _waits(operation: Operation) -> list[Words]:
    """For whom it waits, whoever looks."""
    if _is_abandoned(operation):
        return [_ABANDONED]
    off_ledger = operation.facts(None).off_ledger
    if operation.state == OperationState.REPORTED and off_ledger:
        return [off_ledger_words(off_ledger)]
    return [_WAITS[operation.state]] if operation.state in _WAITS else []


_ABANDONED = gettext_lazy(
    "Every agency declined or was released before anybody signed in. The operation can only be"
    " cancelled; then another one can be convened."
)


_WAITS: dict[str, Words] = {
    OperationState.BLOWN: gettext_lazy("Waits for the command to convene the agencies."),
    OperationState.CONVENED: gettext_lazy("Waits for the first agency to sign in."),
    OperationState.UNDER_WAY: gettext_lazy("Waits for the results of the agencies."),
    OperationState.REPORTED: gettext_lazy("Waits for the command to close it."),
}


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One act on an operation: its form, and doing it."""
    if name not in OPERATION_FORMS:
        raise Http404(name)
    operation = operation_in_scope(request, code)
    return _act(request, operation, operation, name, OPERATION_FORMS[name])


@require_http_methods(["GET", "POST"])
def part_act(request: HttpRequest, code: str, place: int, name: str) -> HttpResponse:
    """One act on an agency's part: its form, and doing it."""
    if name not in PART_FORMS:
        raise Http404(name)
    operation = operation_in_scope(request, code)
    rows = operation.parts.select_related("organisation")
    part = get_object_or_404(rows, place=place)
    part.operation = operation
    return _act(request, operation, part, name, PART_FORMS[name])


def _act(
    request: HttpRequest, operation: Operation, subject: Operation | Part, name: str,
    form_class: type[ActForm],
) -> HttpResponse:  # fmt: skip
    officer = officer_of(request)
    initial = {"seen": subject.event_seq}
    whose: dict[str, Any] = {"subject": subject, "venue": operation.venue, "officer": officer}
    if request.method == "GET":
        demand(subject, name, officer)
        is_open = subject.state in subject.workflow[name].sources
        form = form_class(None, initial=initial, **whose) if is_open else None
        return _act_page(request, operation, subject, name, form=form)
    form = form_class(request.POST, request.FILES, initial=initial, **whose)
    status, row = attempt(
        subject, name, form, lambda: _DOERS[name](subject, by=officer, **form.cleaned_data),
        by=officer,
    )  # fmt: skip
    if status == HTTPStatus.CONFLICT:
        return _overtaken(request, operation, subject, name, row=row, form=form)
    if status != HTTPStatus.FOUND:
        return _act_page(request, operation, subject, name, form=form, status=status)
    messages.success(request, _("Done: %s.") % subject.workflow[name].label)
    return redirect("operations:room", operation.code)


def _overtaken(
    request: HttpRequest, operation: Operation, subject: Operation | Part, name: str, *,
    row: Any, form: ActForm,
) -> HttpResponse:  # fmt: skip
    """The fresh page, where a measure met a changed issue too; what was typed is kept."""
    if type(row) is type(subject):
        subject = row
    return _act_page(request, operation, subject, name, form=form, status=409, changed=row)


def _act_page(
    request: HttpRequest, operation: Operation, subject: Operation | Part, name: str, *,
    form: ActForm | None, status: int = 200, changed: Any = None,
) -> HttpResponse:  # fmt: skip
    """The form of an act; none where the subject stands where the act leads nowhere."""
    if form is None:
        status, changed = 409, subject
    else:
        form.keep_photos()
    if form is not None and status == 409:
        send_again(form, subject.event_seq)
    latest = last_of(changed) if changed is not None else None
    context = {
        "operation": operation,
        "subject": subject,
        "venue": operation.venue,
        "form": form,
        "part": subject if isinstance(subject, Part) else None,
        "transition": subject.workflow[name],
        "changed": latest,
        "now": changed.get_state_display() if changed is not None else "",
        "files_first": name == "give_result",
        "asks_position": isinstance(form, PlacedForm),
    }
    return render(request, "operations/act.html", context, status=status)


def _placed(action: Callable[..., Any]) -> Callable[..., Any]:
    """An act whose form may tell a position and a photo."""

    def do(part: Part, *, lon: Any, lat: Any, photos: Any, **given: Any) -> Any:
        return action(part, place=actions.Place(lon, lat, photos), **given)

    return do


_DOERS: dict[str, Callable[..., Any]] = {
    "close": actions.close,
    "decline": actions.decline,
    "cancel": actions.cancel,
    "pause": actions.pause,
    "resume": actions.resume,
    "sign_in": _placed(actions.sign_in),
    "arrive": _placed(actions.arrive),
    "give_result": actions.give_result,
    "decline_part": actions.decline_part,
    "correct_result": actions.correct_result,
    "release": actions.release,
    "rate": actions.rate,
}

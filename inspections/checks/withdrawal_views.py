"""Pages of a withdrawal: the filer asks, their reviewer decides (R-CHECK-6)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inspections.checks import withdrawing
from inspections.checks.forms import DecisionForm, WithdrawalForm
from inspections.checks.models import Inspection
from inspections.checks.rules import WITHDRAWAL_TABLE
from inspections.checks.withdrawals import Withdrawal, latest_of
from venues.models import Officer
from venues.signed_in import officer_of
from venuewatch.workflow.actions import choices, may
from venuewatch.workflow.rules import NotAllowed, Refused, Stale
from venuewatch.workflow.timeline import last_of

DECISIONS = {
    "grant_withdrawal": "checks:grant",
    "refuse_withdrawal": "checks:refuse",
}


def withdrawal_of(inspection: Inspection, officer: Officer) -> Mapping[str, Any]:
    """What a visit's page says of its withdrawal, and what this person may do about it."""
    asks = inspection.withdrawals.select_related(
        "officer__person", "officer__organisation", "decider__person", "decider__organisation",
        "inspection__officer",
    )  # fmt: skip
    ask = latest_of(asks)
    context: dict[str, Any] = {"withdrawal": ask, "decisions": [], "waits": "", "may_ask": False}
    if ask is not None and ask.state == "asked":
        offered = choices(ask, officer)
        context["decisions"] = [
            (each, DECISIONS[each.name]) for each, lacks in offered if not lacks
        ]
        context["waits"] = next((lacks[0] for _each, lacks in offered if lacks), "")
    elif inspection.person_id == officer.person_id and (ask is None or ask.state != "granted"):
        new = withdrawing.proposed(inspection, officer)
        if may(new, "ask_withdrawal", officer):
            context["waits"] = withdrawing.hindrance(new, officer)
            context["may_ask"] = not context["waits"]
    return context


def visit_in_scope(request: HttpRequest, uuid: Any) -> Inspection:
    """The visit, or 404 where its venue is not in scope (R-SCOPE-2)."""
    rows = Inspection.objects.visible_to(officer_of(request)).select_related(
        "venue__standing", "venue__town", "venue__district", "venue__area",
        "officer__person", "officer__organisation", "version__checklist",
    )  # fmt: skip
    return get_object_or_404(rows, uuid=uuid)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, uuid: Any) -> HttpResponse:
    """The filer asks that a mistaken visit be withdrawn."""
    inspection, officer = visit_in_scope(request, uuid), officer_of(request)
    form = WithdrawalForm(request.POST or None)
    if not may(withdrawing.proposed(inspection, officer), "ask_withdrawal", officer):
        raise NotAllowed(_("This visit is not one of your organisation."))
    if request.method == "POST" and form.is_valid():
        try:
            withdrawing.ask_withdrawal(inspection, by=officer, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Your reviewer now decides about the withdrawal."))
            return redirect("checks:inspection", uuid)
    return _page(request, inspection, form, "ask_withdrawal")


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, uuid: Any, name: str) -> HttpResponse:
    """A reviewer withdraws the visit, or leaves it as it is."""
    inspection = visit_in_scope(request, uuid)
    ask = latest_of(inspection.withdrawals.all())
    if ask is None:
        raise Http404(name)
    if not may(ask, name, officer_of(request)):
        raise NotAllowed(_("A reviewer of the organisation that made the visit decides this."))
    form = DecisionForm(request.POST or None, initial={"seen": ask.event_seq})
    if request.method == "GET" or not form.is_valid():
        return _page(request, inspection, form, name, ask)
    try:
        _decided(ask, name, form.cleaned_data, officer_of(request))
    except Refused as refusal:
        form.add_refusal(refusal)
    except Stale as stale:
        form.data = {**dict(form.data.items()), "seen": str(stale.row.event_seq)}
        return _page(request, inspection, form, name, stale.row, stale=True)
    else:
        messages.success(request, _("Done: %s.") % WITHDRAWAL_TABLE[name].label)
        return redirect("checks:inspection", uuid)
    return _page(request, inspection, form, name, ask)


def _decided(ask: Withdrawal, name: str, given: Mapping[str, Any], by: Officer) -> None:
    if name == "grant_withdrawal":
        withdrawing.grant_withdrawal(ask, by=by, remark=given["reason"], seen=given["seen"])
    else:
        withdrawing.refuse_withdrawal(ask, by=by, reason=given["reason"], seen=given["seen"])


def _page(
    request: HttpRequest, inspection: Inspection, form: forms.Form, name: str,
    ask: Withdrawal | None = None, *, stale: bool = False,
) -> HttpResponse:  # fmt: skip
    context = {
        "inspection": inspection,
        "venue": inspection.venue,
        "opened": inspection.opened_issues.order_by("pk"),
        "form": form,
        "label": WITHDRAWAL_TABLE[name].label,
        "withdrawal": ask,
        "changed": last_of(ask) if ask and stale else None,
    }
    status = 409 if stale else 400 if form.errors else 200
    return render(request, "checks/withdrawal.html", context, status=status)

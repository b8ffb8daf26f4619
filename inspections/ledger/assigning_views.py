"""The page on which selected issues get the officer who follows them up."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from inspections.ledger import actions
from inspections.ledger.actions import Assigned
from inspections.ledger.forms import AssignForm
from inspections.ledger.models import Issue
from venues.models import Officer
from venues.signed_in import officer_of
from venuewatch.workflow.rules import NotAllowed, Refused


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    """What was selected, and who follows it up; then which were assigned and which not."""
    officer = officer_of(request)
    if not actions.may_assign(officer):
        raise NotAllowed(_("Only reviewers say who follows issues up."))
    if request.method == "GET":
        issues = _selected(request.GET.getlist("issue"), officer)
        return _page(request, AssignForm(officer=officer), issues)
    form = AssignForm(request.POST, officer=officer)
    numbers = request.POST.getlist("issue")
    if form.is_valid():
        try:
            answer = actions.assign(numbers, form.cleaned_data["assignee"], by=officer)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            return _answered(request, form, answer)
    return _page(request, form, _selected(numbers, officer), status=400)


def _selected(numbers: list[str], officer: Officer) -> QuerySet[Issue]:
    asked = actions.as_numbers(numbers)
    rows = Issue.objects.visible_to(officer).filter(number__in=asked)
    return rows.select_related("venue", "assignee__person").order_by("due", "pk")


def _answered(request: HttpRequest, form: AssignForm, answer: Assigned) -> HttpResponse:
    count = len(answer.done)
    if count:
        said = ngettext("%d issue is assigned.", "%d issues are assigned.", count) % count
        messages.success(request, said)
    if count and not answer.refused:
        return redirect("ledger:list")
    left = _selected([issue.number for issue, _why in answer.refused], officer_of(request))
    return _page(request, form, left, answer, status=200 if count else 400)


def _page(
    request: HttpRequest, form: AssignForm, issues: QuerySet[Issue],
    answer: Assigned | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    why: dict[int, Any] = {issue.pk: words for issue, words in answer.refused} if answer else {}
    context = {
        "form": form,
        "lines": [(issue, why.get(issue.pk, "")) for issue in issues[: actions.MOST_ASSIGNED]],
        "told_apart": bool(why),
    }
    return render(request, "ledger/assign.html", context, status=status)

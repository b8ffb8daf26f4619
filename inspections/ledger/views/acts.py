"""Acts on an issue: the form of each, and doing it."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inspections.ledger import actions
from inspections.ledger.documents import clean_document
from inspections.ledger.forms import FORMS, ActForm, form_for
from inspections.ledger.models import Issue
from inspections.ledger.views.ledger import issue_in_scope
from venues.models import Officer
from venues.signed_in import officer_of
from venues.views.posting import attempt, send_again
from venuewatch.workflow.actions import demand
from venuewatch.workflow.rules import Refused
from venuewatch.workflow.timeline import last_of

Doer = Callable[[Issue, ActForm, Officer], None]


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """One act on an issue: its form, and doing it."""
    if name not in FORMS:
        raise Http404(name)
    issue = issue_in_scope(request, number)
    officer = officer_of(request)
    if request.method == "GET":
        return _empty_form(request, issue, name, officer)
    form = form_for(name, issue, officer, request.POST, request.FILES)
    status, row = attempt(issue, name, form, lambda: _DOERS[name](issue, form, officer), by=officer)
    if status != HTTPStatus.FOUND:
        return _act_page(request, row, name, form, status)
    messages.success(request, _("Done: %s.") % issue.workflow[name].label)
    return redirect("ledger:issue", number)


def _empty_form(request: HttpRequest, issue: Issue, name: str, officer: Officer) -> HttpResponse:
    """The form to fill in; for what cannot be done any more, the issue, which says what can."""
    demand(issue, name, officer)
    if issue.state in issue.workflow[name].sources:
        return _act_page(request, issue, name, form_for(name, issue, officer))
    sentence = _("That cannot be done now: the issue is “%s”.") % issue.get_state_display()
    messages.warning(request, sentence)
    return redirect("ledger:issue", issue.number)


def _act_page(
    request: HttpRequest, issue: Issue, name: str, form: ActForm, status: int = 200
) -> HttpResponse:
    form.keep_photos()
    latest = last_of(issue) if status == HTTPStatus.CONFLICT else None
    if status == HTTPStatus.CONFLICT:
        send_again(form, issue.event_seq)
    context = {
        "issue": issue,
        "venue": issue.venue,
        "form": form,
        "transition": issue.workflow[name],
        "changed": latest,
    }
    return render(request, "ledger/act.html", context, status=status)


def _report(issue: Issue, form: ActForm, officer: Officer) -> None:
    given = dict(form.cleaned_data)
    pictures, seen = given.pop("photos"), given.pop("seen")
    actions.report_rectified(issue, by=officer, given=given, pictures=pictures, seen=seen)


def _void(issue: Issue, form: ActForm, officer: Officer) -> None:
    given = form.cleaned_data
    number = given["duplicate_of"]
    other = Issue.objects.visible_to(officer).filter(number=number).first()
    if number and other is None:
        raise Refused({"duplicate_of": _("There is no issue with this number.")})
    actions.void(
        issue, by=officer, reason=given["reason"], kind=given["kind"], duplicate_of=other,
        seen=given["seen"],
    )  # fmt: skip


def _measure(issue: Issue, form: ActForm, officer: Officer) -> None:
    given = dict(form.cleaned_data)
    upload = given.pop("file")
    document = clean_document(upload) if upload else None
    actions.record_measure(issue, by=officer, file=document, **given)


def _plain(action: Callable[..., Issue]) -> Doer:
    """An act whose form has a field for each of its arguments."""

    def do(issue: Issue, form: ActForm, officer: Officer) -> None:
        action(issue, by=officer, **form.cleaned_data)

    return do


_DOERS: dict[str, Doer] = {
    "report_rectified": _report,
    "sign_off": _plain(actions.sign_off),
    "reject": _plain(actions.reject),
    "void": _void,
    "regrade": _plain(actions.regrade),
    "ask_extension": _plain(actions.ask_extension),
    "grant_extension": _plain(actions.grant_extension),
    "refuse_extension": _plain(actions.refuse_extension),
    "record_measure": _measure,
    "explain_no_measure": _plain(actions.explain_no_measure),
    "hand_over": _plain(actions.hand_over),
    "refuse_hand_over": _plain(actions.refuse_hand_over),
    "uphold_hand_over": _plain(actions.uphold_hand_over),
    "return_hand_over": _plain(actions.return_hand_over),
}

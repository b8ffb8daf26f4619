"""Posts on loan: lend one's own, see what is lent and borrowed, end a loan (R-SCOPE-5)."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from venues import lending
from venues.forms import LoanForm
from venues.models import Loan, Officer
from venues.rules import LENT_POSTS
from venues.signed_in import officer_of
from venuewatch.workflow import clock
from venuewatch.workflow.actions import may
from venuewatch.workflow.rules import NotAllowed, Refused

MOST_SHOWN = 20


@require_http_methods(["GET", "POST"])
def loans(request: HttpRequest) -> HttpResponse:
    """Who has my post on loan, whose do I have, and lending it."""
    officer = officer_of(request)
    may_lend = officer.post in LENT_POSTS
    data = request.POST if request.method == "POST" else None
    form = LoanForm(data, officer=officer) if may_lend else None
    if request.method == "POST":
        if form is None or not may(officer, "lend_post", officer):
            raise NotAllowed(_("Only reviewers and leaders lend their post."))
        if form.is_valid() and _lent(form, officer):
            messages.success(request, _("Your post is lent."))
            return redirect("loans")
    status = 400 if form is not None and form.errors else 200
    return render(request, "venues/loans.html", _context(officer, form), status=status)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a loan that one gave or received; others' loans are not found."""
    officer = officer_of(request)
    own = Loan.objects.filter(Q(lender=officer) | Q(borrower=officer))
    loan = get_object_or_404(own.select_related("lender"), pk=pk)
    lending.end_loan(loan, by=officer)
    messages.success(request, _("The loan is ended."))
    return redirect("loans")


def _lent(form: LoanForm, officer: Officer) -> bool:
    try:
        lending.lend_post(officer, form.cleaned_data["borrower"], until=form.cleaned_data["until"])
    except Refused as refusal:
        form.add_refusal(refusal)
        return False
    return True


def _context(officer: Officer, form: LoanForm | None) -> dict[str, Any]:
    now = clock.now()
    rows = Loan.objects.select_related("lender__person", "borrower__person")
    given = list(rows.filter(lender=officer).order_by("-pk")[:MOST_SHOWN])
    taken = list(rows.filter(borrower=officer).order_by("-pk")[:MOST_SHOWN])
    return {
        "form": form,
        "given": [(loan, loan.in_force(now)) for loan in given],
        "taken": [(loan, loan.in_force(now)) for loan in taken],
    }

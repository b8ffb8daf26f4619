"""Lending a post to a colleague, and ending that early (R-SCOPE-5)."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from venues.models import Loan, Officer
from venues.rules import posts_up_to
from venuewatch.workflow import clock
from venuewatch.workflow.actions import move
from venuewatch.workflow.rules import NotAllowed, Refused, Words


def lend_post(by: Officer, borrower: Officer, *, until: date) -> Loan:
    """Lend one's own post from now until the end of a day; a lent post cannot be lent on.

    Raises NotAllowed (no reviewer or leader), Refused (errors by field: "borrower", "until").
    """
    made: list[Loan] = []

    def write(row: Officer) -> dict[str, Any]:
        errors, organisation = _lending_errors(row, borrower, until), row.organisation
        if errors or organisation is None:
            raise Refused(errors)
        made.append(
            Loan.objects.create(
                lender=row, borrower=borrower, organisation=organisation, post=row.post,
                since=clock.now(), until=until,
            )
        )  # fmt: skip
        return {"loan": made[0].pk, "post": row.post, "borrower": borrower.username,
                "remark": _to_whom(borrower, until)}  # fmt: skip

    move(Officer.objects.get(pk=by.pk), "lend_post", by=by, write=write)
    return made[0]


def end_loan(loan: Loan, *, by: Officer) -> None:
    """End a loan before its day: the lender takes the post back, or the borrower returns it."""

    def write(row: Officer) -> dict[str, Any]:
        fresh = Loan.objects.select_for_update().get(pk=loan.pk, lender=row)
        if by.pk not in (fresh.lender_id, fresh.borrower_id):
            raise NotAllowed(_("This loan is not yours."))
        if not fresh.in_force(clock.now()):
            raise Refused({"": _("This loan has ended already.")})
        fresh.ended = clock.now()
        fresh.save(update_fields=["ended"])
        return {"loan": fresh.pk, "post": fresh.post, "remark": fresh.borrower.signature}

    move(loan.lender, "end_loan", by=by, write=write)


def borrowers_for(officer: Officer) -> QuerySet[Officer]:
    """The colleagues to whom this officer's post would give something."""
    lower = posts_up_to(officer.post)[:-1]
    return (
        Officer.objects.filter(organisation=officer.organisation_id, is_active=True, post__in=lower)
        .exclude(person=officer.person_id)
        .select_related("person")
        .order_by("username")
    )


def _lending_errors(lender: Officer, borrower: Officer, until: date) -> dict[str, Words]:
    errors: dict[str, Words] = {}
    if not borrowers_for(lender).filter(pk=borrower.pk).exists():
        errors["borrower"] = _("Choose a colleague of your organisation with a lower post.")
    elif any(loan.in_force(clock.now()) for loan in lender.loans_given.filter(borrower=borrower)):
        errors["borrower"] = _("They have your post on loan already.")
    if until < timezone.localdate(clock.now()):
        errors["until"] = _("Choose today or a later day.")
    return errors


def _to_whom(borrower: Officer, until: date) -> str:
    words = {"who": borrower.signature, "day": until.isoformat()}
    return _("to %(who)s until %(day)s") % words

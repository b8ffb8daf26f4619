"""A post on loan gives its rights until its day; four-eyes rules go on counting persons."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from inspections.checks import withdrawing
from inspections.checks.withdrawals import Withdrawal
from inspections.ledger import actions as ledger
from tests.cast import GIVEN, Cast
from tests.rules import rule
from venues import lending, scoping
from venues.models import Loan, Officer
from venuewatch.workflow import clock
from venuewatch.workflow.models import Event
from venuewatch.workflow.rules import NotAllowed, Refused


def lend(cast: Cast, lender: str, borrower: str, days: int = 3) -> Loan:
    until = timezone.localdate() + timedelta(days=days)
    return lending.lend_post(cast[lender], cast[borrower], until=until)


def again(cast: Cast, name: str) -> Officer:
    """The officer as their next request reads them."""
    return Officer.objects.get(username=cast[name].username)


def posts(cast: Cast, name: str) -> set[str]:
    return set(scoping.posts_of(again(cast, name)))


@rule("R-SCOPE-5")
def test_the_borrower_has_its_rights_and_the_lender_keeps_them(cast: Cast) -> None:
    lend(cast, "town-leader", "inspector")

    assert posts(cast, "inspector") == {"inspector", "reviewer", "leader"}
    assert posts(cast, "town-leader") == {"inspector", "reviewer", "leader"}
    assert posts(cast, "colleague") == {"inspector"}
    assert "town.leader" in scoping.capacities(again(cast, "inspector"), cast.venue)
    assert not scoping.capacities(again(cast, "inspector"), cast.venue_next_door)


@rule("R-SCOPE-5")
@pytest.mark.parametrize(("days", "lent"), [(0, True), (3, True), (4, False)])
def test_until_the_end_of_its_day(cast: Cast, days: int, lent: bool) -> None:
    lend(cast, "town-reviewer", "inspector", days=3)

    with clock.at(timezone.now() + timedelta(days=days)):
        assert ("reviewer" in posts(cast, "inspector")) == lent


@rule("R-SCOPE-5")
@pytest.mark.parametrize("who", ["town-reviewer", "inspector"])
def test_either_side_ends_it_early(cast: Cast, who: str) -> None:
    loan = lend(cast, "town-reviewer", "inspector")

    lending.end_loan(loan, by=again(cast, who))

    assert posts(cast, "inspector") == {"inspector"}
    with pytest.raises((Refused, NotAllowed)):
        lending.end_loan(loan, by=again(cast, who))
    told = Event.objects.filter(subject_type="officer", subject_id=cast["town-reviewer"].pk)
    assert list(told.order_by("seq").values_list("name", flat=True)) == ["lend_post", "end_loan"]


@rule("R-SCOPE-5")
@pytest.mark.parametrize(
    ("name", "column", "value"),
    [("town-reviewer", "post", "inspector"), ("town-reviewer", "is_active", False),
     ("town-reviewer", "organisation", "next"), ("inspector", "organisation", "next"),
     ("inspector", "post", "auditor")],
)  # fmt: skip
def test_it_ends_with_the_post_of_the_one_or_the_place_of_the_other(
    cast: Cast, name: str, column: str, value: object
) -> None:
    lend(cast, "town-reviewer", "inspector")
    if column == "organisation":
        value = cast["neighbour"].organisation

    Officer.objects.filter(username=name).update(**{column: value})

    assert "reviewer" not in posts(cast, "inspector")


@rule("R-SCOPE-5")
@pytest.mark.parametrize(
    ("lender", "borrower"),
    [("inspector", "colleague"), ("town-reviewer", "town-reviewer"),
     ("town-reviewer", "town-leader"), ("town-reviewer", "neighbour"),
     ("town-reviewer", "auditor"), ("admin", "inspector")],
)  # fmt: skip
def test_only_the_own_post_to_a_lower_one_of_the_organisation(
    cast: Cast, lender: str, borrower: str
) -> None:
    with pytest.raises((Refused, NotAllowed)):
        lend(cast, lender, borrower)
    assert not Loan.objects.exists()


@rule("R-SCOPE-5")
def test_a_lent_post_is_not_lent_on_nor_twice_nor_for_the_past(cast: Cast) -> None:
    lend(cast, "town-reviewer", "inspector")

    with pytest.raises(NotAllowed):
        lending.lend_post(again(cast, "inspector"), cast["colleague"], until=timezone.localdate())
    with pytest.raises(Refused):
        lend(cast, "town-reviewer", "inspector")
    with pytest.raises(Refused):
        lend(cast, "town-reviewer", "colleague", days=-1)


@rule("R-SCOPE-5")
@pytest.mark.parametrize("how", ["no post to lend", "the same person", "another organisation"])
def test_the_database_refuses_what_is_no_loan_of_an_own_post(cast: Cast, how: str) -> None:
    lender, borrower = cast["town-reviewer"], cast["colleague"]
    if how == "no post to lend":
        lender = cast["inspector"]
    elif how == "the same person":
        Officer.objects.filter(pk=borrower.pk).update(person=lender.person)
    else:
        borrower = cast["neighbour"]

    with pytest.raises(DatabaseError, match="R-SCOPE-5"), transaction.atomic():
        lender.loans_given.create(
            borrower=borrower, organisation=cast.town.organisations.get(), post="reviewer",
            until=timezone.localdate(),
        )  # fmt: skip


@rule("R-SCOPE-5")
def test_a_loan_stays_as_it_was_made(cast: Cast) -> None:
    loan = lend(cast, "town-reviewer", "inspector")

    with pytest.raises(DatabaseError, match="R-SCOPE-5"), transaction.atomic():
        Loan.objects.update(until=timezone.localdate() + timedelta(days=99))
    with pytest.raises(DatabaseError), transaction.atomic():
        loan.delete()
    Loan.objects.update(ended=timezone.now())
    with pytest.raises(DatabaseError, match="R-SCOPE-5"), transaction.atomic():
        Loan.objects.update(ended=None)


@rule("R-SCOPE-5", "R-ISSUE-1")
def test_an_act_names_whose_post_it_took_and_an_own_one_does_not(cast: Cast) -> None:
    lend(cast, "town-reviewer", "inspector")
    issue = cast.recheck(cast.report(cast.open("major"), by="dept"))
    ledger.reject(issue, by=again(cast, "inspector"), reason="another door")

    ledger.report_rectified(issue, by=again(cast, "inspector"), given=GIVEN)

    assert "Inspector · town(代Town-Reviewer)" in Event.objects.get(name="reject").body
    assert "代" not in Event.objects.filter(name="report_rectified").latest("pk").body


@rule("R-SCOPE-5", "R-ISSUE-1")
@pytest.mark.parametrize("name", ["inspector", "colleague"])
def test_who_reported_or_rechecked_does_not_sign_with_a_lent_post(cast: Cast, name: str) -> None:
    lend(cast, "town-reviewer", name)
    issue = cast.recheck(cast.report(cast.open("major")))

    with pytest.raises(Refused):
        ledger.sign_off(issue, by=again(cast, name))


@rule("R-SCOPE-5", "R-CHECK-6")
def test_who_filed_a_visit_does_not_withdraw_it_with_a_lent_post(cast: Cast) -> None:
    visit = cast.check(failed="A1")
    lend(cast, "town-reviewer", "inspector")
    lend(cast, "town-leader", "colleague")
    ask = withdrawing.ask_withdrawal(visit, by=again(cast, "inspector"), reason="x")

    with pytest.raises(Refused):
        withdrawing.grant_withdrawal(ask, by=again(cast, "inspector"))
    withdrawing.grant_withdrawal(ask, by=again(cast, "colleague"))

    assert Withdrawal.objects.get().state == "granted"
    assert "代Town-Leader" in Event.objects.get(name="grant_withdrawal").body


@rule("R-SCOPE-4", "R-SCOPE-5")
def test_command_standing_in_with_a_lent_post_says_so(cast: Cast) -> None:
    lend(cast, "command-reviewer", "command")

    by = again(cast, "command")

    assert "代" in by.signs(frozenset({"town.inspector"}))
    assert "代" not in by.signs(frozenset({"command.inspector"}))

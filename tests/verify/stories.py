"""What happens in a district before its data is broken, and by which number it is known."""

from django.utils import timezone

from inspections.checks.visits import Given
from inspections.checks.withdrawing import ask_withdrawal, grant_withdrawal
from inspections.duties.actions import today
from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from tests.cast import GIVEN, Cast
from tests.ledger.stages import void
from tests.orders.acts import issued
from tests.reports.days import submitted
from tests.verify.tracking import tracked
from venues.lending import lend_post
from venues.orders.actions import Scope


def lived(cast: Cast) -> Issue:
    """What `branches` tells of, by the real actions; returns the serious one that was closed."""
    closed = cast.closed("serious")
    cast.closed("major")
    cast.rechecked("major")
    seen = cast.open("general")
    cast.check(failed="A1")
    cast.report(cast.recheck(cast.report(seen), passed=False))
    cast.file(cast.visit(version=cast.version, answers={"N1": Given(number=60)}))
    void(cast, Issue.objects.get(item_code="N1"))
    cast.check()
    asked = ask_withdrawal(cast.check(), by=cast["inspector"], reason="wrong venue")
    grant_withdrawal(asked, by=cast["town-reviewer"])
    lend_post(cast["town-leader"], cast["inspector"], until=timezone.localdate())
    submitted(cast, "town", today(), hour=None)
    issued(cast, scope=Scope(categories=[cast.chess]), measures=["close"])
    return closed


def enforced_too(cast: Cast) -> None:
    """What the acts of the ledger's second part add, for the questions about them."""
    enforced(cast)
    fixed_on_the_spot(cast)
    extended(cast)


def ordinary(cast: Cast) -> str:
    return lived(cast).number


def with_acts(cast: Cast) -> str:
    number = ordinary(cast)
    enforced_too(cast)
    return number


def with_a_desk(cast: Cast) -> str:
    number = ordinary(cast)
    tracked(cast)
    return number


def extended(cast: Cast) -> None:
    """An open issue whose deadline was extended."""
    cast.check(failed="B1")
    issue = cast.ask_extension(Issue.objects.unclosed().get(item_code="B1"))
    ask = issue.extension_asks.get()
    until = timezone.localdate(ask.wanted)
    ledger.grant_extension(issue, by=cast["dept-reviewer"], until=until)


def enforced(cast: Cast) -> None:
    """An issue to be stopped at once, with a warning, that waits for another measure."""
    answers = {"N1": Given(number=60)}
    cast.file(cast.visit(version=cast.version, answers=answers))
    issue = Issue.objects.unclosed().get(item_code="N1")
    day = timezone.localdate()
    ledger.record_measure(issue, by=cast["co-reviewer"], kind="warning", document_number="W-1",
                          day=day)  # fmt: skip
    ledger.regrade(issue, by=cast["dept-reviewer"], severity="serious", reason="many guests")
    issue = cast.refuse_hand_over(issue)
    ledger.return_hand_over(issue, by=cast["command-reviewer"], reason="not theirs")
    for _ in range(2):
        issue = cast.recheck(cast.report(issue), passed=False)


def fixed_on_the_spot(cast: Cast) -> None:
    """An issue next door, found and fixed at one visit."""
    answers = {"A1": Given("fail", fixed=GIVEN)}
    pictures = [cast.photo(item_code="A1", kind=kind) for kind in ("site", "after")]
    visit = cast.visit(version=cast.version, answers=answers, pictures=pictures)
    cast.file(visit, by="neighbour", venue=cast.venue_next_door)

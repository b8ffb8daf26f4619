"""`verify` finds nothing wrong with what look-backs found again."""

from inspections.checks.visits import Given
from inspections.ledger.models import Issue
from inspections.tracking.lookbacks.actions import find_again
from tests.cast import Cast
from tests.duties.days import at
from tests.rules import rule
from tests.tracking.going_back import goer, sent
from tests.verify.look_backs import found_again
from tests.verify.test_breaks import finding


@rule("R-TRACK-5", "R-TRACK-3")
def test_sound_look_backs_pass(cast: Cast) -> None:
    """The issue that a look-back found again stems from the look-back."""
    found_again(cast)

    assert Issue.objects.filter(source="look_back").count() == 1
    found = finding("issues stem from a failed answer at their visit")
    assert (found.broken, found.judged) == (0, 2)


@rule("R-TRACK-5", "R-TRACK-3")
def test_what_was_found_in_words_passes(cast: Cast) -> None:
    """The visit did not check the item; whoever was sent says that it has come back."""
    row = sent(cast)
    assert row.issue is not None
    with at(row.due_day, 15):
        visit = cast.visit(version=cast.version, answers={"B1": Given("pass")})
        cast.file(visit, by=goer(row).username)
    with at(row.due_day, 16):
        find_again(row, by=goer(row), remark="the rear exit is blocked again")

    assert Issue.objects.get(source="look_back").description == "the rear exit is blocked again"
    assert finding("issues stem from a failed answer at their visit").broken == 0

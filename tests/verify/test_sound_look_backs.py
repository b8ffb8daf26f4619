"""`verify` finds nothing wrong with what look-backs found again."""

from inspections.ledger.models import Issue
from tests.cast import Cast
from tests.rules import rule
from tests.verify.look_backs import found_again
from tests.verify.test_breaks import finding


@rule("R-TRACK-5", "R-TRACK-3")
def test_sound_look_backs_pass(cast: Cast) -> None:
    """The issue that a look-back found again stems from the look-back."""
    found_again(cast)

    assert Issue.objects.filter(source="look_back").count() == 1
    found = finding("issues stem from a failed answer at their visit")
    assert (found.broken, found.judged) == (0, 2)

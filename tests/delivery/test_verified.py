"""A district with channels, dead letters and a try again keeps every rule that data can break."""

from inspections.management.commands.verify import CHECKS
from inspections.verify.running import ask
from tests.cast import Cast
from tests.rules import rule
from tests.verify.deliveries import delivered


@rule("R-TRACK-5", "R-SEND-1")
def test_a_sound_district_with_channels_passes(cast: Cast) -> None:
    delivered(cast)

    assert [each.check.question for each in ask(CHECKS) if each.broken] == []

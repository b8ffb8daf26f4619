"""The second half of the walks; the other runs beside it, by another worker."""

from collections.abc import Callable

import pytest

from tests.rules import rule
from tests.walks.walking import judge, walk


@rule("R-TRACK-4", "R-TRACK-5")
@pytest.mark.django_db(transaction=True)
def test_whatever_is_done_the_rules_hold(record_property: Callable[[str, object], None]) -> None:
    tally = walk(2)
    record_property("walks", tally.as_json())
    judge(tally)

"""Two browsers at one operation at once: agencies side by side, one agency once."""

from typing import Any

import pytest

from inspections.enforcement.models import PartStep
from tests.cast import Cast
from tests.duties.days import MONDAY
from tests.enforcement import stages
from tests.enforcement.test_races import times
from tests.plates.test_http_races import browser, overtaken, posting
from tests.racing import all_at_once
from tests.rules import rule

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = {"words": "seen and warned", "measure": "none"}


def address(cast: Cast, operation: Any, code: str) -> str:
    place = stages.part_of(operation, code).place
    return f"/operations/{operation.number}/parts/{place}/give_result/"


@rule("R-JOINT-3", "R-JOINT-4")
def test_two_agencies_report_side_by_side_and_it_is_reported_once(cast: Cast) -> None:
    operation = stages.nearly_reported(cast)
    acts = []
    for code in ("police", "town"):
        typed = {**TYPED, "seen": stages.part_of(operation, code).event_seq}
        client = browser(cast, stages.PEOPLE[code][1])
        acts.append(posting(client, address(cast, operation, code), MONDAY, 12, **typed))

    answers: list[Any] = all_at_once(*acts)

    assert [each.status_code for each in answers] == [302, 302]
    assert stages.fresh(operation).state == "reported"
    assert times(operation, "report") == 1


@rule("R-JOINT-3")
def test_one_agency_reports_once(cast: Cast) -> None:
    operation = stages.nearly_reported(cast)
    part = stages.part_of(operation, "police")
    typed = {**TYPED, "seen": part.event_seq}
    browsers = [browser(cast, "police-reviewer") for _each in range(2)]

    lost = overtaken(all_at_once(*(
        posting(each, address(cast, operation, "police"), MONDAY, 12, **typed)
        for each in browsers
    )))  # fmt: skip

    assert lost.context["form"]["words"].value() == TYPED["words"]
    assert PartStep.objects.filter(part=part, kind="result").count() == 1

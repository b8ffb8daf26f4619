"""Two browsers at one plate at once: one wins, the other sees how it stands now."""

from typing import Any

import pytest
from django.test import Client

from inspections.checks.models import Inspection
from inspections.plates.models import PlateStep
from tests.cast import Cast
from tests.duties.days import FRIDAY, MONDAY, at
from tests.pages.test_acts import photo
from tests.plates import stages
from tests.plates.test_races import names_of, on_friday
from tests.racing import Act, all_at_once, one_after_another
from tests.rules import rule

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def kept_apart(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def browser(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast[name])
    return client


def posting(client: Client, address: str, moment: Any, hour: int, **typed: Any) -> Act:
    """A post of a form that was opened before; its photo is a file of its own."""

    def go() -> object:
        with at(moment, hour):
            return client.post(address, {**typed, "photos": photo()})

    return go


def overtaken(answers: list[Any]) -> Any:
    """The answer that came second: a fresh page that keeps what was typed."""
    assert sorted(each.status_code for each in answers) == [302, 409]
    (lost,) = [each for each in answers if each.status_code == 409]
    assert lost.context["changed"] is not None
    return lost


@rule("R-PLATE-5")
def test_two_lifts(cast: Cast) -> None:
    plate = stages.accepted(cast)
    address, seen = f"/plates/{plate.number}/lift/", plate.event_seq
    browsers = [browser(cast, "command-leader") for _each in range(2)]

    lost = overtaken(all_at_once(*(
        posting(each, address, FRIDAY, 13, seen=seen, remark="the wall is clean")
        for each in browsers
    )))  # fmt: skip

    assert str(stages.fresh(plate).get_state_display()) in lost.content.decode()
    assert lost.context["form"]["remark"].value() == "the wall is clean"
    assert names_of(plate).count("lift") == 1
    assert PlateStep.objects.filter(kind="lifting").count() == 1


@rule("R-PLATE-2", "R-PLATE-4")
def test_two_hangers(cast: Cast) -> None:
    plate = stages.approved(cast)
    typed = {"seen": plate.event_seq, "place": "the door", "lon": "113.6", "lat": "34.8"}
    browsers = [browser(cast, name) for name in ("command", "command-reviewer")]

    lost = overtaken(all_at_once(*(
        posting(each, f"/plates/{plate.number}/hang/", MONDAY, 8, **typed) for each in browsers
    )))  # fmt: skip

    assert lost.context["form"]["place"].value() == "the door"
    assert lost.context["form"].kept, "the photo is kept"
    assert PlateStep.objects.filter(kind="hanging").count() == 1


@rule("R-PLATE-5", "R-PLATE-1")
@pytest.mark.parametrize("first", ["lift", "issue"])
def test_a_lift_and_a_new_ground(cast: Cast, first: str) -> None:
    plate = stages.accepted(cast)
    leader = browser(cast, "command-leader")
    acts = [
        posting(leader, f"/plates/{plate.number}/lift/", FRIDAY, 13, seen=plate.event_seq),
        on_friday(lambda: cast.check(failed="C1", by="dept")),
    ]
    if first == "issue":
        acts.reverse()

    results = one_after_another(cast.venue, *acts)

    after = stages.fresh(plate)
    (lifting,) = [each for each in results if not isinstance(each, Inspection)]
    assert any(isinstance(each, Inspection) for each in results)
    if first == "lift":
        assert (lifting.status_code, after.state) == (302, "lifted")  # type: ignore[attr-defined]
    else:
        assert (lifting.status_code, after.state) == (409, "hung")  # type: ignore[attr-defined]
        assert PlateStep.objects.filter(kind="lifting").count() == 0

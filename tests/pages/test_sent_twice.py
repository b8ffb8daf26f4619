"""A form that is sent twice, by a double tap or a slow network, makes one thing."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from inspections.enforcement.models import Operation
from inspections.plates.models import Plate, PlateSuggestion
from inspections.tracking.intake.models import Intake
from inspections.tracking.notices.models import Notice
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.enforcement import stages
from tests.enforcement.test_choosing import at_once, blowing
from tests.enforcement.test_pages import convening
from tests.notices.test_pages import WHOLE
from tests.orders.test_pages import typed as order_typed
from tests.racing import all_at_once
from venues.models import Order
from venuewatch.workflow.models import Event, Submission

Form = tuple[str, str, dict[str, Any]]


def receiving(cast: Cast) -> Form:
    return "command", "/intake/new/", {"source": "tip", "words": "it is locked", "place": "river"}


def blowing_now(cast: Cast) -> Form:
    name, address, typed = blowing(cast)
    return name, address, {**typed, "issues": [cast.open("serious").pk]}


def convening_now(cast: Cast) -> Form:
    operation = stages.blown(cast)
    typed = {**convening(cast), "seen": operation.event_seq}
    return "command", f"/operations/{operation.whistle}/convene/", typed


def proposing(cast: Cast) -> Form:
    given = {"issues": [cast.open("serious").pk], "kind": "not_thorough", "facts": "blocked"}
    return "command", f"/plates/propose/{cast.venue.code}/", given


def suggesting(cast: Cast) -> Form:
    return "town-reviewer", f"/plates/suggest/{cast.venue.code}/", {"reason": "again and again"}


def drafting_notice(cast: Cast) -> Form:
    return "command", "/notices/new/", {**WHOLE, "deadline": date(2026, 3, 20).isoformat()}


def drafting_order(cast: Cast) -> Form:
    return "command-leader", "/orders/new/", order_typed(cast, starts="2026-03-20")


# what a form makes, by which it is filled in, and the first act on the chain of what it makes
FORMS: Sequence[tuple[Any, Callable[[Cast], Form], str]] = (
    (Intake, receiving, "receive"),
    (Operation, blowing_now, "blow"),
    (Operation, at_once, "convene_at_once"),
    (Operation, convening_now, "convene"),
    (Plate, proposing, "propose"),
    (PlateSuggestion, suggesting, "suggest_plate"),
    (Notice, drafting_notice, "draft_notice"),
    (Order, drafting_order, "draft"),
)


def posting(cast: Cast, form: Form, key: str) -> Callable[[], Any]:
    """A post of the form by a browser of its own."""
    name, address, typed = form
    client = Client()
    client.force_login(cast[name])

    def go() -> Any:
        with at(MONDAY, 9):
            return client.post(address, {**typed, "submission": key})

    return go


def filled(cast: Cast, fill: Callable[[Cast], Form]) -> Form:
    stages.gathered(cast)
    with at(MONDAY, 8):
        return fill(cast)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("kind", "fill", "act"), FORMS)
def test_three_at_once_make_one(
    cast: Cast, kind: Any, fill: Callable[[Cast], Form], act: str
) -> None:
    form, key = filled(cast, fill), str(uuid4())

    answers: list[Any] = all_at_once(*(posting(cast, form, key) for _tap in range(3)))

    assert [each.status_code for each in answers] == [302, 302, 302]
    assert len({each["Location"] for each in answers}) == 1
    assert kind.objects.count() == 1
    assert Event.objects.filter(name=act).count() == 1


@pytest.mark.parametrize(("kind", "fill", "act"), FORMS)
def test_sent_again_later_it_leads_to_what_it_made(
    cast: Cast, kind: Any, fill: Callable[[Cast], Form], act: str
) -> None:
    form, key = filled(cast, fill), str(uuid4())
    first, again = posting(cast, form, key)(), posting(cast, form, key)()

    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    assert Event.objects.filter(name=act).count() == 1


@pytest.mark.parametrize(("kind", "fill", "act"), FORMS)
def test_its_page_holds_a_key_of_its_own_and_is_kept_by_no_browser(
    cast: Cast, client: Client, kind: Any, fill: Callable[[Cast], Form], act: str
) -> None:
    name, address, _typed = filled(cast, fill)
    client.force_login(cast[name])
    with at(MONDAY, 9):
        pages = [client.get(address) for _look in range(2)]

    keys = [str(page.context["form"]["submission"].value()) for page in pages]
    assert keys[0] != keys[1]
    for key, page in zip(keys, pages, strict=True):
        assert f'name="submission" value="{key}"' in page.content.decode()
        assert act == "convene" or "no-store" in page["Cache-Control"]


def test_what_was_refused_may_be_sent_again(cast: Cast) -> None:
    name, address, typed = receiving(cast)
    key = str(uuid4())

    refused = posting(cast, (name, address, {**typed, "place": ""}), key)()
    done = posting(cast, (name, address, typed), key)()

    assert (refused.status_code, done.status_code) == (400, 302)
    assert f'value="{key}"' in refused.content.decode()
    assert Intake.objects.count() == 1


def test_a_key_of_another_person_or_form_makes_nothing(cast: Cast) -> None:
    key = str(uuid4())
    name, address, typed = receiving(cast)
    posting(cast, (name, address, typed), key)()

    theirs = posting(cast, ("command-leader", address, typed), key)()
    others = posting(cast, filled(cast, proposing), key)()

    assert (theirs.status_code, others.status_code) == (400, 400)
    assert (Intake.objects.count(), Plate.objects.count()) == (1, 0)


@pytest.mark.parametrize("key", ["", "x", "\0", "1" * 400])
def test_without_a_key_it_is_made_each_time(cast: Cast, key: str) -> None:
    form = receiving(cast)

    answers = [posting(cast, form, key)() for _time in range(2)]

    assert [each.status_code for each in answers] == [302, 302]
    assert Intake.objects.count() == 2


def test_what_was_sent_stays(cast: Cast) -> None:
    posting(cast, receiving(cast), str(uuid4()))()
    for attempt in (
        lambda: Submission.objects.update(subject_id=1),
        lambda: Submission.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()

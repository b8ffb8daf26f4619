"""Counters: numbers of a series without gaps, whoever takes them at the same time."""

import pytest
from django.db import transaction

from tests.racing import all_at_once, side_by_side, wait_for_blocked
from venuewatch.workflow.models import Counter, next_number, take_record_orders

SERIES = "plate/410108-2022"


def take() -> int:
    with transaction.atomic():
        return next_number(SERIES)


def taken_while_another(*, is_abandoned: bool) -> object:
    """The number given to somebody who asks while another's transaction holds the first one."""
    with side_by_side() as start:
        with transaction.atomic():
            assert next_number(SERIES) == 1
            second = start(take)
            wait_for_blocked(1)
            transaction.set_rollback(is_abandoned)
        return second.result(20)


@pytest.mark.django_db
def test_a_series_counts_from_one_and_apart_from_others() -> None:
    assert [next_number("a"), next_number("a"), next_number("b")] == [1, 2, 1]


@pytest.mark.django_db
def test_several_are_taken_in_one_piece() -> None:
    assert [next_number("a", 5), next_number("a", 2), next_number("a")] == [1, 6, 8]


@pytest.mark.django_db
def test_a_number_that_was_rolled_back_is_given_again() -> None:
    next_number(SERIES)
    with transaction.atomic():
        assert next_number(SERIES) == 2
        transaction.set_rollback(True)

    assert next_number(SERIES) == 2


@pytest.mark.django_db(transaction=True)
def test_the_second_waits_for_the_first() -> None:
    assert taken_while_another(is_abandoned=False) == 2


@pytest.mark.django_db(transaction=True)
def test_the_second_gets_what_the_first_gave_back() -> None:
    assert taken_while_another(is_abandoned=True) == 1


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_get_eight_numbers_in_a_row() -> None:
    assert sorted(all_at_once(*[take] * 8), key=str) == list(range(1, 9))
    assert Counter.objects.get(series=SERIES).value == 8


@pytest.mark.django_db
def test_places_in_recorded_order_rise() -> None:
    places = take_record_orders(3) + take_record_orders(2)

    assert places == sorted(set(places))

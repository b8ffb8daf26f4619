"""The database refuses a look-back whose visit does not bear its result out (R-TRACK-3)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin import AdminSite, ModelAdmin
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import F
from django.db.utils import InternalError
from django.test import RequestFactory

from inspections.ledger.models import Issue
from inspections.tracking.lookbacks.models import LookBack
from tests.cast import Cast
from tests.rules import rule
from tests.tracking.going_back import closed, go, goer, only, sent
from venuewatch.workflow import clock

REFUSED = (IntegrityError, InternalError, ProgrammingError)


def _update(row: LookBack, **values: Any) -> None:
    LookBack.objects.filter(pk=row.pk).update(event_seq=F("event_seq") + 1, **values)


def _bulk(row: LookBack, **values: Any) -> None:
    row.event_seq += 1
    for name, value in values.items():
        setattr(row, name, value)
    LookBack.objects.bulk_update([row], ["event_seq", *values])


def _sql(row: LookBack, **values: Any) -> None:
    names = {"inspection": "inspection_id", "found": "found_id"}
    sets = ", ".join(f"{names.get(name, name)} = %s" for name in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE inspections_lookback SET event_seq = event_seq + 1, {sets} WHERE id = %s",
            [*(getattr(value, "pk", value) for value in values.values()), row.pk],
        )


def _admin(row: LookBack, **values: Any) -> None:
    row.event_seq += 1
    for name, value in values.items():
        setattr(row, name, value)
    ModelAdmin(LookBack, AdminSite()).save_model(RequestFactory().post("/"), row, None, True)


WAYS = (_update, _bulk, _sql, _admin)


@rule("R-TRACK-3")
@pytest.mark.parametrize("way", WAYS)
def test_not_held_by_a_visit_of_another(cast: Cast, way: Callable[..., None]) -> None:
    row = sent(cast)
    other = next(n for n in ("dept", "co", "command") if n != goer(row).username)
    visit = cast.check(by=other)
    with pytest.raises(REFUSED), transaction.atomic():
        way(row, state="held", inspection=visit, ended_at=clock.now())


@rule("R-TRACK-3")
@pytest.mark.parametrize("way", WAYS)
def test_not_held_where_it_was_seen_to_fail(cast: Cast, way: Callable[..., None]) -> None:
    row = sent(cast)
    visit = go(cast, row, failed="A1")
    row = only()
    assert row.state == "recurred"
    with pytest.raises(REFUSED), transaction.atomic():
        way(row, state="held", inspection=visit, found=None, ended_at=clock.now())


@rule("R-TRACK-3")
@pytest.mark.parametrize("way", WAYS)
def test_not_seen_without_a_visit(cast: Cast, way: Callable[..., None]) -> None:
    row = sent(cast)
    with pytest.raises(REFUSED), transaction.atomic():
        way(row, state="held", ended_at=clock.now())


@rule("R-TRACK-3")
def test_none_of_what_is_not_closed(cast: Cast) -> None:
    issue = cast.open()
    with pytest.raises(REFUSED), transaction.atomic():
        LookBack.objects.create(
            code="HK-1", venue=cast.venue, issue=issue, step=1, days=7,
            due_day="2026-03-16", owed_day="2026-03-19",
        )  # fmt: skip


@rule("R-TRACK-3")
def test_what_it_was_scheduled_with_stays_and_no_row_goes(cast: Cast) -> None:
    closed(cast)
    row = only()
    with pytest.raises(REFUSED), transaction.atomic():
        _update(row, due_day="2030-01-01")
    with pytest.raises(REFUSED), transaction.atomic():
        row.delete()
    assert Issue.objects.count() == 1

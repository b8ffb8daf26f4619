"""The filing form when the world moved on: venue ended, checklist newer, form sent before."""

from typing import Any

import pytest
from django.test import Client

from inspections.checks import actions
from inspections.checks.models import Inspection
from tests.cast import Cast
from tests.checks.test_filing_form import (
    COMPLETE,
    URL,
    Form,
    filed,
    form,
    photo,
    publish_with_another_item,
)
from tests.rules import rule
from venues.models import Venue
from venuewatch.workflow.rules import Refused

__all__ = ["form"]


@rule("R-CHECK-2")
@pytest.mark.parametrize(("state", "words"), [("ended", "已终止"), ("pending", "尚未确认")])
def test_a_venue_that_is_not_supervised_says_so_and_nothing_is_lost(
    form: Form, state: str, words: str
) -> None:
    Venue.objects.filter(code="V1").update(state=state)

    page = form.send(**COMPLETE | {"note": "busy", "photo-A1": photo()})

    assert page.status_code == 400
    assert words in form.text
    assert form.value_of("note") == "busy"
    assert len(form.hidden("kept-A1")) == 1
    assert not Inspection.objects.exists()
    assert words in form.client.get(URL).content.decode(), "and before anything is typed"


@rule("R-CHECK-2")
def test_a_paused_venue_says_so_and_takes_the_visit(form: Form) -> None:
    Venue.objects.filter(code="V1").update(state="paused")
    assert "已暂停监管" in form.client.get(URL).content.decode()

    filed(form.send(**COMPLETE))


@rule("R-CHECK-2")
def test_a_venue_that_ends_while_the_visit_waits_for_its_lock_takes_none(cast: Cast) -> None:
    seen = Venue.objects.get(pk=cast.venue.pk)
    Venue.objects.filter(pk=seen.pk).update(state="ended")

    with pytest.raises(Refused):
        actions.file_inspection(seen, cast.visit(no_entry_reason="shut"), by=cast["inspector"])


@rule("R-CHECK-1")
def test_new_and_dropped_items_are_told_by_their_words(form: Form) -> None:
    newer = publish_with_another_item(form.cast)
    page = form.send(**COMPLETE)

    assert "新增 1 项：new。" in page.context["filing"].errors["version"]
    assert [line.item.code for line in page.context["filing"].lines if line.is_new] == ["D1"]
    back = page.context["filing"].turn_to(form.cast.version)
    assert "不再检查：new。" in back
    assert newer.items.count() == form.cast.version.items.count() + 1


@rule("R-CHECK-3")
def test_second_tap_after_a_newer_checklist_lands_on_the_visit(form: Form) -> None:
    first = form.send(**COMPLETE)
    publish_with_another_item(form.cast)
    fields = {"uuid": form.uuid, "version": form.cast.version.pk, **COMPLETE}

    second = form.client.post(URL, fields)

    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert Inspection.objects.count() == 1


@rule("R-CHECK-3", "R-SCOPE-5")
def test_a_uuid_of_somebody_else_leads_nowhere(form: Form, client: Client) -> None:
    form.send(**COMPLETE)
    client.force_login(form.cast["colleague"])

    page = client.post(URL, {"uuid": form.uuid, "version": form.cast.version.pk, **COMPLETE})

    assert page.status_code == 400
    assert Inspection.objects.count() == 1


@rule("R-CHECK-2")
@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"no_entry": "shut"}, "关门"),
        ({"no_entry": "refused", "no_entry_reason": "owner away"}, "拒绝检查 · owner away"),
        ({"no_entry": "", "no_entry_reason": "road closed"}, "road closed"),
    ],
)
def test_no_entry_is_chosen_or_told(form: Form, given: dict[str, str], reason: str) -> None:
    row = filed(form.send(**given, **{"photo-no-entry": photo()}))

    assert (row.outcome, row.no_entry_reason) == ("no_entry", reason)


@rule("R-CHECK-2")
def test_what_is_missing_for_no_entry_is_told_beside_it(form: Form) -> None:
    form.send(no_entry="shut")

    assert form.text.count("未能进入须附现场照片。") == 2, "on top, and beside the field"
    assert 'name="no_entry" value="shut" checked' in form.text


@rule("R-CHECK-2")
def test_position_comes_back_with_the_form(form: Form) -> None:
    form.send(lon="113.6", lat="34.8", accuracy="12")

    assert [form.value_of(name) for name in ("lon", "lat", "accuracy")] == ["113.6", "34.8", "12"]


def test_form_from_before_a_sign_in_elsewhere_gets_a_way_on(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast["inspector"])

    page: Any = strict.post(URL, {"uuid": "x"})

    assert page.status_code == 403
    assert "请重新打开" in page.content.decode()
    assert f'href="{URL}"' in page.content.decode()

"""What stands against a result is told at once, and nothing of it is dropped in silence."""

from typing import Any

import pytest
from django.test import Client

from inspections.ledger.models import Issue, Measure
from tests.cast import Cast
from tests.duties.days import MONDAY, TUESDAY, at
from tests.enforcement import stages
from tests.rules import rule
from venuewatch.workflow.models import Event
from venuewatch.workflow.rules import Refused


def post(client: Client, cast: Cast, **typed: Any) -> Any:
    operation = stages.under_way(cast)
    client.force_login(cast["police-reviewer"])
    if typed.get("issues") == "named":
        typed["issues"] = [operation.named.get().issue_id]
    with at(MONDAY, 11):
        return client.post(f"/operations/{operation.number}/parts/1/give_result/", typed)


@rule("R-JOINT-3")
def test_no_measure_takes_no_issues_and_no_document(cast: Cast, client: Client) -> None:
    answer = post(
        client, cast, words="warned", measure="none", issues="named", document_number="W-1"
    )

    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"issues", "document_number"}
    assert "W-1" in answer.content.decode()
    assert not Event.objects.filter(name="give_result").exists()


@rule("R-JOINT-3")
def test_the_act_refuses_it_too(cast: Cast) -> None:
    operation = stages.under_way(cast)
    with at(MONDAY, 11), pytest.raises(Refused) as refused:
        stages.result(
            cast, operation, "police", issues=[Issue.objects.get()], document_number="W-1"
        )
    assert set(refused.value.errors) == {"issues", "document_number"}


@rule("R-JOINT-3", "R-ISSUE-9")
def test_everything_wrong_is_told_at_once(cast: Cast, client: Client) -> None:
    answer = post(client, cast, words="", measure="penalty", found="on", day="")

    errors = set(answer.context["form"].errors)
    assert errors == {"words", "found", "issues", "document_number", "day"}


@rule("R-ISSUE-9")
def test_a_day_to_come_is_told_with_the_rest(cast: Cast, client: Client) -> None:
    answer = post(client, cast, words="fined", measure="penalty", issues="named", day=str(TUESDAY))

    assert set(answer.context["form"].errors) == {"document_number", "day"}
    assert not Measure.objects.exists()


def test_a_measure_that_there_is_none_of_is_told_alone(cast: Cast, client: Client) -> None:
    answer = post(client, cast, words="fined", measure="prison", found="on")

    assert set(answer.context["form"].errors) == {"measure"}

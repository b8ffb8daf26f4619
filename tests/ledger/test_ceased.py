"""Ceased trading 已停业注销: found at a re-check by two, with a photo; closes for that reason."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from inspections.checks.models import Inspection
from inspections.checks.visits import Verdict
from inspections.ledger.models import Issue
from tests.cast import Cast, jpeg
from tests.rules import rule
from venuewatch.workflow import followups
from venuewatch.workflow.models import take_record_orders
from venuewatch.workflow.rules import Refused


def found_ceased(cast: Cast, issue: Issue, *, together: str = "dept", photo: bool = True) -> Issue:
    """The re-check at which nobody trades there any more."""
    pictures = [cast.photo(kind="after", issue_id=issue.pk)] if photo else []
    visit = cast.visit(
        verdicts={issue.pk: Verdict(passed=True, ceased=True)}, pictures=pictures,
        co_inspectors=[cast[together]] if together else [],
    )  # fmt: skip
    cast.file(visit, by="colleague")
    return Issue.objects.get(pk=issue.pk)


@rule("R-ISSUE-10")
@pytest.mark.parametrize(
    ("severity", "signers"), [("general", ()), ("serious", ("dept-reviewer",))]
)
def test_it_passes_is_signed_as_usual_and_closes_for_that_reason(
    cast: Cast, client: Client, severity: str, signers: tuple[str, ...]
) -> None:
    issue = found_ceased(cast, cast.report(cast.open(severity)))
    assert (issue.state, issue.recheck_passed) == ("rechecked", True)
    for name in signers:
        followups.run_due()
        assert Issue.objects.get().state == "rechecked"
        cast.sign(issue, name)
    followups.run_due()

    issue.refresh_from_db()
    assert (issue.state, issue.closing_reason) == ("closed", "ceased")
    assert issue.photos.get().kind == "after"
    client.force_login(cast["inspector"])
    assert client.get(f"/ledger/{issue.number}/").content.decode().count("停业注销") >= 3


@rule("R-ISSUE-10")
def test_a_fixed_one_closes_as_fixed(cast: Cast) -> None:
    assert cast.closed().closing_reason == "fixed"


@rule("R-ISSUE-10", "R-SCOPE-5")
@pytest.mark.parametrize("lacks", [{"together": ""}, {"photo": False}])
def test_it_needs_a_photo_and_a_second_person(cast: Cast, lacks: dict[str, Any]) -> None:
    issue = cast.report(cast.open())

    with pytest.raises(Refused) as refusal:
        found_ceased(cast, issue, **lacks)

    assert list(refusal.value.errors) == [f"verdict:{issue.pk}"]
    assert Inspection.objects.count() == 1


@rule("R-ISSUE-10")
def test_the_database_wants_two_and_the_reason_to_agree(cast: Cast) -> None:
    issue = cast.report(cast.open())
    shut = cast.visit(no_entry_reason="shut", pictures=[cast.photo(kind="no_entry")])
    alone = cast.file(shut, by="colleague")
    by = cast["colleague"]
    with pytest.raises(DatabaseError, match="second person"), transaction.atomic():
        issue.rechecks.create(inspection=alone, round=1, passed=True, ceased=True, officer=by,
                              person_id=by.person_id, at=timezone.now())  # fmt: skip

    found_ceased(cast, issue)
    for reason in ("fixed", ""):
        with pytest.raises(DatabaseError, match="R-ISSUE-1"), transaction.atomic():
            Issue.objects.filter(pk=issue.pk).update(
                state="closed", closed_at=timezone.now(), closing_reason=reason,
                closed_order=take_record_orders(1)[0],
            )  # fmt: skip


@rule("R-ISSUE-10")
def test_on_the_form_the_photo_is_kept_until_a_second_person_is_named(
    cast: Cast, client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    issue = cast.report(cast.open())
    client.force_login(cast["colleague"])
    form: dict[str, Any] = {
        f"verdict-{issue.pk}": "ceased", f"seen-{issue.pk}": issue.event_seq,
    }  # fmt: skip
    upload = SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")

    page = client.post("/checks/file/V1/", {**form, f"photo-verdict-{issue.pk}": upload})
    kept = re.findall(r'name="(kept-verdict-[^"]*)" value="([^"]*)"', page.content.decode())
    form |= {**dict(kept), "co": [cast["town-leader"].pk]}
    filed = client.post("/checks/file/V1/", form)

    assert page.status_code == 400
    assert 'value="ceased" checked' in page.content.decode()
    assert filed.status_code == 302, filed.content.decode()
    assert issue.rechecks.get().ceased

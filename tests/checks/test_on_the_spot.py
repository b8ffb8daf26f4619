"""Fixed on the spot: opened and reported in one step, photos before and after, re-check owed."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from inspections.checks.models import Inspection
from inspections.checks.visits import Given, Visit
from inspections.checks.withdrawing import ask_withdrawal
from inspections.ledger.models import Issue, Rectification
from tests.cast import GIVEN, Cast, jpeg
from tests.rules import rule
from venuewatch.workflow.models import Event
from venuewatch.workflow.rules import Refused

TWO = {"measure": "moved the boxes", "responsible": "Wang"}
URL = "/checks/file/V1/"


def spotted(cast: Cast, code: str = "A1", *, five: Any = None, **options: Any) -> Visit:
    """A full check of which one item failed and was fixed at once."""
    answers = {item.code: Given("pass", 1.0 if item.is_numeric else None)
               for item in cast.version.items.all()}  # fmt: skip
    answers[code] = Given(options.pop("value", "fail"), fixed=TWO if five is None else five)
    options.setdefault("pictures", [
        cast.photo(item_code=code), cast.photo(item_code=code, kind="after"),
    ])  # fmt: skip
    return cast.visit(version=cast.version, answers=answers, **options)


@rule("R-ISSUE-5")
def test_opened_and_reported_in_one_step(cast: Cast) -> None:
    visit = cast.file(spotted(cast))

    issue = cast.only_issue()
    report = issue.rectifications.get()
    names = (
        Event.objects.filter(subject_type="issue").order_by("seq").values_list("name", flat=True)
    )
    assert list(names) == ["open", "report_rectified"]
    assert (issue.state, issue.measure, issue.responsible) == ("rectified", *TWO.values())
    assert (report.inspection, report.at, report.officer) == (visit, visit.started, visit.officer)
    assert visit.outcome == "issues"
    assert [(p.kind, p.issue) for p in visit.photos.order_by("pk")] == [
        ("site", None), ("after", issue),
    ]  # fmt: skip


@rule("R-ISSUE-5", "R-ISSUE-1")
def test_somebody_else_still_re_checks(cast: Cast) -> None:
    cast.file(spotted(cast))
    issue = cast.only_issue()

    with pytest.raises(Refused):
        cast.recheck(issue, by="inspector")
    assert cast.recheck(issue, by="colleague").state == "rechecked"


@rule("R-ISSUE-5", "R-CHECK-4")
def test_what_is_seen_again_may_be_fixed_on_the_spot_too(cast: Cast) -> None:
    issue = cast.report(cast.open())

    cast.file(spotted(cast), by="colleague")

    issue.refresh_from_db()
    assert (issue.state, issue.round, issue.rectifications.count()) == ("rectified", 2, 2)


@rule("R-ISSUE-4", "R-ISSUE-5")
def test_a_major_one_names_all_five(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        cast.file(spotted(cast, "C1"))
    assert "资金" in str(refusal.value)
    assert not Issue.objects.exists()

    cast.file(spotted(cast, "C1", five=GIVEN))
    assert cast.only_issue().rectifications.get().contingency == GIVEN["contingency"]


@rule("R-ISSUE-5")
@pytest.mark.parametrize("wrong", [
    {"code": "B1"}, {"value": "pass"}, {"five": {"measure": "x"}}, {"five": {"responsible": "x"}},
    {"five": {}}, {"pictures": []}, {"pictures": ["site"]}, {"pictures": ["after"]},
], ids=str)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_filed(cast: Cast, wrong: dict[str, Any]) -> None:
    code = wrong.pop("code", "A1")
    kinds = wrong.pop("pictures", ["site", "after"])
    pictures = [cast.photo(item_code=code, kind=kind) for kind in kinds]

    with pytest.raises(Refused) as refusal:
        cast.file(spotted(cast, code, pictures=pictures, **wrong))

    assert list(refusal.value.errors) == [f"item:{code}"]
    assert not Inspection.objects.exists()


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")


@rule("R-ISSUE-5")
def test_on_the_form_nothing_typed_is_lost(
    cast: Cast, client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(cast["inspector"])
    text = client.get(URL).content.decode()
    uuid = re.findall(r'name="uuid" value="([^"]*)"', text)[0]
    form: dict[str, Any] = {f"value-{code}": "pass" for code in ("B1", "C1", "P1")}
    form |= {"uuid": uuid, "version": cast.version.pk, "number-N1": "3", "value-A1": "fail",
             "fixed-A1": "on", "measure-A1": "moved <them>"}  # fmt: skip
    assert 'name="fixed-B1"' not in text, "its item allows none"

    page = client.post(URL, {**form, "photo-A1": upload(), "after-A1": upload()})
    text = page.content.decode()
    kept = re.findall(r'name="(kept-[^"]*)" value="([^"]*)"', text)
    filed = client.post(URL, {**form, **dict(kept), "responsible-A1": "Wang"})

    assert page.status_code == 400
    assert "moved &lt;them&gt;" in text
    assert 'name="fixed-A1" checked' in text
    assert [name for name, _ in kept] == ["kept-A1", "kept-after-A1"]
    assert filed.status_code == 302, filed.content.decode()
    issue = cast.only_issue()
    assert issue.state == "rectified"
    shown = client.get(f"/ledger/{issue.number}/")
    assert (len(shown.context["before"]), len(shown.context["after"])) == (1, 1)
    assert "立行立改" in shown.content.decode()


@rule("R-ISSUE-5")
def test_who_may_not_report_is_not_offered_it(cast: Cast, client: Client) -> None:
    client.force_login(cast["co"])

    assert 'name="fixed-A1"' not in client.get(URL).content.decode()


@rule("R-ISSUE-5")
def test_a_photo_after_without_the_mark_is_not_dropped_in_silence(cast: Cast) -> None:
    pictures = [cast.photo(item_code="A1", kind="after")]
    answers = {"A1": Given("fail")}

    with pytest.raises(Refused) as refusal:
        cast.file(cast.visit(version=cast.version, answers=answers, pictures=pictures))

    assert list(refusal.value.errors) == ["item:A1"]
    assert not Rectification.objects.exists()


@rule("R-ISSUE-5", "R-CHECK-6")
def test_a_visit_with_something_reported_is_not_withdrawn(cast: Cast) -> None:
    visit = cast.file(spotted(cast))

    with pytest.raises(Refused) as refusal:
        ask_withdrawal(visit, by=cast["inspector"], reason="wrong venue")

    (sentence,) = refusal.value.errors.values()
    assert sentence == "其中有问题已报告整改，不能再撤回。"
    assert cast.only_issue().state == "rectified"

"""Acts as posts: who may, what is missing, and what was typed is kept."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from inspections.ledger.models import Issue
from inspections.ledger.rules import ISSUE_TABLE
from tests.cast import OFFICERS, Cast
from tests.rules import rule
from venuewatch.workflow import followups

LATER = str(timezone.localdate() + timedelta(days=30))
TODAY = str(timezone.localdate())
FORMS = {
    "report_rectified": {
        "measure": "cleared", "responsible": "Wang", "funds": "1", "deadline": LATER,
        "contingency": "close the room",
    },
    "sign_off": {"remark": "seen"},
    "reject": {"reason": "another door"},
    "void": {"kind": "error", "reason": "typed twice"},
    "regrade": {"severity": "serious", "reason": "few guests"},
    "ask_extension": {"wanted": LATER, "reason": "parts are late"},
    "grant_extension": {"until": LATER, "reason": ""},
    "refuse_extension": {"reason": "long enough"},
    "record_measure": {"kind": "penalty", "document_number": "P-7", "day": TODAY},
    "explain_no_measure": {"reason": "the owner fell ill"},
    "hand_over": {"reason": "it is a fire exit"},
    "refuse_hand_over": {"reason": "not ours"},
    "uphold_hand_over": {"reason": "it is theirs"},
    "return_hand_over": {"reason": "it is not theirs"},
}  # fmt: skip
# Who may do what, in the words of scheme.md §2 rather than of the code.
MAY = {
    "report_rectified": {"inspector", "colleague", "town-reviewer", "town-leader", "dept",
                         "dept-reviewer"},
    "sign_off": {"town-reviewer", "town-leader", "dept-reviewer", "command-reviewer",
                 "command-reviewer-2", "command-leader"},
    "reject": {"town-reviewer", "town-leader", "dept-reviewer", "command-reviewer",
               "command-reviewer-2", "command-leader"},
    "void": {"command-leader"},
    "regrade": {"dept-reviewer"},
    "ask_extension": {"inspector", "colleague", "town-reviewer", "town-leader", "dept",
                      "dept-reviewer"},
    "grant_extension": {"command-reviewer", "command-reviewer-2", "command-leader"},
    "refuse_extension": {"command-reviewer", "command-reviewer-2", "command-leader"},
    "record_measure": {"dept-reviewer", "co-reviewer"},
    "explain_no_measure": {"dept-reviewer"},
    "hand_over": {"dept-reviewer"},
    "refuse_hand_over": {"co-reviewer"},
    "uphold_hand_over": {"command-reviewer", "command-reviewer-2", "command-leader"},
    "return_hand_over": {"command-reviewer", "command-reviewer-2", "command-leader"},
}  # fmt: skip


# Acts that answer to an extension that was asked for.
ANSWERS = ("grant_extension", "refuse_extension")
# Command signs a major issue off after the town and the department.
NOT_YET = {"sign_off": {"command-reviewer", "command-reviewer-2", "command-leader"}}


def form_keeps(answer: Any, typed: dict[str, str]) -> bool:
    """Whether the page that came back still holds every word that was typed."""
    return all(answer.context["form"][name].value() == value for name, value in typed.items()
               if name in answer.context["form"].fields)  # fmt: skip


def photo(name: str = "after.jpg") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def typed(cast: Cast, act: str) -> dict[str, object]:
    """What is typed into the form of an act."""
    to = {"to": cast["co"].organisation_id} if act == "hand_over" else {}
    return {**FORMS[act], **to}


def issue_for(cast: Cast, act: str) -> Issue:
    """A major issue in a state from which the act leads on."""
    if act in ("sign_off", "reject"):
        return cast.rechecked("major")
    if act == "explain_no_measure":
        return cast.failed_twice("major")
    issue = cast.open("major")
    if act == "refuse_hand_over":
        return cast.hand_over(issue)
    if act in ("uphold_hand_over", "return_hand_over"):
        return cast.refuse_hand_over(issue)
    return cast.ask_extension(issue) if act in ANSWERS else issue


@rule("R-ISSUE-1", "R-SCOPE-5")
@pytest.mark.parametrize("name", list(OFFICERS))
@pytest.mark.parametrize("act", list(FORMS))
def test_only_those_may_whom_the_scheme_names(
    cast: Cast, client: Client, act: str, name: str
) -> None:
    issue = issue_for(cast, act)
    client.force_login(cast[name])

    answer = client.post(f"/ledger/{issue.number}/{act}/", typed(cast, act))

    after = Issue.objects.get(pk=issue.pk)
    may = name in MAY[act] and name not in NOT_YET.get(act, ())
    assert (answer.status_code == 302) == may, answer.status_code
    assert (after.event_seq > issue.event_seq) == may
    if not may:
        assert answer.status_code in (400, 403, 404)
        assert answer.status_code == 404 or form_keeps(answer, FORMS[act])


@rule("R-ISSUE-1")
@pytest.mark.parametrize("act", list(FORMS))
def test_from_another_state_it_is_changed_meanwhile(cast: Cast, client: Client, act: str) -> None:
    issue = cast.closed("major")
    client.force_login(cast["dept-reviewer" if act == "refuse_hand_over" else min(MAY[act])])

    answer = client.post(f"/ledger/{issue.number}/{act}/", typed(cast, act))

    assert answer.status_code == 409
    assert Issue.objects.get(pk=issue.pk).event_seq == issue.event_seq
    assert ISSUE_TABLE[act].label is not None


@rule("R-ISSUE-1")
@pytest.mark.parametrize("act", list(FORMS))
def test_there_is_no_form_for_what_cannot_be_done_any_more(
    cast: Cast, client: Client, act: str
) -> None:
    issue = cast.closed("major")
    client.force_login(cast["dept-reviewer" if act == "refuse_hand_over" else min(MAY[act])])

    page = client.get(f"/ledger/{issue.number}/{act}/", follow=True)

    assert page.redirect_chain == [(f"/ledger/{issue.number}/", 302)]
    assert "现在不能办理" in page.content.decode()


@rule("R-ISSUE-4")
@pytest.mark.parametrize("blank", list(FORMS["report_rectified"]))
def test_major_report_needs_all_five_and_keeps_what_was_typed(
    cast: Cast, client: Client, blank: str
) -> None:
    issue = cast.open("major")
    client.force_login(cast["inspector"])
    typed = {**FORMS["report_rectified"], blank: "", "measure": "swept & locked"}
    if blank == "measure":
        typed["measure"] = ""

    answer = client.post(f"/ledger/{issue.number}/report_rectified/", typed)

    assert answer.status_code == 400
    assert blank in answer.context["form"].errors
    if blank != "measure":
        assert "swept &amp; locked" in answer.content.decode()


@rule("R-ISSUE-4")
@pytest.mark.parametrize("name", ["responsible", "funds"])
def test_too_long_for_its_column_is_told_beside_its_field(
    cast: Cast, client: Client, name: str
) -> None:
    issue = cast.open("major")
    client.force_login(cast["inspector"])
    typed = {**FORMS["report_rectified"], name: "x" * 61}

    answer = client.post(f"/ledger/{issue.number}/report_rectified/", typed)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [name]
    assert "x" * 61 in answer.content.decode()


@rule("R-ISSUE-4")
def test_item_that_needs_a_photo_is_not_reported_without_one(cast: Cast, client: Client) -> None:
    client.force_login(cast["inspector"])
    issue = _issue_with_photo(cast, client)
    address = f"/ledger/{issue.number}/report_rectified/"

    refused = client.post(address, FORMS["report_rectified"])
    taken = client.post(address, {**FORMS["report_rectified"], "photos": [photo(), photo()]})

    assert (refused.status_code, taken.status_code) == (400, 302)
    assert issue.photos.filter(kind="after").count() == 2


@rule("R-ISSUE-4")
@pytest.mark.parametrize("blank", ["measure", "responsible"])
def test_photos_are_kept_when_another_field_is_wrong(
    cast: Cast, client: Client, settings: Any, tmp_path: Any, blank: str
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(cast["inspector"])
    issue = _issue_with_photo(cast, client)
    address = f"/ledger/{issue.number}/report_rectified/"

    page = client.post(address, {**FORMS["report_rectified"], blank: " ", "photos": [photo()]})
    once = kept(page)
    page = client.post(address, {**FORMS["report_rectified"], blank: " ", "kept": once})
    twice = kept(page)
    taken = client.post(address, {**FORMS["report_rectified"], "kept": twice, "photos": [photo()]})

    assert (len(once), len(twice), taken.status_code) == (1, 1, 302)
    assert issue.photos.filter(kind="after").count() == 2
    assert all(row.file.read().startswith(b"\xff\xd8") for row in issue.photos.all())


@rule("R-ISSUE-4")
@pytest.mark.parametrize("bad", [b"", b"not a photo"])
def test_good_photos_are_kept_beside_a_bad_one(
    cast: Cast, client: Client, settings: Any, tmp_path: Any, bad: bytes
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(cast["inspector"])
    issue = cast.open()
    files = [photo(), SimpleUploadedFile("bad.jpg", bad, "image/jpeg")]

    page = client.post(f"/ledger/{issue.number}/report_rectified/",
                       {**FORMS["report_rectified"], "photos": files})  # fmt: skip

    assert page.status_code == 400
    assert list(page.context["form"].errors) == ["photos"]
    assert len(kept(page)) == 1


@rule("R-ISSUE-4")
def test_photos_are_kept_when_somebody_was_faster(
    cast: Cast, client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    issue = cast.open()
    client.force_login(cast["inspector"])
    cast.report(issue, by="dept")

    page = client.post(f"/ledger/{issue.number}/report_rectified/",
                       {**FORMS["report_rectified"], "photos": [photo()]})  # fmt: skip

    assert page.status_code == 409
    assert len(kept(page)) == 1


def kept(page: Any) -> list[str]:
    """The signed names of the photos that the page keeps."""
    found = re.findall(r'<input type="hidden" name="kept" value="([^"]+)"', page.content.decode())
    return [unescape(name) for name in found]


@pytest.mark.parametrize(
    "content",
    [b"not a picture", b"\xff\xd8\xff broken", b"<svg xmlns='http://www.w3.org/2000/svg'/>"],
)
def test_broken_photo_is_named_beside_its_field(cast: Cast, client: Client, content: bytes) -> None:
    client.force_login(cast["inspector"])
    issue = cast.open()
    upload = SimpleUploadedFile("after.jpg", content, "image/jpeg")

    answer = client.post(f"/ledger/{issue.number}/report_rectified/",
                         {**FORMS["report_rectified"], "photos": [upload]})  # fmt: skip

    assert answer.status_code == 400
    assert "photos" in answer.context["form"].errors


@pytest.mark.parametrize("kind", ["error", "withdrawn", "duplicate"])
@pytest.mark.parametrize("number", ["410108001-20200101-9999", "no number"])
def test_a_duplicate_number_that_leads_nowhere_is_told(
    cast: Cast, client: Client, kind: str, number: str
) -> None:
    issue = cast.open()
    client.force_login(cast["command-leader"])
    typed = {"kind": kind, "reason": "typed & twice", "duplicate_of": number}

    answer = client.post(f"/ledger/{issue.number}/void/", typed)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["duplicate_of"]
    assert "typed &amp; twice" in answer.content.decode()
    assert Issue.objects.get(pk=issue.pk).state == "open"


def test_page_that_was_overtaken_shows_who_and_keeps_the_text(cast: Cast, client: Client) -> None:
    issue = cast.rechecked("serious")
    client.force_login(cast["dept-reviewer"])
    shown = client.get(f"/ledger/{issue.number}/reject/").context["form"].initial["seen"]
    cast.sign(issue, "dept-reviewer")
    followups.run_due()

    answer = client.post(f"/ledger/{issue.number}/reject/",
                         {"reason": "the other door", "seen": shown})  # fmt: skip

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "the other door" in page
    assert "已销号" in page


@rule("R-ISSUE-1")
def test_duplicate_is_linked_to_another_issue_of_the_same_venue(cast: Cast, client: Client) -> None:
    issue, other = cast.open("general"), cast.open("serious")
    client.force_login(cast["command-leader"])
    form = {"kind": "duplicate", "reason": "same door", "duplicate_of": ""}
    address = f"/ledger/{issue.number}/void/"

    refused = client.post(address, form)
    taken = client.post(address, {**form, "duplicate_of": other.number})

    issue.refresh_from_db()
    assert (refused.status_code, taken.status_code) == (400, 302)
    assert (issue.state, issue.duplicate_of) == ("void", other)


def _issue_with_photo(cast: Cast, client: Client) -> Issue:
    form = {f"value-{item.code}": "pass" for item in cast.version.items.all()}
    form |= {"version": str(cast.version.pk), "number-N1": "3", "value-P1": "fail"}
    answer = client.post(f"/checks/file/{cast.venue.code}/", {**form, "photo-P1": photo()})
    assert answer.status_code == 302, answer.context["filing"].errors
    return Issue.objects.get(item_code="P1")

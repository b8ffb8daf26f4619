"""The filing form over HTTP: what was typed is kept, what is complete is filed once."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from inspections.checks.models import ChecklistVersion, Inspection, Item
from inspections.ledger.models import Issue, Photo
from tests.cast import Cast, jpeg
from tests.rules import rule

URL = "/checks/file/V1/"
COMPLETE = {"value-A1": "pass", "value-B1": "pass", "value-C1": "na", "value-P1": "pass",
            "number-N1": "40", "value-N1": "pass"}  # fmt: skip


@pytest.fixture
def form(cast: Cast, client: Client, settings: Any, tmp_path: Any) -> "Form":
    """The form of the cast's venue, opened by the town's inspector."""
    settings.MEDIA_ROOT = tmp_path
    client.force_login(cast["inspector"])
    return Form(client, cast)


class Form:
    """What a browser does with the form: hidden fields go along, files only when chosen."""

    def __init__(self, client: Client, cast: Cast) -> None:
        self.client, self.cast = client, cast
        self.page: Any = client.get(URL)
        assert self.page.status_code == 200
        self.uuid = self.hidden("uuid")[0]

    @property
    def text(self) -> str:
        return str(self.page.content.decode())

    def hidden(self, name: str) -> list[str]:
        """The values of the hidden fields of a name, as the page has them."""
        found = re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', self.text)
        return [unescape(value) for value in found]

    def send(self, **fields: Any) -> Any:
        """Post the fields with what the page carries; keeps the page that came back."""
        names = [f"kept-{code}" for code in ("A1", "B1", "C1", "N1", "P1", "no-entry")]
        names += re.findall(r'name="(seen-\d+)"', self.text)
        carried = {name: self.hidden(name) for name in ("uuid", "version", "started", *names)}
        typed = {name.replace("__", "-"): value for name, value in fields.items()}
        self.page = self.client.post(URL, {**carried, **typed})
        return self.page

    def is_checked(self, code: str, value: str) -> bool:
        return f'name="value-{code}" value="{value}" checked' in self.text

    def value_of(self, name: str) -> str:
        found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', self.text)
        area = re.search(rf'name="{name}"[^>]*>([^<]*)</textarea>', self.text)
        match = found or area
        return unescape(match[1]) if match else ""


def photo(name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg(), "image/jpeg")


def filed(page: HttpResponse) -> Inspection:
    """The visit that the form led to."""
    assert page.status_code == 302, page.content.decode()
    return Inspection.objects.get(uuid=page["Location"].rstrip("/").split("/")[-1])


@rule("R-CHECK-2")
def test_a_complete_form_is_filed_with_everything(form: Form) -> None:
    cast = form.cast

    row = filed(form.send(**COMPLETE | {
        "value-A1": "fail", "note-A1": "boxes in front", "photo-A1": [photo(), photo("b.jpg")],
        "note": "busy", "met_name": "Wang", "signature_refused": "on", "lon": "113.6",
        "lat": "34.8", "accuracy": "12", "co": [cast["colleague"].pk],
    }))  # fmt: skip

    assert (row.venue, row.officer, row.version) == (cast.venue, cast["inspector"], cast.version)
    assert (row.outcome, row.note, row.met_name) == ("issues", "busy", "Wang")
    assert (row.signature_refused, row.lon, row.accuracy) == (True, 113.6, 12.0)
    assert row.co_inspectors.get().officer == cast["colleague"]
    assert row.answers.get(item__code="N1").number == 40
    assert [each.item_code for each in row.photos.all()] == ["A1", "A1"]
    issue = Issue.objects.get()
    assert (issue.item_code, issue.description) == ("A1", "boxes in front")


@rule("R-CHECK-2")
@pytest.mark.parametrize("codes", [["A1"], ["A1", "B1", "C1", "N1", "P1"]])
def test_items_that_were_not_checked_answer_nothing(form: Form, codes: list[str]) -> None:
    page = form.send(**{f"value-{code}": "not_checked" for code in codes}, note="closed early")

    assert page.status_code == 400
    assert "尚未填写任何项目" in form.text
    assert form.value_of("note") == "closed early"
    assert not Inspection.objects.exists()


@rule("R-CHECK-2")
def test_the_list_of_errors_names_each_item_by_its_number(form: Form) -> None:
    form.send(**{"value-A1": "pass", "value-N1": "pass", "value-P1": "fail"})

    told = re.findall(r'<li><a href="#(item\w+)">(\d+)\.', form.text)
    assert told == [("itemn1", "4"), ("itemp1", "5")]


@rule("R-DUTY-2")
@pytest.mark.parametrize(("answers", "told"), [(COMPLETE, False), ({"value-A1": "pass"}, True)])
def test_whoever_left_items_out_is_told_that_the_check_is_not_full(
    form: Form, answers: dict[str, str], told: bool
) -> None:
    filed = form.send(**answers)

    page = form.client.get(filed["Location"]).content.decode()
    assert ("有 4 项未检查，本次不算全面检查" in page) == told


@rule("R-CHECK-2")
def test_the_rest_complies_but_nothing_is_filed_yet(form: Form) -> None:
    page = form.send(**{"value-A1": "fail", "note-A1": "boxes", "value-C1": "na", "comply": "1"})

    assert page.status_code == 200
    assert not Inspection.objects.exists()
    assert form.is_checked("A1", "fail")
    assert form.is_checked("B1", "pass")
    assert form.is_checked("C1", "na")
    assert form.is_checked("P1", "pass")
    assert not form.is_checked("N1", "pass"), "a number decides, and it was not told"
    assert form.value_of("note-A1") == "boxes"


@rule("R-CHECK-2")
def test_typed_text_stays_beside_every_error(form: Form) -> None:
    page = form.send(**{
        "value-A1": "fail", "note-A1": 'a "quoted" <note>', "value-N1": "pass", "number-N1": "4x",
        "note": "busy & loud", "met_name": "Wang",
        "signature_refused": "on", "co": [form.cast["colleague"].pk],
    })  # fmt: skip

    assert page.status_code == 400
    assert not Inspection.objects.exists()
    assert form.is_checked("A1", "fail")
    assert form.value_of("note-A1") == 'a "quoted" <note>'
    assert form.value_of("number-N1") == "4x"
    assert form.value_of("note") == "busy & loud"
    assert form.value_of("met_name") == "Wang"
    assert re.search(r'name="signature_refused" checked', form.text)
    assert re.search(rf'name="co" value="{form.cast["colleague"].pk}" checked', form.text)
    assert form.hidden("uuid") == [form.uuid]


@rule("R-CHECK-2", "R-CHECK-3")
def test_the_visit_started_when_the_form_was_opened_first(form: Form) -> None:
    started = form.hidden("started")[0]

    form.send(**{"value-P1": "fail"})

    assert form.hidden("started") == [started]


@rule("R-CHECK-3")
@pytest.mark.parametrize("started", ["", "yesterday", "2026-02-31T10:00:00+08:00"])
def test_without_a_start_that_can_be_read_the_server_knows_the_time(
    form: Form, started: str
) -> None:
    row = filed(form.send(started=started, **COMPLETE))

    assert row.started <= row.received
    assert row.business_day == timezone.localdate()


@rule("R-CHECK-2")
def test_photos_are_kept_when_another_field_is_wrong(form: Form) -> None:
    form.send(**COMPLETE | {"value-P1": "fail", "photo-P1": photo(), "number-N1": "x"})
    assert form.page.status_code == 400
    assert len(form.hidden("kept-P1")) == 1
    assert not Photo.objects.exists()

    form.send(**COMPLETE | {"value-P1": "fail", "number-N1": "y"})
    assert len(form.hidden("kept-P1")) == 1, "kept again, though not chosen again"
    row = filed(form.send(**COMPLETE | {"value-P1": "fail", "photo-P1": photo("second.jpg")}))

    assert [each.item_code for each in row.photos.all()] == ["P1", "P1"]
    assert all(each.file.read().startswith(b"\xff\xd8") for each in row.photos.all())


@rule("R-CHECK-2")
def test_the_photo_of_a_shut_door_is_kept_too(form: Form) -> None:
    form.send(**{"photo-no-entry": photo()})
    assert form.page.status_code == 400
    assert len(form.hidden("kept-no-entry")) == 1

    row = filed(form.send(no_entry_reason="shut"))

    assert (row.outcome, row.photos.get().kind) == ("no_entry", "no_entry")


@rule("R-CHECK-2")
@pytest.mark.parametrize("content", [b"", b"not a photo", b"\xff\xd8\xff broken"])
def test_a_file_that_is_no_photo_is_told_and_the_rest_kept(form: Form, content: bytes) -> None:
    bad = SimpleUploadedFile("x.jpg", content, "image/jpeg")

    form.send(**COMPLETE | {"note-A1": "boxes", "photo-A1": photo(), "photo-B1": bad})

    assert form.page.status_code == 400
    assert form.value_of("note-A1") == "boxes"
    assert len(form.hidden("kept-A1")) == 1
    assert form.hidden("kept-B1") == []


@rule("R-CHECK-2")
def test_a_made_up_name_of_a_kept_photo_is_ignored(form: Form) -> None:
    row = filed(form.send(**COMPLETE | {"kept-A1": ["../../etc/passwd", "x:y:z"]}))

    assert not row.photos.exists()


@rule("R-CHECK-1", "R-CHECK-2")
def test_a_number_alone_is_an_answer(form: Form) -> None:
    """Whoever types it need not tick a word as well: the number decides."""
    fields = {name: value for name, value in COMPLETE.items() if name != "value-N1"}

    row = filed(form.send(**fields | {"number-N1": "80"}))

    assert row.answers.get(item__code="N1").value == "fail"
    assert row.outcome == "issues"


@rule("R-CHECK-1")
@pytest.mark.parametrize("typed", ["nan", "inf", "-", "1e999", "1_0", "1,000"])
def test_what_is_no_number_is_told(form: Form, typed: str) -> None:
    form.send(**COMPLETE | {"number-N1": typed})

    assert form.page.status_code == 400
    assert form.value_of("number-N1") == typed


@rule("R-CHECK-1")
def test_a_comma_may_stand_for_the_point(form: Form) -> None:
    row = filed(form.send(**COMPLETE | {"number-N1": "49,5"}))

    assert row.answers.get(item__code="N1").number == 49.5


@rule("R-CHECK-3")
def test_the_same_form_sent_twice_is_stored_once(form: Form) -> None:
    fields = COMPLETE | {"value-A1": "fail"}
    carried = {"uuid": form.uuid, "version": form.cast.version.pk}

    pages = [form.client.post(URL, {**carried, **fields}) for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 302]
    assert pages[0]["Location"] == pages[1]["Location"]
    assert Inspection.objects.count() == 1
    assert Issue.objects.get().times_seen == 1


@rule("R-CHECK-3")
def test_a_damaged_uuid_is_told(form: Form) -> None:
    page = form.client.post(URL, {"uuid": "x", "version": form.cast.version.pk, **COMPLETE})

    assert page.status_code == 400
    assert not Inspection.objects.exists()


@rule("R-CHECK-1")
def test_a_version_published_while_the_form_was_filled_is_told(form: Form) -> None:
    newer = publish_with_another_item(form.cast)
    fields = COMPLETE | {"value-A1": "fail", "note-A1": "boxes", "photo-A1": photo()}

    page = form.send(**fields)

    assert page.status_code == 400
    assert "D1" in form.text
    assert form.hidden("version") == [str(newer.pk)]
    assert form.is_checked("A1", "fail")
    assert form.value_of("note-A1") == "boxes"
    assert len(form.hidden("kept-A1")) == 1
    assert not Inspection.objects.exists()
    row = filed(form.send(**COMPLETE | {"value-A1": "fail", "value-D1": "pass"}))
    assert (row.version, row.uuid.hex, row.photos.count()) == (
        newer, form.uuid.replace("-", ""), 1,
    )  # fmt: skip


def publish_with_another_item(cast: Cast) -> ChecklistVersion:
    newer = ChecklistVersion.objects.create(checklist=cast.version.checklist, number=2)
    for item in cast.version.items.order_by("position"):
        item.pk, item.version = None, newer
        item.save()
    Item.objects.create(version=newer, position=9, code="D1", text="new", severity="general",
                        hours=1)  # fmt: skip
    newer.published = timezone.now()
    newer.save()
    return newer


@rule("R-CHECK-2")
def test_verdicts_are_given_on_the_same_form(form: Form) -> None:
    cast = form.cast
    passed, failed = (cast.report(cast.open(severity), by="dept") for severity in
                      ("general", "serious"))  # fmt: skip
    form.page = form.client.get(URL)

    form.send(**{f"verdict-{passed.pk}": "pass", f"verdict-{failed.pk}": "fail"})
    assert form.page.status_code == 400
    assert Issue.objects.filter(state="rectified").count() == 2
    row = filed(form.send(**{
        f"verdict-{passed.pk}": "pass", f"verdict-{failed.pk}": "fail",
        f"reason-{failed.pk}": "still blocked",
    }))  # fmt: skip

    assert row.kind == "recheck"
    assert Issue.objects.get(pk=passed.pk).state == "rechecked"
    assert Issue.objects.get(pk=failed.pk).state == "open"


@rule("R-ISSUE-1", "R-SCOPE-5")
def test_whoever_reported_cannot_judge_even_by_a_forged_field(form: Form) -> None:
    issue = form.cast.report(form.cast.open())
    form.page = form.client.get(URL)
    assert f'name="verdict-{issue.pk}"' not in form.text

    form.send(**COMPLETE | {f"verdict-{issue.pk}": "pass"})

    assert Issue.objects.get(pk=issue.pk).state == "rectified"


@rule("R-SCOPE-2")
@pytest.mark.parametrize("name", ["neighbour", "outsider", "auditor", "admin"])
def test_out_of_scope_is_not_found(form: Form, name: str) -> None:
    form.client.force_login(form.cast[name])

    assert form.client.get(URL).status_code == 404
    answer = form.client.post(URL, {"uuid": uuid4(), **COMPLETE})
    assert answer.status_code == 404
    assert not Inspection.objects.exists()

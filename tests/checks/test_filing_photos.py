"""Photos of the filing form: what is wrong with one is told beside it, and all the rest stays."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image

from inspections.checks.models import Inspection
from inspections.checks.rules import MOST_PHOTOS
from inspections.ledger.models import Photo
from tests.cast import Cast
from tests.checks.test_filing_form import COMPLETE, Form, filed, form
from tests.pictures import BAD, TAKEN, exif, picture, upload
from tests.rules import rule
from venuewatch.workflow.rules import Refused

__all__ = ["form"]
PLACES = {"photo-B1": "item:B1", "photo-no-entry": "photos", "signature": "signature"}
TYPED = COMPLETE | {"value-A1": "fail", "note-A1": "boxes", "met_name": "Wang", "note": "busy"}


@rule("R-CHECK-2")
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("name", list(BAD))
@pytest.mark.parametrize("field", list(PLACES))
def test_bad_file_is_told_beside_its_field_and_the_rest_stays(
    form: Form, field: str, name: str
) -> None:
    good = {"photo-A1": [upload(picture()), upload(picture("HEIF"), "b.heic")]}
    if field != "signature":
        good["signature"] = [upload(picture(size=(64, 24)))]
    bad = upload(BAD[name](), "shot.jpg")

    page = form.send(**TYPED, **good, **{field: bad})

    assert page.status_code == 400
    assert list(page.context["filing"].errors) == [PLACES[field]]
    assert form.text.count("shot.jpg: ") == 2, "in the list on top, and beside the field"
    assert form.is_checked("A1", "fail")
    assert (form.value_of("note-A1"), form.value_of("note")) == ("boxes", "busy")
    assert len(form.hidden("kept-A1")) == 2
    assert len(form.hidden("kept-signature")) == (field != "signature")
    assert not Inspection.objects.exists()


@rule("R-CHECK-2")
def test_the_photo_after_the_last_is_told_and_the_first_stay(form: Form) -> None:
    many = [upload(picture(), f"{count}.jpg") for count in range(MOST_PHOTOS - 1)]

    page = form.send(
        **TYPED | {"photo-A1": many, "photo-B1": [upload(picture()), upload(picture())]}
    )

    assert page.status_code == 400
    assert list(page.context["filing"].errors) == ["item:B1"]
    assert (len(form.hidden("kept-A1")), len(form.hidden("kept-B1"))) == (MOST_PHOTOS - 1, 1)
    fields = TYPED | {"signature": upload(picture())}
    assert filed(form.send(**fields)).photos.count() == MOST_PHOTOS + 1, "and the signature"


@rule("R-CHECK-2")
def test_as_many_as_there_may_be_are_filed(form: Form) -> None:
    many = [upload(picture(), f"{count}.jpg") for count in range(MOST_PHOTOS)]

    assert filed(form.send(**COMPLETE, **{"photo-A1": many})).photos.count() == MOST_PHOTOS


@rule("R-CHECK-2")
def test_time_and_place_come_along_when_a_photo_waited(form: Form) -> None:
    form.send(**COMPLETE | {"number-N1": "x", "photo-A1": upload(picture(exif=exif()))})

    photo = filed(form.send(**COMPLETE)).photos.get()

    assert photo.taken_at == timezone.make_aware(TAKEN)
    assert (photo.lon, photo.lat) == pytest.approx((113.65, 34.76))


@rule("R-CHECK-2")
def test_site_photos_are_stamped_and_signatures_are_not(form: Form) -> None:
    size = (640, 480)
    row = filed(form.send(**COMPLETE, met_name="Wang", signature=upload(picture(size=size)),
                          **{"photo-A1": upload(picture(size=size))}))  # fmt: skip

    heights = {each.kind: Image.open(each.file).height for each in row.photos.all()}
    assert heights["signature"] == 480
    assert heights["site"] > 480


@rule("R-CHECK-2")
def test_waiting_photo_is_shown_to_its_officer_and_can_be_removed(
    form: Form, cast: Cast, client: Client
) -> None:
    form.send(**{"photo-A1": [upload(picture(colour="red")), upload(picture(colour="blue"))]})
    first, second = form.hidden("kept-A1")

    shown = client.get("/checks/kept/", {"photo": first})
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert client.get("/checks/kept/", {"photo": "made up"}).status_code == 404
    row = filed(form.send(**COMPLETE, remove=[first]))

    assert row.photos.count() == 1
    assert Image.open(row.photos.get().file).getpixel((160, 20))[2] > 200  # type: ignore[index]
    client.force_login(cast["colleague"])
    assert client.get("/checks/kept/", {"photo": second}).status_code == 404


@rule("R-CHECK-2", "R-SCOPE-2")
def test_nobody_files_a_photo_that_somebody_else_took(
    form: Form, cast: Cast, client: Client
) -> None:
    form.send(**{"photo-A1": upload(picture())})
    taken = form.hidden("kept-A1")
    client.force_login(cast["colleague"])
    theirs = Form(client, cast)

    assert not filed(theirs.send(**COMPLETE | {"kept-A1": taken})).photos.exists()


@rule("R-CHECK-2")
def test_signing_again_replaces_the_signature_that_waited(form: Form) -> None:
    form.send(met_name="Wang", signature=upload(picture(colour="red")))
    assert len(form.hidden("kept-signature")) == 1

    row = filed(form.send(**COMPLETE, met_name="Wang", signature=upload(picture(colour="blue")),
                          **{"kept-signature": form.hidden("kept-signature")}))  # fmt: skip

    assert Image.open(row.photos.get().file).getpixel((9, 9))[2] > 200  # type: ignore[index]


@rule("R-CHECK-2")
def test_a_photo_that_waits_is_stored_once_however_often_the_form_comes_back(form: Form) -> None:
    form.send(**{"photo-A1": upload(picture())})
    for _ in range(3):
        form.send()

    (day,) = default_storage.listdir("stash")[0]
    assert len(default_storage.listdir(f"stash/{day}")[1]) == 1
    assert not Photo.objects.exists()


@rule("R-CHECK-2")
def test_more_photos_than_may_be_are_refused_from_elsewhere_too(cast: Cast) -> None:
    """Not only the form counts them."""
    pictures = [cast.photo() for _ in range(MOST_PHOTOS + 1)]
    with pytest.raises(Refused) as refusal:
        cast.check(pictures=pictures)

    assert list(refusal.value.errors) == ["photos"]

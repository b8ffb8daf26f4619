"""Whoever was met signs, or refuses to."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from inspections.checks.models import Inspection
from tests.cast import Cast
from tests.rules import rule

File = Callable[..., Any]


def drawn() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (64, 24), "white").save(out, "PNG")
    return SimpleUploadedFile("signature.png", out.getvalue(), "image/png")


@pytest.fixture
def file(cast: Cast, client: Client) -> File:
    """Post the form of a venue in order, with these fields besides."""
    client.force_login(cast["inspector"])
    form = {f"value-{item.code}": "pass" for item in cast.version.items.all()}
    form |= {"version": str(cast.version.pk), "number-N1": "3"}
    return lambda **other: client.post(f"/checks/file/{cast.venue.code}/", {**form, **other})


@rule("R-CHECK-2")
@pytest.mark.parametrize(
    "met", [{}, {"met_name": "Wang", "signature_refused": "on"}, {"signature_refused": "on"}]
)
def test_nobody_met_or_refused(file: File, met: dict[str, str]) -> None:
    assert file(**met).status_code == 302


@rule("R-CHECK-2")
def test_signature_is_kept_with_the_visit(file: File, client: Client) -> None:
    answer = file(met_name="Wang", signature=drawn())

    visit = Inspection.objects.get()
    assert answer.status_code == 302
    assert [photo.kind for photo in visit.photos.all()] == ["signature"]
    assert "vw-signed" in client.get(answer["Location"]).content.decode()


@rule("R-CHECK-2")
@pytest.mark.parametrize(
    ("other", "beside"),
    [
        ({"met_name": "Wang"}, "signature"),
        ({"signature": True}, "met_name"),
        ({"met_name": "Wang", "signature": True, "signature_refused": "on"}, "signature"),
    ],
)
def test_half_of_it_is_refused_beside_its_field(
    file: File, other: dict[str, Any], beside: str
) -> None:
    uploads = {"signature": drawn()} if "signature" in other else {}

    answer = file(**{**other, **uploads})

    assert answer.status_code == 400
    assert list(answer.context["filing"].errors) == [beside]
    assert not Inspection.objects.exists()


@rule("R-CHECK-2")
def test_signature_is_kept_when_something_else_is_wrong(file: File) -> None:
    refused = file(met_name="Wang", signature=drawn(), **{"value-P1": "fail"})
    (kept,) = refused.context["filing"].kept_signature

    taken = file(met_name="Wang", **{"kept-signature": kept})

    assert (refused.status_code, taken.status_code) == (400, 302)
    assert Inspection.objects.get().photos.get().kind == "signature"


def test_characters_no_column_can_hold_are_left_out(file: File) -> None:
    assert file(note="a\0b", met_name="W\0", signature_refused="on").status_code == 302
    assert Inspection.objects.get().note == "ab"

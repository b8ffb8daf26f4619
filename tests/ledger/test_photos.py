"""Photos are read, re-encoded and stamped; what is no photo is refused with a sentence."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image, ImageChops

from inspections.ledger.exif import Taken
from inspections.ledger.photos import LONGEST_SIDE, Caption, clean_photo
from inspections.ledger.stamping import _font, stamp
from tests.pictures import BAD, TAKEN, exif, picture, upload
from tests.rules import rule
from venuewatch.workflow.rules import Refused

MOMENT = timezone.make_aware(TAKEN)


def opened(content: bytes, caption: Caption | None = None) -> Image.Image:
    return Image.open(clean_photo(upload(content), caption=caption))


@rule("R-CHECK-2")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_time_and_place_are_read_and_then_stripped(kind: str) -> None:
    photo = clean_photo(upload(picture(kind, exif=exif())))
    result = Image.open(photo)

    assert photo.taken.at == MOMENT
    assert (photo.taken.lon, photo.taken.lat) == pytest.approx((113.65, 34.76))
    assert result.format == "JPEG"
    assert not result.getexif()
    assert "exif" not in result.info
    photo.seek(0)
    assert b"named person" not in photo.read()


@rule("R-CHECK-2")
def test_south_and_west_are_negative_and_an_offset_counts() -> None:
    told = exif(point=(-0.5, -33.25))
    told.get_ifd(0x8769)[0x9011] = "+00:00"

    taken = clean_photo(upload(picture(exif=told))).taken

    assert (taken.lon, taken.lat) == pytest.approx((-0.5, -33.25))
    assert taken.at == datetime(2022, 4, 7, 14, 5, 30, tzinfo=UTC)


@rule("R-CHECK-2")
@pytest.mark.parametrize(
    "told",
    [
        {"at": None, "point": None},
        {"at": datetime.now() + timedelta(days=2), "point": None},  # noqa: DTZ005 — a camera's
        {"at": None, "point": (0.0, 0.0)},
        {"at": None, "point": (191.0, 12.0)},
    ],
)
def test_what_cannot_be_true_is_not_told(told: dict[str, Any]) -> None:
    assert clean_photo(upload(picture(exif=exif(**told)))).taken == Taken()


@rule("R-CHECK-2")
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_no_exif_makes_it_fall_over() -> None:
    """Any bytes of EXIF changed: a photo comes out, or a sentence; never anything else."""
    chance = random.Random(7)
    whole = bytearray(picture(exif=exif()))
    for _ in range(300):
        broken = bytearray(whole)
        for _ in range(6):
            broken[chance.randrange(20, 300)] = chance.randrange(256)
        try:
            clean_photo(upload(bytes(broken)))
        except Refused:
            continue


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_stands_upright(orientation: int) -> None:
    """A phone held any way: what it means is a picture that is red on its left."""
    meant = Image.new("RGB", (40, 20), "blue")
    meant.paste("red", (0, 0, 20, 20))
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the transposition that undoes the turn
    stored = meant.transpose(Image.Transpose(back[orientation])) if orientation > 1 else meant
    file = upload(b"x")
    file.seek(0)
    file.truncate()
    stored.save(file, "PNG", exif=exif(orientation=orientation))
    file.size = file.tell()

    result = Image.open(clean_photo(file))

    assert result.size == meant.size
    assert result.getpixel((2, 10))[0] > 200  # type: ignore[index]  # RGB
    assert result.getpixel((38, 10))[2] > 200  # type: ignore[index]


@rule("R-CHECK-2")
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_large_photo_is_made_smaller(kind: str) -> None:
    assert opened(picture(kind, (4000, 3000))).size == (LONGEST_SIDE, 1536)


@rule("R-CHECK-2")
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("name", list(BAD))
def test_what_is_no_photo_is_refused_by_name(name: str) -> None:
    with pytest.raises(Refused) as refusal:
        clean_photo(upload(BAD[name](), "shot.heic"), "item:A1")

    assert list(refusal.value.errors) == ["item:A1"]
    assert str(refusal.value.errors["item:A1"]).startswith("shot.heic: ")


def test_transparent_picture_lies_on_white() -> None:
    file = upload(b"")
    Image.new("RGBA", (30, 30), (0, 0, 0, 0)).save(file, "PNG")
    file.size = file.tell()

    assert Image.open(clean_photo(file)).getpixel((5, 5)) == (255, 255, 255)


@rule("R-CHECK-2")
def test_caption_covers_nothing_and_names_time_place_and_officer() -> None:
    caption = Caption("晨光面馆", "王某 · 花园口镇", point=(113.65, 34.7603))
    content = picture(size=(640, 480), exif=exif())
    plain, stamped = opened(content), opened(content, caption)

    assert (stamped.width, stamped.height > plain.height) == (640, True)
    inside = (0, 0, 640, 464)  # above the blocks of the JPEG that the caption shares
    seen = ImageChops.difference(stamped.crop(inside), plain.crop(inside))
    assert seen.getbbox() is None
    assert caption.lines(Taken(MOMENT, 113.65, 34.76)) == [
        "拍摄于 2022-04-07 14:05:30", "晨光面馆 · 距场所 33 米", "王某 · 花园口镇",
    ]  # fmt: skip


@rule("R-CHECK-2")
def test_caption_says_what_it_knows() -> None:
    nowhere = Caption("Noodle house", "Wang")
    there = Caption("Noodle house", "Wang", here=(113.65, 34.76))

    assert nowhere.lines(Taken())[0].startswith("接收于 ")
    assert nowhere.lines(Taken())[1] == "Noodle house"
    assert there.lines(Taken())[1] == "Noodle house · 113.65000, 34.76000"


def test_font_of_the_wheel_draws_chinese(settings: Any) -> None:
    two = [stamp(Image.new("RGB", (400, 300)), [words]) for words in ("整改复查", "销号转办")]

    assert _font(20)[1]
    assert ImageChops.difference(*two).getbbox() is not None, "two boxes of tofu"


def test_without_the_font_latin_letters_remain(settings: Any) -> None:
    settings.PHOTO_FONT = "/nowhere.otf"
    _font.cache_clear()
    try:
        blank = stamp(Image.new("RGB", (400, 300)), ["王某"])
        drawn = stamp(Image.new("RGB", (400, 300)), ["拍摄于 2022-04-07", "王某"])
    finally:
        _font.cache_clear()

    assert drawn.height > blank.height
    assert drawn.crop((0, 300, 400, drawn.height)).getbbox() is not None

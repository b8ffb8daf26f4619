"""Photos: storing one beside what Pillow needs for it, and the memory that twenty take.

The floor of the time decodes the same bytes, makes the picture as small as we do, and encodes it
as we do, in memory. The figure is all of it: opening, EXIF, caption, file and row in the database.
The memory is that of the web server, which gets the photos as a browser without scripts sends them.
"""

import tempfile
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import psutil
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from inspections.checks.rules import MOST_PHOTOS
from inspections.ledger.models import Photo
from inspections.ledger.photos import LONGEST_SIDE, QUALITY, Caption, clean_photo, known_of
from tests.bench.ground import Ground, lay
from tests.bench.measure import Row, median_seconds_in_turn
from tests.bench.web import Caller, web
from tests.pictures import exif
from venues.models import Officer, Venue

SIZE = (4000, 3000)
RUNS = 11
TIME_RATIO, MEMORY_RATIO = 1.5, 1.05
VISITS = 3
BOUNDARY = "a-boundary-of-the-bench"


def rows() -> list[Row]:
    """The time of one photo, and the peak memory of twenty beside that of one."""
    content = photo()
    ground = lay(1, 2 * VISITS + 1, f"p{uuid4().hex[:5]}")
    figure, floor = _times(content, ground.venues[0], ground.inspectors[0])
    twenty, one = _peaks(content, ground)
    size = f"{len(content) / 1e6:.1f} MB"
    return [
        Row("12-megapixel photo, stored", "ms", figure * 1e3, floor * 1e3, TIME_RATIO, note=size),
        Row(f"memory for {MOST_PHOTOS} photos beside 1", "MiB", twenty, one, MEMORY_RATIO),
    ]


def photo() -> bytes:
    """A picture with as much in it as a phone's, its EXIF, and a phone's quality."""
    large = Image.merge(
        "RGB", [Image.effect_noise((1000, 750), 60).resize(SIZE, Image.Resampling.BICUBIC)] * 3
    )
    out = BytesIO()
    Image.blend(large, Image.effect_noise(SIZE, 30).convert("RGB"), 0.2).save(
        out, "JPEG", quality=90, exif=exif(orientation=6)
    )
    return out.getvalue()


def _times(content: bytes, venue: Venue, officer: Officer) -> tuple[float, float]:
    def store() -> None:
        caption = Caption(venue.name, officer.signature, (113.65, 34.76))
        file = clean_photo(SimpleUploadedFile("a.jpg", content), caption=caption)
        Photo.objects.create(venue=venue, officer=officer, file=file, **known_of(file))

    def only_pillow() -> None:
        with Image.open(BytesIO(content)) as picture:
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            picture.save(BytesIO(), "JPEG", quality=QUALITY)

    return median_seconds_in_turn(store, only_pillow, RUNS)


def _peaks(content: bytes, ground: Ground) -> tuple[float, float]:
    """Peak memory in MiB of the web server over visits with all photos, and with one each."""
    venues = iter(ground.venues)
    with web() as (port, process):
        caller = Caller(port, ground.inspectors[0])
        assert caller.get("/venues/") == 200
        _file(caller, next(venues), ground, content, 1)  # warms up
        peaks = []
        for count in (1, MOST_PHOTOS):
            _forget_peak(process)
            for _ in range(VISITS):
                _file(caller, next(venues), ground, content, count)
            peaks.append(_peak(process))
    return peaks[1], peaks[0]


def _file(caller: Caller, venue: Venue, ground: Ground, content: bytes, count: int) -> None:
    with tempfile.TemporaryFile() as body:
        _write_form(body, caller, ground, content, count)
        status = caller.send(f"/checks/file/{venue.code}/", body, BOUNDARY)
    assert status == 302, f"filing answered {status}"
    assert Photo.objects.filter(inspection__venue=venue).count() == count


def _write_form(body: BinaryIO, caller: Caller, ground: Ground, content: bytes, count: int) -> None:
    """A visit in order, with photos on its items."""
    codes = [item.code for item in ground.version.items.order_by("position")]
    fields = {f"value-{code}": "pass" for code in codes} | {
        "version": str(ground.version.pk), "uuid": str(uuid4()),
        "csrfmiddlewaretoken": caller.cookies.get(settings.CSRF_COOKIE_NAME, ""),
    }  # fmt: skip
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n'
    body.writelines((head % (name, "") + value + "\r\n").encode() for name, value in fields.items())
    for code in codes[:count]:
        part = (head % (f"photo-{code}", '; filename="a.jpg"')).encode()
        body.writelines((part, content, b"\r\n"))
    body.write(f"--{BOUNDARY}--\r\n".encode())


def _workers(process: psutil.Process) -> list[Path]:
    family = [process, *process.children(recursive=True)]
    return [Path("/proc", str(each.pid)) for each in family]


def _forget_peak(process: psutil.Process) -> None:
    """Start the kernel's record of the peak again."""
    for folder in _workers(process):
        (folder / "clear_refs").write_text("5")


def _peak(process: psutil.Process) -> float:
    """The highest resident memory of the server's processes since then, in MiB."""
    lines = [
        line.split()
        for folder in _workers(process)
        for line in (folder / "status").read_text().splitlines()
    ]
    return sum(int(words[1]) for words in lines if words[:1] == ["VmHWM:"]) / 1024

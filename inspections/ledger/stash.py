"""Photos of a form that came back with errors, kept so that they need not be taken again.

A form carries their signed names: each tells its file, whose it is, when and where it was taken.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.core.files.storage import default_storage

from inspections.ledger.exif import Taken
from inspections.ledger.photos import CleanPhoto
from venues.models import Officer
from venuewatch.workflow import clock

FOLDER = "stash"
# As long as a draft on the phone lives: a visit may be filed three days back.
KEPT_FOR = timedelta(days=4)
_SALT = "inspections.stash"


def keep(photos: Iterable[CleanPhoto], officer: Officer) -> list[str]:
    """Store photos and return signed names for hidden inputs; old days are cleared."""
    _clear()
    return [photo.kept or _keep(photo, officer) for photo in photos]


def names(signed: Iterable[str], officer: Officer) -> list[str]:
    """The names whose signature holds, which are not too old, and which are this officer's."""
    return [each for each in signed if _told(each, officer)]


def take(signed: str, officer: Officer) -> CleanPhoto | None:
    """The photo behind a signed name; None where it is gone, somebody else's, or made up."""
    told = _told(signed, officer)
    if told is None or not default_storage.exists(told["path"]):
        return None
    path, at = told["path"], told["at"]
    taken = Taken(datetime.fromisoformat(at) if at else None, told["lon"], told["lat"])
    photo = CleanPhoto(default_storage.open(path), path.rsplit("/", 1)[-1], taken)
    photo.kept = signed
    return photo


def _keep(photo: CleanPhoto, officer: Officer) -> str:
    photo.seek(0)
    path = default_storage.save(f"{FOLDER}/{clock.now():%Y-%m-%d}/{photo.name}", photo)
    photo.seek(0)
    taken = photo.taken
    told = {
        "path": path, "officer": officer.pk, "lon": taken.lon, "lat": taken.lat,
        "at": taken.at.isoformat() if taken.at else "",
    }  # fmt: skip
    photo.kept = signing.dumps(told, salt=_SALT)
    return photo.kept


def _told(signed: str, officer: Officer) -> dict[str, Any] | None:
    try:
        told = signing.loads(signed, salt=_SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return told if isinstance(told, dict) and told.get("officer") == officer.pk else None


def _clear() -> None:
    if not default_storage.exists(FOLDER):
        return
    oldest = f"{clock.now() - KEPT_FOR - timedelta(days=1):%Y-%m-%d}"
    for day in default_storage.listdir(FOLDER)[0]:
        if day < oldest:
            for name in default_storage.listdir(f"{FOLDER}/{day}")[1]:
                default_storage.delete(f"{FOLDER}/{day}/{name}")
            default_storage.delete(f"{FOLDER}/{day}")

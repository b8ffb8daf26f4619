"""Photos of a form that came back with errors, kept so that they need not be taken again."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from venuewatch.workflow import clock

FOLDER = "stash"
KEPT_FOR = timedelta(days=2)
_SALT = "inspections.stash"


def keep(files: Iterable[Any]) -> list[str]:
    """Store files and return signed names for hidden inputs; old days are cleared."""
    _clear()
    return [_keep(file) for file in files]


def names(signed: Iterable[str]) -> list[str]:
    """The names whose signature holds and is not too old."""
    return [each for each in signed if _path(each)]


def take(signed: str) -> ContentFile[bytes] | None:
    """The file behind a signed name; None where it is gone or the name was made up."""
    path = _path(signed)
    if path is None or not default_storage.exists(path):
        return None
    with default_storage.open(path) as file:
        return ContentFile(file.read(), name=path.rsplit("/", 1)[-1])


def _keep(file: Any) -> str:
    file.seek(0)
    path = default_storage.save(f"{FOLDER}/{clock.now():%Y-%m-%d}/{file.name}", file)
    file.seek(0)
    return signing.dumps(path, salt=_SALT)


def _path(signed: str) -> str | None:
    try:
        return str(signing.loads(signed, salt=_SALT, max_age=KEPT_FOR))
    except signing.BadSignature:
        return None


def _clear() -> None:
    if not default_storage.exists(FOLDER):
        return
    oldest = f"{clock.now() - KEPT_FOR - timedelta(days=1):%Y-%m-%d}"
    for day in default_storage.listdir(FOLDER)[0]:
        if day < oldest:
            for name in default_storage.listdir(f"{FOLDER}/{day}")[1]:
                default_storage.delete(f"{FOLDER}/{day}/{name}")
            default_storage.delete(f"{FOLDER}/{day}")

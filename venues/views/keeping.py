"""The file of an import, kept between its preview and the import itself."""

from contextlib import suppress
from datetime import timedelta
from pathlib import PurePath
from uuid import uuid4

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from venues.register.reading import UnreadableError

FOLDER = "imports"
MOST_BYTES = 20 * 1024 * 1024
_DAY = 24 * 60 * 60


def chosen(request: HttpRequest, salt: str) -> tuple[str, bytes, str]:
    """Name, content and token of the file that is uploaded, or was and is kept.

    `salt` names the import, so that one's token opens no file of another. Raises UnreadableError.
    """
    if token := request.POST.get("token", ""):
        return *_kept(token, salt), token
    name, content = _uploaded(request)
    return name, content, _keep(name, content, salt)


def drop(token: str, salt: str) -> None:
    """The import is done: its file goes."""
    default_storage.delete(signing.loads(token, salt=salt))


def _uploaded(request: HttpRequest) -> tuple[str, bytes]:
    upload = request.FILES.get("file")
    if upload is None:
        raise UnreadableError(_("Choose a file."))
    if (upload.size or 0) > MOST_BYTES:
        raise UnreadableError(_("The file may have at most 20 MB."))
    return PurePath(upload.name or "").name, upload.read()


def _keep(name: str, content: bytes, salt: str) -> str:
    """Keep the file between preview and import; the token names it."""
    _drop_old()
    path = f"{FOLDER}/{uuid4().hex}{PurePath(name).suffix.lower()}"
    return signing.dumps(default_storage.save(path, ContentFile(content)), salt=salt)


def _drop_old() -> None:
    """Files that nobody imported in a day are not kept: they hold phones and names."""
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(FOLDER)[1]:
            path = f"{FOLDER}/{name}"
            if default_storage.get_modified_time(path) < timezone.now() - timedelta(seconds=_DAY):
                default_storage.delete(path)


def _kept(token: str, salt: str) -> tuple[str, bytes]:
    try:
        path = signing.loads(token, salt=salt, max_age=_DAY)
        with default_storage.open(path) as file:
            return path, file.read()
    except (signing.BadSignature, FileNotFoundError):
        raise UnreadableError(_("The file is no longer kept; choose it again.")) from None

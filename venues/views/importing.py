"""Importing a register: choose a file, see what it would do, do it (R-VENUE-3)."""

import csv
from contextlib import suppress
from datetime import timedelta
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from venues.register.planning import CHANGED, CREATED, UNCHANGED, Import, Planner, apply
from venues.register.reading import HEADINGS, UnreadableError, read
from venues.signed_in import officer_of
from venues.views.register import may_import

FOLDER = "imports"
MOST_BYTES = 20 * 1024 * 1024
MOST_SHOWN = 500
_SALT = "venues.import"
_DAY = 24 * 60 * 60


@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """The three steps on one address; nothing is written before the last."""
    if not may_import(request):
        raise PermissionDenied
    if request.method == "GET":
        return _page(request)
    token = request.POST.get("token", "")
    try:
        name, content = _kept(token) if token else _uploaded(request)
        planned = Planner(read(content, name), officer_of(request)).plan()
    except UnreadableError as error:
        return _page(request, error=str(error), status=400)
    if not token:
        return _page(request, planned=planned, token=_keep(name, content))
    if "only_whole" in request.POST and planned.problems:
        return _page(request, planned=planned, token=token, status=400)
    applied = apply(planned, by=officer_of(request))
    default_storage.delete(name)
    return _page(request, planned=applied, done=True)


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty file with the headings, to be filled in."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="venues.csv"'
    answer.write("\ufeff")
    csv.writer(answer).writerow(words[0] for words in HEADINGS.values())
    return answer


def _uploaded(request: HttpRequest) -> tuple[str, bytes]:
    upload = request.FILES.get("file")
    if upload is None:
        raise UnreadableError(_("Choose a file."))
    if (upload.size or 0) > MOST_BYTES:
        raise UnreadableError(_("The file may have at most 20 MB."))
    return PurePath(upload.name or "").name, upload.read()


def _keep(name: str, content: bytes) -> str:
    """Keep the file between preview and import; the token names it."""
    _drop_old()
    path = f"{FOLDER}/{uuid4().hex}{PurePath(name).suffix.lower()}"
    return signing.dumps(default_storage.save(path, ContentFile(content)), salt=_SALT)


def _drop_old() -> None:
    """Registers that nobody imported in a day are not kept: they hold phones and names."""
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(FOLDER)[1]:
            path = f"{FOLDER}/{name}"
            if default_storage.get_modified_time(path) < timezone.now() - timedelta(seconds=_DAY):
                default_storage.delete(path)


def _kept(token: str) -> tuple[str, bytes]:
    try:
        path = signing.loads(token, salt=_SALT, max_age=_DAY)
        with default_storage.open(path) as file:
            return path, file.read()
    except (signing.BadSignature, FileNotFoundError):
        raise UnreadableError(_("The file is no longer kept; choose it again.")) from None


def _page(
    request: HttpRequest, *, planned: Import | None = None, token: str = "", error: str = "",
    done: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {"token": token, "error": error, "done": done, "planned": planned}
    if planned is not None:
        context |= {
            "created": planned.count(CREATED),
            "changed": planned.count(CHANGED),
            "unchanged": planned.count(UNCHANGED),
            "entering": [plan for plan in planned.plans if plan.outcome == CREATED][:MOST_SHOWN],
            "changing": [plan for plan in planned.plans if plan.changes][:MOST_SHOWN],
            "problems": planned.problems[:MOST_SHOWN],
            "more_problems": max(0, len(planned.problems) - MOST_SHOWN),
        }
    return render(request, "venues/import.html", context, status=status)

"""Pages of the checklists: all of a district, one with its versions, publishing a new one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from inspections.checks.models import Checklist, ChecklistVersion
from inspections.checks.panels import with_latest
from inspections.checks.proposing import Proposal, propose, rows_of
from inspections.checks.publishing import publish_version
from venues.register.reading import UnreadableError
from venues.signed_in import officer_of
from venues.views.keeping import chosen, drop
from venuewatch.listing import export
from venuewatch.workflow.actions import may
from venuewatch.workflow.rules import NotAllowed, Refused, Stale
from venuewatch.workflow.timeline import timeline_of

SALT = "checklists.import"


@require_GET
def all_lists(request: HttpRequest) -> HttpResponse:
    """What is looked at in each category of the own district."""
    rows = Checklist.objects.visible_to(officer_of(request))
    return render(request, "checks/lists.html", {"panel": {"lists": with_latest(rows)}})


@require_GET
def list_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One checklist: its versions, the items of the latest or of the one asked for."""
    checklist = _checklist(request, pk)
    versions = list(checklist.versions.filter(published__isnull=False).order_by("-number"))
    version = _asked(versions, request.GET.get("version", ""))
    rows = version.items.select_related("answering").order_by("position") if version else []
    if version and (kind := request.GET.get("export", "")):
        return export.response(kind, f"checklist-v{version.number}", rows_of(list(rows)))
    context = {
        "checklist": checklist,
        "versions": versions,
        "version": version,
        "items": list(rows),
        "publishes": may(checklist, "publish", officer_of(request)),
        "timeline": timeline_of(checklist),
    }
    return render(request, "checks/list.html", context)


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a file, see what is new, changed and gone, publish it (R-CHECK-1)."""
    checklist, officer = _checklist(request, pk), officer_of(request)
    if not may(checklist, "publish", officer):
        raise NotAllowed(_("Checklists are published by command's leaders."))
    if request.method == "GET":
        return _page(request, checklist)
    confirmed = bool(request.POST.get("token"))
    try:
        name, content, token = chosen(request, SALT)
        proposal = propose(content, name, checklist)
    except UnreadableError as error:
        return _page(request, checklist, error=str(error), status=400)
    if not confirmed or proposal.problems:
        return _page(request, checklist, proposal=proposal, token=token)
    return _publish(request, checklist, proposal, token)


def _publish(
    request: HttpRequest, checklist: Checklist, proposal: Proposal, token: str
) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        publish_version(
            checklist, proposal.items, by=officer_of(request),
            reason=request.POST.get("reason", ""), seen=int(seen) if seen.isdigit() else None,
        )  # fmt: skip
    except Refused as refusal:
        sentence = "; ".join(str(each) for each in refusal.errors.values())
        return _page(request, checklist, proposal=proposal, token=token, error=sentence, status=400)
    except Stale as stale:
        sentence = _("A version was published meanwhile; this is what would change now.")
        return _page(request, stale.row, proposal=proposal, token=token, error=sentence, status=409)
    drop(token, SALT)
    return redirect("checks:list", checklist.pk)


def _checklist(request: HttpRequest, pk: int) -> Checklist:
    """The checklist, or 404 where it is another district's (R-SCOPE-2)."""
    rows = Checklist.objects.visible_to(officer_of(request)).select_related("category", "district")
    return get_object_or_404(rows, pk=pk)


def _asked(versions: list[ChecklistVersion], number: str) -> ChecklistVersion | None:
    """The version with this number, else the latest; 404 for one that there is not."""
    if not number:
        return versions[0] if versions else None
    found = [each for each in versions if str(each.number) == number]
    if not found:
        raise Http404(number)
    return found[0]


def _page(
    request: HttpRequest, checklist: Checklist, *, proposal: Proposal | None = None,
    token: str = "", error: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {
        "checklist": checklist, "proposal": proposal, "token": token, "error": error,
        "seen": checklist.event_seq, "reason": request.POST.get("reason", ""),
    }  # fmt: skip
    return render(request, "checks/publish.html", context, status=status)

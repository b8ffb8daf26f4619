"""Pages of the checks: today, picking a venue, filing, and a visit that was made."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import F, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from inspections.checks import actions
from inspections.checks.completeness import STATE_NOTICES, too_many
from inspections.checks.errands import errands_of
from inspections.checks.filing import NO_ENTRY_REASONS, Filing
from inspections.checks.lines import judged
from inspections.checks.models import Checklist, ChecklistVersion, Inspection
from inspections.checks.order_lists import asked_at, shown_before
from inspections.checks.rules import MOST_PHOTOS, AnswerValue
from inspections.checks.sections import sections_of
from inspections.checks.withdrawal_views import visit_in_scope, withdrawal_of
from inspections.ledger import stash
from inspections.ledger.models import Issue, PhotoKind
from inspections.ledger.photos import MOST_BYTES
from inspections.ledger.rules import IssueState
from venues.models import Officer, Venue
from venues.orders.panels import imposed_on
from venues.rules import BUSINESS_POSTS
from venues.signed_in import at_work, officer_of
from venues.views.register import venue_in_scope
from venuewatch.asked import whole_number
from venuewatch.workflow import clock
from venuewatch.workflow.rules import Refused, Stale

MOST_PICKED = 30
# In this order: what was typed comes back before the others look at it.
SCRIPTS = ("photos", "signature", "filing", "position", "draft")


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What must I do now, in which order?"""
    officer = officer_of(request)
    context = {
        "sections": sections_of(officer),
        "works": officer.post in BUSINESS_POSTS,
        "made_at": clock.now(),
    }
    return TemplateResponse(request, "checks/today.html", context)


@require_GET
def pick(request: HttpRequest) -> HttpResponse:
    """Which venue is checked? Search, or those with unclosed issues first."""
    text = request.GET.get("q", "")
    rows = Venue.objects.visible_to(at_work(request)).filter(state="active").search(text)
    rows = rows.select_related("standing", "category", "town")
    picked = list(rows.order_by("-standing__unclosed", "code")[:MOST_PICKED])
    return render(request, "checks/pick.html", {"venues": picked, "text": text})


@never_cache  # going back after filing must not find the form of a visit that was filed
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, code: str) -> HttpResponse:
    """Is this venue in order? The form, filling it up, and filing it."""
    venue = venue_in_scope(request, code)
    officer = officer_of(request)
    joint = bool(request.GET.get("joint"))
    actions.side_of(officer, venue, joint=joint)
    lists = list(Checklist.objects.for_venue(venue))
    version = _version(request, lists)
    data = request.POST if request.method == "POST" else None
    filing = Filing(
        venue, officer, version, _waiting(venue, request), data=data, files=request.FILES,
        orders=_orders(request, venue),
    )  # fmt: skip
    if request.method == "GET":
        return _form(request, filing, lists)
    if "comply" in request.POST:
        filing.comply_with_the_rest()
        filing.keep_photos()
        return _form(request, filing, lists)
    if before := actions.filed_before(filing.uuid, venue, officer):
        messages.info(request, _("This form was filed already; this is the visit."))
        return redirect("checks:inspection", before.uuid)
    try:
        visit = filing.visit(_colleagues(venue, officer, request.POST.getlist("co")))
        _refuse_stale_lists(filing)
        inspection = actions.file_inspection(venue, replace(visit, joint=joint), by=officer)
    except Refused as refusal:
        filing.refuse(refusal)
        return _form(request, filing, lists, status=400)
    except Stale as stale:
        filing.overtake(stale.row)
        return _form(request, filing, lists, status=409)
    messages.success(request, _("The visit is filed: %s.") % inspection.get_outcome_display())
    _tell_unchecked(request, inspection)
    return redirect("checks:inspection", inspection.uuid)


@require_GET
def inspection_page(request: HttpRequest, uuid: Any) -> HttpResponse:
    """What was found at a visit."""
    inspection = visit_in_scope(request, uuid)
    context = {
        "inspection": inspection,
        "venue": inspection.venue,
        "persons": inspection.signatures(),
        "answers": inspection.answers.select_related("item").order_by(
            F("item__version__checklist__order_id").asc(nulls_first=True), "item__position"
        ),
        "rechecks": inspection.rechecks.select_related("issue").order_by("pk"),
        "opened": inspection.opened_issues.order_by("pk"),
        "photos": inspection.photos.exclude(kind=PhotoKind.SIGNATURE).order_by("pk"),
        "signature": inspection.photos.filter(kind=PhotoKind.SIGNATURE).first(),
        **withdrawal_of(inspection, officer_of(request)),
    }
    return render(request, "checks/inspection.html", context)


@require_GET
def kept_photo(request: HttpRequest) -> FileResponse:
    """A photo that waits with a form which is not filed yet, to whoever took it."""
    photo = stash.take(request.GET.get("photo", ""), officer_of(request))
    if photo is None:
        raise Http404
    answer = FileResponse(photo, content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


def _version(request: HttpRequest, lists: list[Checklist]) -> ChecklistVersion | None:
    """The version that the form was made with, else the latest of the chosen checklist."""
    if asked := request.POST.get("version", ""):
        return get_object_or_404(ChecklistVersion, pk=whole_number(asked), checklist__in=lists)
    chosen = [each for each in lists if each.code == request.GET.get("checklist")] or lists
    return chosen[0].current() if chosen else None


def _orders(request: HttpRequest, venue: Venue) -> list[ChecklistVersion]:
    """The orders whose items the form was made with, else those in force now (R-ORDER-1)."""
    if request.method != "POST":
        return asked_at(venue)
    asked = [whole_number(each) for each in request.POST.getlist("orders")]
    return shown_before([each for each in asked if each is not None], venue)


def _refuse_stale_lists(filing: Filing) -> None:
    """A newer version was published meanwhile, or an order came into force or ended: say which
    items are new (R-CHECK-1, R-ORDER-1).
    """
    current = filing.version.checklist.current() if filing.version else None
    orders = asked_at(filing.venue)
    if (current, orders) != (filing.version, list(filing.orders)):
        raise Refused({"version": filing.turn_to(current, orders)})


def _waiting(venue: Venue, request: HttpRequest) -> list[Issue]:
    """The issues waiting for a re-check or judged in this form, the one asked for first.

    `judged` in the address names those of a draft that were decided before it was sent.
    """
    drafted = [whole_number(each) for each in request.GET.getlist("judged")]
    shown = Q(state=IssueState.RECTIFIED) | Q(pk__in=[*judged(request.POST), *drafted])
    rows = Issue.objects.filter(shown, venue=venue).select_related("item")
    asked = request.GET.get("issue", "")
    return sorted(rows.order_by("pk"), key=lambda each: each.number != asked)


def _tell_unchecked(request: HttpRequest, inspection: Inspection) -> None:
    """Who left items out should know that the check is not full (R-DUTY-2)."""
    left = inspection.answers.filter(value=AnswerValue.NOT_CHECKED).count()
    if left:
        sentence = ngettext(
            "%(count)d item was not checked, so that this is no full check: one that is owed"
            " is still owed.",
            "%(count)d items were not checked, so that this is no full check: one that is owed"
            " is still owed.",
            left,
        )
        messages.warning(request, sentence % {"count": left})


def _colleagues(venue: Venue, officer: Officer, asked: list[str] | None = None) -> list[Officer]:
    rows = Officer.objects.filter(organisation=officer.organisation, is_active=True)
    rows = rows.exclude(person=officer.person_id).select_related("person", "organisation")
    if asked is not None:
        rows = rows.filter(pk__in=[whole_number(each) for each in asked])
    return list(rows.order_by("username"))


def _form(
    request: HttpRequest, filing: Filing, lists: list[Checklist], status: int = 200
) -> HttpResponse:
    unclosed = Issue.objects.filter(venue=filing.venue).unclosed().order_by("due", "pk")
    context = {
        "filing": filing,
        "venue": filing.venue,
        "standing": filing.venue.standing,
        "lists": lists,
        "unclosed": list(unclosed[:MOST_PICKED]),
        "colleagues": _colleagues(filing.venue, filing.officer),
        "chosen_colleagues": request.POST.getlist("co"),
        "joint": bool(request.GET.get("joint")),
        "imposed": imposed_on(filing.venue),
        "errands": errands_of(filing.officer, filing.venue),
        "notice": STATE_NOTICES.get(filing.venue.state, ""),
        "no_entry_reasons": NO_ENTRY_REASONS,
        "scripts": [f"venuewatch/js/{name}.js" for name in SCRIPTS],
        "most_photos": MOST_PHOTOS,
        "too_many": too_many(),
        "most_bytes": MOST_BYTES,
    }
    return render(request, "checks/file.html", context, status=status)

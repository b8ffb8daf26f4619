"""Pages of the daily reports: who has reported, a report, its acts, its print view."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from inspections.reports import actions
from inspections.reports.compiling import arrived_after, content_of
from inspections.reports.forms import FORMS, form_for
from inspections.reports.links import Owner
from inspections.reports.models import DailyReport, ReportVersion, owes
from inspections.reports.rules import REPORTED, something_found
from inspections.reports.tables import added_days, own_line, sheet_of, tables_of
from inspections.reports.wording import text_of
from venues import scoping
from venues.models import Officer, Organisation
from venues.signed_in import officer_of
from venues.views.posting import send_again
from venuewatch.listing import export
from venuewatch.workflow import clock
from venuewatch.workflow.actions import may
from venuewatch.workflow.rules import NotAllowed, Refused, Stale
from venuewatch.workflow.timeline import last_of, timeline_of

# A version as it is asked for in an address.
_NUMBER = re.compile(r"[0-9]{1,5}")


def report_in_scope(request: HttpRequest, day: date, organisation: int, kind: str) -> DailyReport:
    """The report, made but not stored where its day was not planned; 404 out of scope."""
    own = scoping.papers_in_scope(Organisation.objects.all(), officer_of(request))
    owner = get_object_or_404(own.select_related("area"), pk=organisation)
    if not owes(owner, kind):
        raise Http404(kind)
    rows = DailyReport.objects.filter(organisation=owner, day=day, kind=kind)
    stored = rows.select_related("organisation__area").first()
    return stored or actions.blank_report(owner, day, kind)


@require_GET
def report_page(request: HttpRequest, day: date, organisation: int, kind: str) -> HttpResponseBase:
    """What does this report say? Frozen figures, or a preview of those about to be."""
    report = report_in_scope(request, day, organisation, kind)
    shown = _shown(request, report)
    if sheet := request.GET.get("export", ""):
        name = f"report-{report.number}"
        return export.response(
            sheet, name, sheet_of(report, shown["content"], shown["as_of"], shown["version"])
        )
    officer = officer_of(request)
    act = "declare_zero" if shown["is_zero"] else "submit"
    if report.state not in REPORTED and may(report, act, officer):
        open_day = report.day in actions.days_open(report.organisation)
        shown |= {"form": form_for(act, report.event_seq), "act": act, "day_is_open": open_day}
    return render(request, "reports/report.html", shown | _history(report, officer))


@require_GET
def print_page(request: HttpRequest, day: date, organisation: int, kind: str) -> HttpResponse:
    """The report on A4, without the portal around it."""
    report = report_in_scope(request, day, organisation, kind)
    return render(request, "reports/print.html", _shown(request, report))


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, day: date, organisation: int, kind: str, name: str) -> HttpResponse:
    """One act on a report: its form beside the figures it would freeze, and doing it."""
    if name not in FORMS:
        raise Http404(name)
    report = report_in_scope(request, day, organisation, kind)
    officer = officer_of(request)
    if not may(report, name, officer):
        raise NotAllowed(_("Only a reviewer of the reporting organisation files its reports."))
    if request.method == "GET":
        return _act_page(request, report, name, form_for(name, report.event_seq, **_typed(report)))
    form = form_for(name, report.event_seq, request.POST)
    if not form.is_valid():
        return _act_page(request, report, name, form, status=400)
    try:
        if report.pk is None:
            actions.refuse_closed_day(report)
        stored = actions.report_of(report.organisation, day, kind)
        _DOERS[name](stored, form.cleaned_data, officer)
    except Refused as refusal:
        form.add_refusal(refusal)
        return _act_page(request, report, name, form, status=400)
    except Stale as stale:
        send_again(form, stale.row.event_seq)
        return _act_page(request, stale.row, name, form, status=409)
    messages.success(request, _("Done: %s.") % stored.workflow[name].label)
    return redirect("reports:report", day, organisation, kind)


def _shown(request: HttpRequest, report: DailyReport) -> dict[str, Any]:
    """What a report says: its latest version, the one asked for, or the figures as of now."""
    version = _version(request, report)
    as_of = version.as_of if version else clock.now()
    content = version.content if version else content_of(report, as_of)
    return _about(report, content, officer_of(request)) | {
        "version": version,
        "as_of": as_of,
        "text": text_of(report, content, as_of, version),
        "later": added_days(arrived_after(report, as_of)) if version else [],
        "latest": report.latest if report.pk else None,
    }


def _about(report: DailyReport, content: dict[str, Any], reader: Officer) -> dict[str, Any]:
    # The lists of whoever reads another command's bulletin are those of their own area.
    own = reader.organisation_id == report.organisation_id
    return {
        "report": report,
        "content": content,
        "own": own_line(report, content),
        "lines": tables_of(report, content, Owner() if own else None),
        "added": added_days(content["added"]),
        "is_zero": not something_found(content["own"]),
    }


def _version(request: HttpRequest, report: DailyReport) -> ReportVersion | None:
    if report.pk is None or report.state not in REPORTED:
        return None
    asked = request.GET.get("version", "")
    if not asked:
        return report.latest
    if not _NUMBER.fullmatch(asked):
        raise Http404(asked)
    return get_object_or_404(report.versions, number=int(asked))


def _history(report: DailyReport, officer: Officer) -> dict[str, Any]:
    if report.pk is None:
        return {"versions": [], "timeline": [], "may_correct": False}
    return {
        "versions": list(report.versions.order_by("-number")),
        "timeline": timeline_of(report),
        "may_correct": report.state in REPORTED and may(report, "correct", officer),
    }


def _typed(report: DailyReport) -> dict[str, Any]:
    """What a correction starts from: the remarks as they are."""
    latest = report.latest if report.pk else None
    return {"remarks": latest.remarks} if latest else {}


def _act_page(
    request: HttpRequest, report: DailyReport, name: str, form: Any, status: int = 200
) -> HttpResponse:
    latest = last_of(report) if status == 409 else None
    content = content_of(report, clock.now())
    context = _about(report, content, officer_of(request)) | {
        "form": form,
        "act": name,
        "transition": report.workflow[name],
        "changed": latest,
        "as_of": clock.now(),
    }
    return render(request, "reports/act.html", context, status=status)


def _submit(report: DailyReport, given: dict[str, Any], officer: Officer) -> None:
    actions.submit(report, by=officer, remarks=given["remarks"], seen=given["seen"])


def _declare_zero(report: DailyReport, given: dict[str, Any], officer: Officer) -> None:
    actions.declare_zero(
        report, by=officer, declared=given["declared"], remarks=given["remarks"],
        seen=given["seen"],
    )  # fmt: skip


def _correct(report: DailyReport, given: dict[str, Any], officer: Officer) -> None:
    actions.correct(
        report, by=officer, reason=given["reason"], declared=given["declared"],
        remarks=given["remarks"], seen=given["seen"],
    )  # fmt: skip


_DOERS: dict[str, Callable[[DailyReport, dict[str, Any], Officer], None]] = {
    "submit": _submit,
    "declare_zero": _declare_zero,
    "correct": _correct,
}

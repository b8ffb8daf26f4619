"""Settings of a district: command reads them, its leaders change them, each change an event."""

from collections import defaultdict
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from venues import governing
from venues.forms import LeadsForm, ValueForm, VenueLeadsForm
from venues.models import Area, Category, CategoryCharge, CategoryLead, Officer, SchemeValue
from venues.panels import SETTINGS_PANELS
from venues.rules import SCHEME_DEFAULTS, AreaKind, LeadRole, OrganisationKind
from venues.scoping import posts_in
from venues.signed_in import officer_of
from venues.views.posting import posted
from venues.views.register import venue_in_scope
from venuewatch.workflow.actions import may
from venuewatch.workflow.rules import NotAllowed
from venuewatch.workflow.timeline import latest_of, timeline_of


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """To the settings of the officer's district; of a city's command, to its first."""
    district = _of_command(districts_of(officer_of(request)))[0]
    return redirect("settings:district", district.code)


@require_GET
def district_page(request: HttpRequest, district: str) -> HttpResponse:
    """Every value of the scheme, who leads what, and what other apps let command set."""
    officer = officer_of(request)
    area = district_read_by(officer, district)
    context = {
        "district": area,
        "districts": list(districts_of(officer)),
        "values": _values(area),
        "leads": _leads(area),
        "leader": "command.leader" in posts_in(officer, area),
        "panels": SETTINGS_PANELS.of(area, officer),
    }
    return render(request, "settings/district.html", context)


@require_http_methods(["GET", "POST"])
def value_page(request: HttpRequest, district: str, key: str) -> HttpResponse:
    """One value of the scheme: its form for leaders, and its history."""
    officer = officer_of(request)
    area = district_read_by(officer, district)
    if key not in SCHEME_DEFAULTS:
        raise Http404(key)
    usual = SCHEME_DEFAULTS[key]
    row = SchemeValue.objects.filter(area=area, key=key).first()
    row = row or SchemeValue(area=area, key=key, value=usual.value)
    form = ValueForm(request.POST or None, usual=usual,
                     initial={"seen": row.event_seq, "value": row.value})  # fmt: skip

    def act() -> SchemeValue:
        given = form.cleaned_data
        return governing.set_value(key, area, given["value"], by=officer,
                                   reason=given["reason"], seen=given["seen"])  # fmt: skip

    status = posted(request, form, act)
    if status == HTTPStatus.FOUND:
        return redirect("settings:district", area.code)
    context = {"heading": usual.label, "about": _about(row), "form": form, "district": area,
               "changes": may(row, "set_value", officer), "timeline": timeline_of(row)}  # fmt: skip
    return render(request, "settings/change.html", context, status=status)


@require_http_methods(["GET", "POST"])
def leads_page(request: HttpRequest, district: str, category: str) -> HttpResponse:
    """Who leads and co-leads one category: its form for leaders, and its history."""
    officer = officer_of(request)
    area = district_read_by(officer, district)
    of = get_object_or_404(Category, code=category)
    row = CategoryCharge.objects.filter(category=of, district=area).first()
    row = row or CategoryCharge(category=of, district=area)
    now = CategoryLead.objects.filter(category=of, district=area).select_related("organisation")
    pairs = [(each.organisation, each.role) for each in now.order_by("pk")]
    form = LeadsForm(request.POST or None, district=area, now=pairs,
                     initial={"seen": row.event_seq})  # fmt: skip

    def act() -> CategoryCharge:
        given = form.cleaned_data
        return governing.set_leads(of, area, given["lead"], given["co"], by=officer,
                                   reason=given["reason"], seen=given["seen"])  # fmt: skip

    status = posted(request, form, act)
    if status == HTTPStatus.FOUND:
        return redirect("settings:district", area.code)
    context = {"heading": of.name, "about": form.in_words, "form": form, "district": area,
               "changes": may(row, "set_leads", officer), "timeline": timeline_of(row)}  # fmt: skip
    return render(request, "settings/change.html", context, status=status)


@require_http_methods(["GET", "POST"])
def venue_leads(request: HttpRequest, code: str) -> HttpResponse:
    """Who leads one venue instead of those of its category."""
    venue, officer = venue_in_scope(request, code), officer_of(request)
    if not may(venue, "override_leads", officer):
        raise NotAllowed(_("Leads are named by command's leaders."))
    own = venue.lead_overrides.select_related("organisation").order_by("pk")
    pairs = [(each.organisation, each.role) for each in own]
    form = VenueLeadsForm(request.POST or None, district=venue.district, now=pairs,
                          initial={"seen": venue.event_seq, "follow": not pairs})  # fmt: skip

    def act() -> object:
        given = form.cleaned_data
        return governing.override_leads(
            venue, given["lead"], given["co"], by=officer, reason=given["reason"],
            follow=given["follow"], seen=given["seen"],
        )  # fmt: skip

    status = posted(request, form, act)
    if status == HTTPStatus.FOUND:
        return redirect("venues:venue", code)
    context = {"venue": venue, "form": form, "label": venue.workflow["override_leads"].label}
    return render(request, "venues/reason.html", context, status=status)


def _of_command(districts: QuerySet[Area]) -> list[Area]:
    """The districts; whoever has none has no settings to read."""
    if not (found := list(districts)):
        raise NotAllowed(_("Settings are read by command."))
    return found


def districts_of(officer: Officer) -> QuerySet[Area]:
    """The districts whose settings an officer of command reads."""
    organisation = officer.organisation
    rows = Area.objects.filter(kind=AreaKind.DISTRICT).order_by("code")
    if organisation is None or organisation.kind != OrganisationKind.COMMAND:
        return rows.none()
    if organisation.area.kind == AreaKind.CITY:
        return rows.filter(parent=organisation.area)
    return rows.filter(pk=organisation.area_id)


def district_read_by(officer: Officer, code: str) -> Area:
    """The district, or 404 where it is not this officer's to read (R-SCOPE-2)."""
    rows = districts_of(officer)
    _of_command(rows)
    return get_object_or_404(rows.select_related("district"), code=code)


def _values(district: Area) -> list[dict[str, Any]]:
    rows = {row.key: row for row in SchemeValue.objects.filter(area=district).order_by("key")}
    latest = latest_of(SchemeValue, [row.pk for row in rows.values()])
    return [
        {
            "key": key,
            "label": usual.label,
            "unit": usual.unit,
            "usual": usual.words(usual.value),
            "value": usual.words(rows[key].value if key in rows else usual.value),
            "changed": latest.get(rows[key].pk) if key in rows else None,
        }
        for key, usual in SCHEME_DEFAULTS.items()
    ]


def _leads(district: Area) -> list[dict[str, Any]]:
    rows = CategoryLead.objects.filter(district=district).select_related("organisation")
    roles: dict[tuple[int, str], list[str]] = defaultdict(list)
    for row in rows.order_by("pk"):
        roles[row.category_id, row.role].append(row.organisation.name)
    charges = {
        row.category_id: row.pk
        for row in CategoryCharge.objects.filter(district=district).order_by("pk")
    }
    latest = latest_of(CategoryCharge, charges.values())
    return [
        {
            "category": each,
            "lead": _(", ").join(roles[each.pk, LeadRole.LEAD]),
            "co": _(", ").join(roles[each.pk, LeadRole.CO]),
            "changed": latest.get(charges.get(each.pk, 0)),
        }
        for each in Category.objects.order_by("position", "code")
    ]


def _about(row: SchemeValue) -> str:
    usual = SCHEME_DEFAULTS[row.key]
    words = {"value": usual.words(row.value), "usual": usual.words(usual.value)}
    return _("Now: %(value)s. The default is %(usual)s.") % words

"""Pages of the control orders: their register, one of them, what is in force, and its acts."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from venues.models import Area, Officer, Order, OrderExemption, Venue
from venues.order_rules import Restriction
from venues.orders import actions
from venues.orders.counting import by_category, in_force_by_category, reached_counts
from venues.orders.filters import OrderFilter
from venues.orders.forms import (
    ActForm,
    ExemptForm,
    ItemForms,
    OrderForm,
    ReasonedForm,
    items_in,
)
from venues.orders.tables import OrderTable
from venues.scoping import posts_in
from venues.signed_in import at_work, officer_of
from venues.views.posting import posted, posted_new
from venues.views.settings import districts_of
from venuewatch.listing.pages import ListPage
from venuewatch.workflow import clock
from venuewatch.workflow.actions import choices, demand
from venuewatch.workflow.rules import NotAllowed, Refused
from venuewatch.workflow.timeline import timeline_of

# Acts with a page of their own; "edit" and "exempt" have richer forms.
PLAIN_ACTS: dict[str, tuple[type[ActForm], Callable[..., Order]]] = {
    "issue": (ActForm, actions.issue),
    "withdraw": (ReasonedForm, actions.withdraw),
    "end_early": (ReasonedForm, actions.end_early),
}
PAGES = ("edit", "exempt", *PLAIN_ACTS)


class OrderList(ListPage):
    """Every order of the district, the latest first; what is in force is counted above."""

    template_name = "orders/list.html"
    table_class = OrderTable
    filterset_class = OrderFilter
    heading = gettext_lazy("Control orders")
    empty = gettext_lazy("No order matches. Command drafts and issues them here.")
    file_name = "orders"
    list_url = "orders:list"
    default_order = ("-starts", "-pk")

    def rows(self) -> QuerySet[Any]:
        """The orders that this person may read."""
        return Order.objects.visible_to(at_work(self.request))

    def extra_context(self) -> dict[str, Any]:
        """Whether this person drafts orders, and what is in force."""
        officer = officer_of(self.request)
        return {"drafts": bool(_draftable(officer)), **_in_force(officer)}


@require_GET
def order_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What it imposes, on whom, since when, who is exempt, and what happened to it."""
    order, officer = _order(request, pk), officer_of(request)
    offered = choices(order, officer)
    reached = order.venues().visible_to(officer)
    exempt = order.exemptions.filter(venue__in=Venue.objects.visible_to(officer))
    context = {
        "order": order,
        "choices": [(each, lacking) for each, lacking in offered if each.name in PAGES],
        "ends_exemptions": any(each.name == "end_exemption" for each, _lacking in offered),
        "scope": _scope(order, officer),
        "items": list(order.items.all()),
        "reached": reached_counts([order], officer).get(order.pk, 0),
        "categories": by_category(reached),
        "exemptions": list(exempt.select_related("venue", "officer__person").order_by("pk")),
        "timeline": timeline_of(order),
    }
    return render(request, "orders/order.html", context)


@require_GET
def print_page(request: HttpRequest) -> HttpResponse:
    """The orders in force and how many venues they reach, on paper (R-ORDER-2)."""
    officer = at_work(request)
    context = {**_in_force(officer), "printed": clock.now(), "by": officer.signature}
    return render(request, "orders/print.html", context)


@never_cache  # going back must not find a form that was sent
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Draft an order for the own district; a city's command chooses one of its districts."""
    officer = officer_of(request)
    districts = _draftable(officer)
    if not districts:
        raise NotAllowed(_("Orders are drafted and issued by command's leaders."))
    code = request.GET.get("district", districts[0].code)
    district = next((each for each in districts if each.code == code), None)
    if district is None:
        raise Http404(code)

    def act(form: OrderForm, items: Any) -> Order:
        return actions.draft_order(district, form.cleaned_data, form.scope(), items_in(items),
                                   by=officer)  # fmt: skip

    return _drafting(request, district, None, act, districts)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    order, officer = _order(request, pk), officer_of(request)
    demand(order, "edit", officer)

    def act(form: OrderForm, items: Any) -> Order:
        return actions.edit_order(order, form.cleaned_data, form.scope(), items_in(items),
                                  by=officer, seen=form.cleaned_data["seen"])  # fmt: skip

    return _drafting(request, order.district, order, act)


@require_http_methods(["GET", "POST"])
def act_page(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Issue an order, take it back, or end it: what that touches, a reason, done."""
    order, officer = _order(request, pk), officer_of(request)
    demand(order, name, officer)
    form_class, action = PLAIN_ACTS[name]
    form = form_class(request.POST or None, initial={"seen": order.event_seq})
    status = posted(request, form, lambda: action(order, by=officer, **form.cleaned_data))
    return _act_page(request, order, name, form, status)


@require_http_methods(["GET", "POST"])
def exempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Exempt a venue from an order."""
    order, officer = _order(request, pk), officer_of(request)
    demand(order, "exempt", officer)
    form = ExemptForm(request.POST or None, initial={
        "seen": order.event_seq, "day": timezone.localdate(clock.now()),
        "venue": request.GET.get("venue", ""),
    })  # fmt: skip

    def act() -> Order:
        given = dict(form.cleaned_data)
        code = given.pop("venue").strip()
        venue = Venue.objects.visible_to(officer).filter(code=code).first()
        if venue is None:
            raise Refused({"venue": _("No venue of the district has this code: %s") % code})
        return actions.exempt(order, venue, by=officer, **given)

    return _act_page(request, order, "exempt", form, posted(request, form, act))


@require_http_methods(["GET", "POST"])
def end_exemption(request: HttpRequest, pk: int, exemption: int) -> HttpResponse:
    """Let an order reach a venue again."""
    order, officer = _order(request, pk), officer_of(request)
    demand(order, "end_exemption", officer)
    row = get_object_or_404(OrderExemption, pk=exemption, order=order)
    form = ReasonedForm(request.POST or None, initial={"seen": order.event_seq})
    status = posted(
        request, form, lambda: actions.end_exemption(row, by=officer, **form.cleaned_data)
    )
    return _act_page(request, order, "end_exemption", form, status, venue=row.venue)


def _order(request: HttpRequest, pk: int) -> Order:
    """The order, or 404 where it is not this person's to read (R-SCOPE-2)."""
    rows = Order.objects.visible_to(officer_of(request)).select_related("district__parent")
    return get_object_or_404(rows, pk=pk)


def _drafting(
    request: HttpRequest, district: Area, order: Order | None,
    act: Callable[[OrderForm, Any], Order], districts: list[Area] | None = None,
) -> HttpResponse:  # fmt: skip
    """The form of a draft; done, it leads to the order, which tells what it would touch."""
    form = OrderForm(request.POST or None, district=district, order=order)
    asked = order.items.values("text", "severity", "hours") if order else []
    items = ItemForms(request.POST or None, initial=list(asked), prefix="items")
    made = None
    if request.method == "POST" and not items.is_valid():
        form.is_valid()
        form.add_error(None, _("Look at the items again."))
        status = HTTPStatus.BAD_REQUEST
    else:
        status, made = posted_new(request, form, Order, lambda: act(form, items))
    if made is not None:
        return redirect("orders:order", made.pk)
    context = {"form": form, "items": items, "order": order, "district": district,
               "districts": districts or []}  # fmt: skip
    return render(request, "orders/form.html", context, status=status)


def _act_page(
    request: HttpRequest, order: Order, name: str, form: Any, status: HTTPStatus,
    *, venue: Venue | None = None,
) -> HttpResponse:  # fmt: skip
    if status == HTTPStatus.FOUND:
        return redirect("orders:order", order.pk)
    reached = order.venues()
    context = {"order": order, "form": form, "label": order.workflow[name].label, "venue": venue,
               "reached": reached.count(), "categories": by_category(reached),
               "tells_reach": name in ("issue", "end_early")}  # fmt: skip
    return render(request, "orders/act.html", context, status=status)


def _in_force(officer: Officer) -> dict[str, Any]:
    orders = list(Order.objects.visible_to(officer).in_force().order_by("starts", "pk"))
    counts = reached_counts(orders, officer)
    return {
        "restrictions": Restriction,
        "by_category": in_force_by_category(officer),
        "in_force": [(each, counts.get(each.pk, 0)) for each in orders],
    }


def _scope(order: Order, officer: Officer) -> dict[str, list[Any]]:
    """What an order names; venues out of scope are not told of (R-SCOPE-2)."""
    rows = list(order.scope.select_related("category", "area").order_by("pk"))
    named = Venue.objects.visible_to(officer).filter(
        pk__in=[each.venue_id for each in rows if each.venue_id]
    )
    return {
        "categories": [each.category for each in rows if each.category],
        "areas": [each.area for each in rows if each.area],
        "venues": list(named.order_by("code")),
    }


def _draftable(officer: Officer) -> list[Area]:
    """The districts for which this officer drafts orders."""
    return [each for each in districts_of(officer) if "command.leader" in posts_in(officer, each)]

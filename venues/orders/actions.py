"""The only code that changes control orders (R-ORDER-1).

An order imposes something from its first day to its last, both switched by follow-ups, since time
alone changes nothing that is stored (R-VENUE-2).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from venues.models import (
    Area,
    Category,
    Officer,
    Order,
    OrderExemption,
    OrderItem,
    OrderScope,
    Venue,
)
from venues.models.regimes import settle_order, settle_regimes
from venues.models.standing import tell_settled
from venues.order_rules import LONGEST_INTERVAL, MOST_PERCENT, Restriction
from venues.ranges import range_of, schedule_ranges
from venuewatch.dated import odd_year
from venuewatch.workflow import clock, followups
from venuewatch.workflow.actions import SYSTEM, Actor, demand, move, record
from venuewatch.workflow.rules import Refused, Words

SWITCH_ON, SWITCH_OFF, REPLAN = "orders.switch_on", "orders.switch_off", "orders.replan"
REPLAN_SOME = "orders.replan_some"
WORDS = ("number", "title", "issuer", "starts", "until", "measures", "limit_percent",
         "interval_days", "text")  # fmt: skip
_watchers: list[Callable[[Order], None]] = []


@dataclass(frozen=True)
class Asked:
    """One thing to look at in the venues of an order; `hours` to rectify, 0 for at once."""

    text: str
    severity: str
    hours: int


@dataclass(frozen=True)
class Scope:
    """What an order applies to: categories in areas, and venues that it names."""

    categories: Collection[Category] = ()
    areas: Collection[Area] = ()
    venues: Collection[Venue] = ()


def on_issued(watcher: Callable[[Order], None]) -> None:
    """Register who makes something of an order that is issued; called once, when an app is ready.

    It is called in the transaction that issues it, with its items written.
    """
    _watchers.append(watcher)


def draft_order(
    district: Area, given: Mapping[str, Any], scope: Scope, items: Collection[Asked] = (),
    *, by: Officer,
) -> Order:  # fmt: skip
    """Draft an order; `given` holds WORDS. Raises Refused (errors by field), NotAllowed."""
    order = Order(district=district, **_judged(given, district, scope, items))
    used = demand(order, "draft", by)
    with transaction.atomic():
        order.save()
        _write_parts(order, scope, items)
        record(order, "draft", by=by, signed=by.signs(used),
               details={"change": order.title})  # fmt: skip
    return order


def edit_order(
    order: Order, given: Mapping[str, Any], scope: Scope, items: Collection[Asked] = (),
    *, by: Officer, seen: int | None = None,
) -> Order:  # fmt: skip
    """Change a draft. Raises as `move` does."""

    def write(row: Order) -> dict[str, Any]:
        after = _judged(given, row.district, scope, items, row)
        changed = [name for name in WORDS if getattr(row, name) != after[name]]
        before = _parts_of(row)
        for name in WORDS:
            setattr(row, name, after[name])
        row.scope.all().delete()
        row.items.all().delete()
        _write_parts(row, scope, items)
        now = _parts_of(row)
        return {"changed": [*changed, *(name for name in now if now[name] != before[name])]}

    return move(order, "edit", by=by, seen=seen, write=write)


def issue(order: Order, *, by: Officer, seen: int | None = None) -> Order:
    """Issue a draft: it comes into force on its first day, at once where that has come.

    Raises Refused where it imposes nothing, names nothing, or is over already.
    """

    def write(row: Order) -> dict[str, Any]:
        _refuse_unfit(row)
        _ask_whether_it_trades(row)
        return {"venues": row.venues().count()}

    with transaction.atomic():
        issued = move(order, "issue", by=by, seen=seen, write=write)
        for watcher in _watchers:
            watcher(issued)
        if issued.starts <= _today():
            return come_into_force(issued)
        followups.schedule(SWITCH_ON, issued, due=_midnight(issued.starts))
        return issued


def come_into_force(order: Order) -> Order:
    """Switch an order on: regime, colour and interval of its venues follow in one statement."""
    with transaction.atomic():
        order = _switch(order, "come_into_force", by=SYSTEM)
        if order.until is not None:
            followups.schedule(SWITCH_OFF, order, due=_midnight(order.until + timedelta(days=1)))
        return order


def expire(order: Order) -> Order:
    """Switch an order off, its last day being over."""
    return _switch(order, "expire", by=SYSTEM)


def end_early(order: Order, *, by: Officer, reason: str, seen: int | None = None) -> Order:
    """End an order in force from this moment on."""
    return _switch(order, "end_early", by=by, reason=reason, seen=seen)


def withdraw(order: Order, *, by: Officer, reason: str, seen: int | None = None) -> Order:
    """Take a draft, or an order that is not yet in force, back."""
    with transaction.atomic():
        order = move(order, "withdraw", by=by, given={"reason": reason}, seen=seen)
        followups.call_off(SWITCH_ON, order, _("The order is %s.") % order.get_state_display())
        return order


def exempt(
    order: Order, venue: Venue, *, by: Officer, reason: str, day: date, seen: int | None = None
) -> Order:
    """Exempt a venue from now on; `day` is that of the decision.

    Raises Refused where the order does not reach it, and as `move` does.
    """

    def write(row: Order) -> dict[str, Any]:
        errors: dict[str, Words] = {}
        if not row.venues().filter(pk=venue.pk).exists():
            errors["venue"] = _("This order does not reach that venue, or it is exempt already.")
        if day > _today():
            errors["day"] = _("Choose today or an earlier day.")
        if errors:
            raise Refused(errors)
        OrderExemption.objects.create(order=row, venue=venue, reason=reason, day=day, officer=by)
        return {"venue": f"{venue.name} ({venue.code})", "day": day.isoformat()}

    with transaction.atomic():
        moved = move(order, "exempt", by=by, given={"reason": reason}, seen=seen, write=write)
        _settle(venue)
    return moved


def end_exemption(
    exemption: OrderExemption, *, by: Officer, reason: str, seen: int | None = None
) -> Order:
    """Let an order reach a venue again that was exempt."""

    def write(row: Order) -> dict[str, Any]:
        fresh = OrderExemption.objects.select_for_update().get(pk=exemption.pk, order=row)
        if fresh.ended is not None:
            raise Refused({"": _("This exemption has ended already.")})
        fresh.ended = clock.now()
        fresh.save(update_fields=["ended"])
        return {"venue": f"{fresh.venue.name} ({fresh.venue.code})"}

    with transaction.atomic():
        moved = move(exemption.order, "end_exemption", by=by, given={"reason": reason}, seen=seen,
                     write=write)  # fmt: skip
        _settle(exemption.venue)
    return moved


def replan(order: Order, event: int) -> None:
    """Whoever derives something from the standing of its venues hears of a switch, by and by.

    `event` is the number of the switch's event.
    """
    schedule_ranges(REPLAN_SOME, order, order.venues(), event=event)


def replan_some(order: Order, step: int) -> None:
    """The same for the range of keys that a step names."""
    rows = order.venues(range_of(step)).order_by("pk")
    tell_settled(list(rows.values_list("pk", flat=True)))


def _switch(
    order: Order, name: str, *, by: Actor, reason: str = "", seen: int | None = None
) -> Order:
    """Move an order into or out of force, then bring the standings that it reaches up to date.

    What is owed there is told anew by a follow-up: the switch does not wait for it.
    """
    with transaction.atomic():
        order = move(order, name, by=by, given={"reason": reason}, seen=seen)
        settle_order(order.pk)
        followups.schedule(REPLAN, order, due=clock.now(), step=order.event_seq)
        return order


def _settle(venue: Venue) -> None:
    """One venue's regime and what is owed there, after an exemption began or ended."""
    venue.hold()
    settle_regimes([venue.pk])
    tell_settled([venue.pk])


def _judged(
    given: Mapping[str, Any], district: Area, scope: Scope, items: Collection[Asked],
    order: Order | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The WORDS, cleaned; raises Refused with every error."""
    values = {name: given.get(name) for name in WORDS}
    for name in ("number", "title", "issuer", "text"):
        values[name] = str(values[name] or "").strip()
    values["measures"] = [each for each in Restriction.values if each in (values["measures"] or ())]
    errors = {name: _("This is needed.") for name in ("number", "title", "issuer", "starts")
              if not values[name]}  # fmt: skip
    errors |= _wrong_numbers(values)
    errors |= _wrong_days(values)
    if _is_taken(str(values["number"]), district, order):
        errors["number"] = _("Another order has this number.")
    errors |= _wrong_scope(scope, district)
    if any(not each.text.strip() for each in items):
        errors["items"] = _("Every item needs its words.")
    if errors:
        raise Refused(errors)
    return values


def _wrong_days(values: Mapping[str, Any]) -> dict[str, str]:
    days = {name: values[name] for name in ("starts", "until") if values[name]}
    errors = {name: sentence for name, day in days.items() if (sentence := odd_year(day))}
    if not errors and len(days) == 2 and days["until"] < days["starts"]:
        errors["until"] = _("The last day comes before the first.")
    return errors


def _wrong_numbers(values: dict[str, Any]) -> dict[str, str]:
    errors: dict[str, str] = {}
    percent, limited = values["limit_percent"], Restriction.LIMIT in values["measures"]
    if limited and (percent is None or not 1 <= percent <= MOST_PERCENT):
        errors["limit_percent"] = _("From 1 to %d percent.") % MOST_PERCENT
    if not limited and percent is not None:
        errors["limit_percent"] = _("Only a limit has a percentage.")
    if not 1 <= (values["interval_days"] or 0) <= LONGEST_INTERVAL:
        errors["interval_days"] = _("From 1 to %d days.") % LONGEST_INTERVAL
    return errors


def _wrong_scope(scope: Scope, district: Area) -> dict[str, str]:
    if any(district.pk not in (each.pk, each.district_id) for each in scope.areas):
        return {"areas": _("This place is not in the district.")}
    if any(each.district_id != district.pk for each in scope.venues):
        return {"venues": _("This venue is not in the district.")}
    return {}


def _is_taken(number: str, district: Area, order: Order | None) -> bool:
    rows = Order.objects.filter(district=district, number=number).exclude(state="withdrawn")
    return (rows.exclude(pk=order.pk) if order else rows).exists()


def _parts_of(order: Order) -> dict[str, list[Any]]:
    """What the order applies to, and what it asks, as they can be compared."""
    scope = order.scope.values_list("category", "area", "venue")
    items = order.items.order_by("position").values_list("text", "severity", "hours")
    return {"scope": sorted(scope, key=str), "items": list(items)}


def _write_parts(order: Order, scope: Scope, items: Collection[Asked]) -> None:
    OrderScope.objects.bulk_create([
        *(OrderScope(order=order, category=each) for each in scope.categories),
        *(OrderScope(order=order, area=each) for each in scope.areas),
        *(OrderScope(order=order, venue=each) for each in scope.venues),
    ])  # fmt: skip
    OrderItem.objects.bulk_create(
        OrderItem(order=order, position=place, text=each.text.strip(), severity=each.severity,
                  hours=each.hours)
        for place, each in enumerate(items, 1)
    )  # fmt: skip


def _refuse_unfit(order: Order) -> None:
    errors: dict[str, Words] = {}
    if not order.measures:
        errors["measures"] = _("Choose what the order imposes.")
    if not order.scope.exists():
        errors["scope"] = _("Choose what the order applies to.")
    if order.until is not None and order.until < _today():
        errors["until"] = _("The last day of this order is over.")
    if errors:
        raise Refused(errors)


def _ask_whether_it_trades(order: Order) -> None:
    """A suspended or closed venue found trading is a major issue, to be stopped at once."""
    if order.forbids_trading:
        text = _("The venue is not trading, as order %s demands") % order.number
        OrderItem.objects.create(order=order, position=0, text=text, severity="major", hours=0)


def _today() -> date:
    return timezone.localdate(clock.now())


def _midnight(day: date) -> datetime:
    """The moment at which a day begins here."""
    return timezone.make_aware(datetime.combine(day, time()))

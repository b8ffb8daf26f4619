"""The six figures at the top, and what stands of the scheme's mechanisms."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from inspections.duties.rules import DutyState
from inspections.enforcement.rules import CURRENT as OPERATIONS_CURRENT
from inspections.enforcement.rules import UNDER_WAY, OperationState
from inspections.plates.rules import CURRENT as PLATES_CURRENT
from inspections.plates.rules import HANGING, PlateState
from inspections.reports.dashboard.figures import Counted, Rows, by_day, summed, total
from inspections.reports.dashboard.links import Number, found, in_state
from inspections.reports.dashboard.rules import DAYS, Change, Span
from inspections.reports.links import Owner, address_of, list_at
from inspections.reports.rules import FIGURES
from inspections.tracking.lookbacks.holding import Holding
from inspections.tracking.lookbacks.rules import WAITING
from venues.order_rules import OrderState
from venues.rules import Colour, Regime
from venuewatch.workflow.rules import Words


@dataclass(frozen=True)
class Panel:
    """What stands under one heading."""

    heading: Words
    numbers: Sequence[Number]


@dataclass(frozen=True)
class Held:
    """What share of the struck-off issues still held after some days; each count has its list."""

    days: int
    share: int | None
    held: Number
    back: Number


def six(counted: Counted) -> list[Number]:
    """Is it under control? Six bad signs, each with its change since yesterday."""
    span = counted.span
    return [
        _missed(counted),
        _number("unclosed", total(counted.stock), span,
                total(counted.stock, "fresh") - _today(counted.closed, span, "before")),
        _number("overdue", total(counted.stock, "overdue"), span,
                total(counted.stock, "late_since") - _today(counted.closed, span, "late")),
        _recurring(counted),
        _number("plates_hanging", _within(counted.plates, HANGING), span,
                _within(counted.plates, HANGING, "since")
                - _today(counted.plates_ended, span, "before")),
        _number("operations", _within(counted.operations, UNDER_WAY), span,
                _within(counted.operations, UNDER_WAY, "since")
                - _today(counted.operations_ended, span, "before")),
    ]  # fmt: skip


def _number(figure: str, value: int, span: Span, change: int) -> Number:
    address = address_of(figure, Owner(), span.today)
    return Number(FIGURES[figure], value, address, Change(change))


def _missed(counted: Counted) -> Number:
    """The checks that were missed on the last whole day, beside the day before."""
    span, counts = counted.span, summed(counted.duties, "day", "state")
    missed = [
        counts[day, DutyState.MISSED] if day in counted.planned else None
        for day in (span.days[-2], span.yesterday)
    ]
    before, latest = missed
    change = None if before is None or latest is None else Change(latest - before)
    address = address_of("missed", Owner(), span.yesterday)
    return Number(_("checks missed yesterday"), latest, address, change)


def _recurring(counted: Counted) -> Number:
    """What came back within the last thirty days, beside the thirty days up to yesterday."""
    span, again = counted.span, by_day(counted.found, "recurring")
    now = sum(count for day, count in again.items() if span.recent <= day <= span.today)
    change = Change(again.get(span.today, 0) - again.get(span.first, 0))
    label = _("recurring issues in %(days)d days") % {"days": DAYS}
    return Number(label, now, found(span.recent, span.today, recurring=True), change)


def _today(rows: Rows, span: Span, value: str) -> int:
    return by_day(rows, value).get(span.today, 0)


def _within(rows: Rows, states: Sequence[str], value: str = "counted") -> int:
    return sum(row[value] for row in rows if row["state"] in states)


def mechanisms(counted: Counted) -> list[Panel]:
    """Plates, operations, orders, look-backs and venues as they stand now."""
    return [
        Panel(_("Venues by colour"), _venues(counted)),
        Panel(_("Black plates"), _states(counted.plates, "plates:list", PLATES_CURRENT, PlateState,
                                         "plate")),
        Panel(_("Joint enforcement"), _states(counted.operations, "operations:list",
                                              OPERATIONS_CURRENT, OperationState, "operation")),
        Panel(_("Control orders"), _orders(counted)),
        Panel(_("Look-backs"), _look_backs(counted)),
    ]  # fmt: skip


def _states(
    rows: Rows, name: str, states: Sequence[str], words: type[PlateState | OperationState],
    kind: str,
) -> list[Number]:  # fmt: skip
    counts = summed(rows, "state")
    return [
        Number(words(state).label, counts[state], in_state(name, [state]), kind=kind,
               token=words(state).value)
        for state in states
    ]  # fmt: skip


def _venues(counted: Counted) -> list[Number]:
    counts = summed(counted.venues, "standing__colour")
    return [
        Number(colour.label, counts[colour], list_at("venues:register", colour=colour),
               kind="colour", token=colour.value)
        for colour in Colour
    ]  # fmt: skip


def _orders(counted: Counted) -> list[Number]:
    counts = summed(counted.venues, "standing__regime")
    regimes = [
        Number(_("venues: %(regime)s") % {"regime": regime.label}, counts[regime],
               list_at("venues:register", regime=regime))
        for regime in Regime if regime != Regime.OPEN
    ]  # fmt: skip
    address = list_at("orders:list", state=OrderState.IN_FORCE)
    return [Number(_("orders in force"), counted.orders, address), *regimes]


def _look_backs(counted: Counted) -> list[Number]:
    addresses = {
        "waiting": (_("look-backs to come"), in_state("look_backs:list", WAITING)),
        "late": (_("look-backs overdue"), list_at("look_backs:list", late="on")),
        "nobody": (_("look-backs for which nobody goes"), list_at("look_backs:list", nobody="on")),
    }
    return [
        Number(label, counted.look_backs[name], address)
        for name, (label, address) in addresses.items()
    ]


def holding(counted: Counted) -> list[Held]:
    """Closed and holding, with the lists of what held and of what came back."""
    return [_held(each) for each in counted.holding]


def _held(each: Holding) -> Held:
    return Held(
        each.days, each.share, Number(_("held"), each.held, each.held_at),
        Number(_("came back"), each.back, each.back_at),
    )  # fmt: skip

"""Control orders: their states, measures and numbers (R-ORDER-1). Imports no model."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from venues.rules import COMMAND_LEADER, Regime
from venuewatch.workflow.rules import SYSTEM_CAPACITY, Transition, TransitionTable, Words


class OrderState(TextChoices):
    """Where an order is in its life; only one in force imposes anything."""

    DRAFT = "draft", _("draft order")
    ISSUED = "issued", _("issued, not yet in force")
    IN_FORCE = "in_force", _("in force")
    ENDED = "ended", _("no longer in force")
    WITHDRAWN = "withdrawn", _("withdrawn before it was in force")


class Restriction(TextChoices):
    """What an order imposes, the strictest first; one order may impose several."""

    CLOSE = "close", _("close down")
    SUSPEND = "suspend", _("suspend business")
    LIMIT = "limit", _("limit the number of people")
    RESERVE = "reserve", _("by reservation only")
    STAGGER = "stagger", _("stagger the hours")


# What each restriction makes of a venue's regime; the strictest in force counts.
REGIME_OF: Mapping[str, str] = {
    Restriction.CLOSE: Regime.CLOSED,
    Restriction.SUSPEND: Regime.SUSPENDED,
    Restriction.LIMIT: Regime.RESTRICTED,
    Restriction.RESERVE: Regime.RESTRICTED,
    Restriction.STAGGER: Regime.RESTRICTED,
}
# Under these a venue that is found trading is a major issue.
NO_TRADING = (Restriction.CLOSE, Restriction.SUSPEND)
USUAL_INTERVAL, LONGEST_INTERVAL = 1, 366
MOST_PERCENT = 99

# What an order says and applies to, as forms and its timeline name it.
PARTS: Mapping[str, Words] = {
    "number": _("Number"),
    "title": _("Title"),
    "issuer": _("Issuer"),
    "starts": _("In force from"),
    "until": _("Until (last day)"),
    "measures": _("Restrictions"),
    "limit_percent": _("Limit in percent of the capacity"),
    "interval_days": _("Days between checks while it is in force"),
    "text": pgettext_lazy("of an order", "What it says"),
    "scope": _("What it applies to"),
    "items": _("What is looked at"),
}

# Once issued, an order reaches many: whoever is bound by it must be able to rely on its words.
FIXED_ONCE_ISSUED = (
    "district_id", "number", "title", "issuer", "starts", "until", "measures", "limit_percent",
    "interval_days", "text",
)  # fmt: skip

_SYSTEM = frozenset({SYSTEM_CAPACITY})
_LIVE = (OrderState.ISSUED, OrderState.IN_FORCE)

ORDER_TABLE = TransitionTable(
    (
        Transition("draft", _("Draft"), (), OrderState.DRAFT, COMMAND_LEADER),
        Transition("edit", _("Edit"), (OrderState.DRAFT,), None, COMMAND_LEADER),
        Transition(
            "issue",
            pgettext_lazy("of an order", "Issue"),
            (OrderState.DRAFT,),
            OrderState.ISSUED,
            COMMAND_LEADER,
        ),
        Transition(
            "withdraw",
            _("Withdraw"),
            (OrderState.DRAFT, OrderState.ISSUED),
            OrderState.WITHDRAWN,
            COMMAND_LEADER,
            required=("reason",),
        ),
        Transition(
            "exempt", _("Exempt a venue"), _LIVE, None, COMMAND_LEADER, required=("reason",)
        ),
        Transition(
            "end_exemption",
            _("End an exemption"),
            _LIVE,
            None,
            COMMAND_LEADER,
            required=("reason",),
        ),
        Transition(
            "end_early",
            _("End early"),
            (OrderState.IN_FORCE,),
            OrderState.ENDED,
            COMMAND_LEADER,
            required=("reason",),
        ),
        Transition(
            "come_into_force",
            _("Came into force"),
            (OrderState.ISSUED,),
            OrderState.IN_FORCE,
            _SYSTEM,
        ),
        Transition("expire", _("Expired"), (OrderState.IN_FORCE,), OrderState.ENDED, _SYSTEM),
    )
)


def lowest_percent(percents: Iterable[int | None]) -> int | None:
    """The limit that counts where orders set several: the lowest (R-ORDER-1)."""
    return min((each for each in percents if each is not None), default=None)


def words_of(measures: Collection[str], percent: int | None) -> list[Words]:
    """What is imposed, in words, the strictest first."""
    named = [each for each in Restriction if each in measures]
    return [_limit_words(percent) if each == Restriction.LIMIT else each.label for each in named]


def _limit_words(percent: int | None) -> Words:
    return _("at most %d %% of the capacity") % (percent or 0)

"""What the acts at the desk are judged on, and what they need. Pure; imports no model."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from venuewatch.workflow.rules import Need


@dataclass(frozen=True)
class Facts:
    """What the needs are judged on.

    `sides` are those that were asked in this round or have found something in an earlier one;
    `unanswered` how many of this round's asks wait; `confirmed` how many organisations found it
    so, `found` how many found anything; `merged` how many others were merged into this one.
    """

    sides: frozenset[str] = frozenset()
    unanswered: int = 0
    confirmed: int = 0
    found: int = 0
    merged: int = 0


NOT_FOUND_YET = Need(
    "not_found_yet",
    _("Something was found at the venue already; it stays the venue of this matter."),
    lambda facts: not facts.found,
)
ASKED_OF_BOTH = Need(
    "asked_of_both",
    _("Town and department are both asked."),
    lambda facts: {"town", "sector"} <= facts.sides,
)
ALL_ANSWERED = Need(
    "all_answered",
    _("Waits for everybody who was asked."),
    lambda facts: not facts.unanswered and bool(facts.found),
)
ONE_CONFIRMED = Need("one_confirmed", _("Nobody confirmed it."), lambda facts: facts.confirmed > 0)
NONE_CONFIRMED = Need(
    "none_confirmed", _("Somebody confirmed it."), lambda facts: not facts.confirmed
)
NO_OTHERS_MERGED = Need(
    "no_others_merged",
    _("Others were merged into this one; merge the other into it instead."),
    lambda facts: not facts.merged,
)

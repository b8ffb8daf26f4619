"""What the acts on a plate are judged on, and what they need. Pure; imports no model."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from venuewatch.workflow.rules import Need


@dataclass(frozen=True)
class Facts:
    """What the needs of a plate's transitions are judged on.

    `person` is who wants to act, `proposer` who proposed; `notified` whether the venue got any
    notice, `told` whether its latest names every ground, `heard` whether it replied to that or its
    time has passed; `answered` whether a town and a lead department answer for the venue.
    `unsettled` counts grounds that are neither closed nor void; `settled` those that are closed.
    `clean` and `clean_since` are R-PLATE-5's days, before a request made now and since the one
    that was made. `open_sides` are the sides whose acceptance is this person's to give now.
    """

    person: int | None
    proposer: int | None = None
    notified: bool = False
    told: bool = False
    heard: bool = False
    answered: bool = False
    unsettled: int = 0
    closed: int = 0
    clean: bool = False
    clean_since: bool = False
    accepted: frozenset[str] = frozenset()
    open_sides: frozenset[str] = frozenset()
    preparers: frozenset[int] = frozenset()


NOT_PROPOSER = Need(
    "not_proposer",
    _("Somebody other than the person who proposed the plate decides."),
    lambda facts: facts.person != facts.proposer,
)
VENUE_WAS_TOLD = Need(
    "venue_was_told",
    _("The venue has not been told yet."),
    lambda facts: facts.notified,
)
TOLD = Need(
    "told",
    _("Waits for the notice to the venue: it names every ground and the right to reply."),
    lambda facts: facts.told,
)
HEARD = Need(
    "heard",
    _("Waits for the venue's reply, or for the end of its time to reply."),
    lambda facts: facts.heard,
)
ALL_ANSWER = Need(
    "all_answer",
    _("No plate can be hung before the command names a town and a lead department."),
    lambda facts: facts.answered,
)
GROUNDS_SETTLED = Need(
    "grounds_settled",
    _("Waits for its ground issues: each must be struck off or void."),
    lambda facts: not facts.unsettled,
)
NOT_ALL_VOID = Need(
    "not_all_void",
    _("All its grounds are void: the plate is withdrawn, not lifted."),
    lambda facts: bool(facts.unsettled or facts.closed),
)
CLEAN_RUN = Need(
    "clean_run",
    _("Waits for clean checks by both sides on each of the last days, and none unclean since."),
    lambda facts: facts.clean,
)
NONE_UNCLEAN_SINCE = Need(
    "none_unclean_since",
    _("A check since then was not clean; the lifting is rejected and requested anew."),
    lambda facts: facts.clean_since,
)
SIDE_IS_OPEN = Need(
    "side_is_open",
    _("Your side has accepted, or you accepted for the other one."),
    lambda facts: bool(facts.open_sides),
)
BOTH_ACCEPTED = Need(
    "both_accepted",
    _("Waits for the acceptance by the town and by the lead department."),
    lambda facts: {"town", "sector"} <= facts.accepted,
)
NOT_PREPARER = Need(
    "not_preparer",
    _("Waits for a leader who had no part in proposing, hanging, requesting or accepting."),
    lambda facts: facts.person not in facts.preparers,
)

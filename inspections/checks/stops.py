"""The places that an officer goes to today, each once, the most urgent first."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.checks.sections import Section
from inspections.checks.sendings import Sending, sendings
from inspections.duties.filters import query_of
from inspections.duties.models import Duty
from inspections.duties.rules import DutyReason
from inspections.ledger.models import Issue, IssueQuerySet
from inspections.ledger.waiting import Waiting, rechecks_late_before, waiting_for
from venues.models import Officer, Venue
from venues.rules import BUSINESS_POSTS, OrganisationKind
from venuewatch.listing.counting import Count, count_of
from venuewatch.moments import moment_words
from venuewatch.workflow.rules import Words

MOST_SHOWN = 300
RECHECK_OWED = gettext_lazy("re-check: %(what)s; reported %(when)s")
LATE_RECHECK = gettext_lazy("re-check, overdue: %(what)s; reported %(when)s")
LATE, PLATE, RECHECK, SENT, PROBLEM, ROUTINE = range(6)
_URGENCY = {
    DutyReason.PLATE: PLATE,
    DutyReason.ORDER: PROBLEM,
    DutyReason.PROBLEM: PROBLEM,
    DutyReason.ROUTINE: ROUTINE,
}


@dataclass
class Stop:
    """One venue to visit: why, how urgent (the smaller, the sooner), and which issue first."""

    venue: Venue
    urgency: int = ROUTINE
    reasons: list[Words] = field(default_factory=list)
    issue: str = ""

    @property
    def is_late(self) -> bool:
        """Whether something here should have been done before today."""
        return self.urgency == LATE


@dataclass(frozen=True)
class Tally:
    """One kind of what is owed on the round: how many, in words, and the list behind them."""

    words: Words
    count: Count
    whole: str


@dataclass(frozen=True, kw_only=True)
class Round(Section):
    """Where to go today; `count` is of places, the tallies of what is owed there."""

    tallies: list[Tally]


def round_for(officer: Officer) -> Round | None:
    """The places this officer goes to today, for whoever goes out or has a re-check to make."""
    stops = stops_for(officer)
    if not stops and not _goes_out(officer):
        return None
    duties, rechecks = Duty.objects.owed_today(officer), waiting_for(officer, Waiting.RECHECK)
    places = (
        duties.order_by()
        .values("venue")
        .union(
            rechecks.order_by().values("venue"),
            *(each.rows(officer).order_by().values("venue") for each in sendings()),
        )
    )
    return Round(
        heading=_("Where to go today"),
        rows=stops,
        count=count_of(Venue.objects.filter(pk__in=places)),
        tallies=_tallies(officer),
        empty=_(
            "Nothing is owed today. Places to visit appear here when a check or a re-check is due."
        ),
    )


def _tallies(officer: Officer) -> list[Tally]:
    late, rechecks = Waiting.LATE_RECHECK, Waiting.RECHECK
    duties, checks_at = Duty.objects.owed_today(officer), query_of(officer)
    told = [
        _tally(_("re-checks overdue"), waiting_for(officer, late), "ledger", f"waits={late}"),
        _tally(_("re-checks owed"), waiting_for(officer, rechecks), "ledger", f"waits={rechecks}"),
        _tally(_("checks owed"), duties, "duties", checks_at),
    ]
    told += [Tally(each.words, count_of(each.rows(officer)), each.whole()) for each in sendings()]
    return [each for each in told if each.count]


def _tally(words: Words, rows: QuerySet[Any], folder: str, query: str) -> Tally:
    return Tally(words, count_of(rows), f"{reverse(f'{folder}:list')}?{query}")


def stops_for(officer: Officer) -> list[Stop]:
    """The venues that this officer's organisation owes a visit today, the most urgent first.

    Duties of the day, re-checks that are owed (R-DUTY-3, R-ISSUE-7) and where this officer is
    sent besides, each venue once.
    """
    organisation = officer.organisation
    if organisation is None:
        return []
    stops: dict[int, Stop] = {}
    late_before = rechecks_late_before(organisation)
    for issue in _rechecks(officer)[:MOST_SHOWN]:
        _add_recheck(stops, issue, late_before)
    for sending in sendings():
        for row in sending.rows(officer)[:MOST_SHOWN]:
            _add_sending(stops, sending, row)
    for duty in _duties(officer)[:MOST_SHOWN]:
        stop = stops.setdefault(duty.venue_id, Stop(duty.venue))
        stop.urgency = min(stop.urgency, _URGENCY[DutyReason(duty.reason)])
        stop.reasons.append(duty.why)
    return sorted(stops.values(), key=lambda each: (each.urgency, each.venue.code))[:MOST_SHOWN]


def _goes_out(officer: Officer) -> bool:
    """Whether this officer is of an organisation that goes out to check."""
    kind = officer.organisation.kind if officer.organisation else ""
    return officer.post in BUSINESS_POSTS and kind != OrganisationKind.COMMAND


# What a stop shows of its venue.
_SHOWN = (
    "venue__code", "venue__name", "venue__address", "venue__lon", "venue__lat",
    "venue__town__name", "venue__standing__colour",
)  # fmt: skip


def _rechecks(officer: Officer) -> IssueQuerySet:
    """The re-checks that are owed, the longest waiting first."""
    rows = waiting_for(officer, Waiting.RECHECK).select_related("venue__standing", "venue__town")
    shown = ("number", "item_text", "description", "rectified_at", "last_seen", *_SHOWN)
    return rows.only(*shown).order_by("rectified_at", "pk")


def _duties(officer: Officer) -> QuerySet[Duty]:
    """The duties of today, the most urgent first."""
    rows = Duty.objects.owed_today(officer).select_related("venue__standing", "venue__town")
    shown = ("reason", "days", "since", "reference", *_SHOWN)
    return rows.only(*shown).order_by("reason", "venue_id")


def _add_sending(stops: dict[int, Stop], sending: Sending, row: Any) -> None:
    stop = stops.setdefault(row.venue_id, Stop(row.venue))
    stop.urgency = min(stop.urgency, LATE if sending.is_late(row) else SENT)
    stop.reasons.append(format_html('<a href="{}">{}</a>', sending.page(row), sending.why(row)))


def _add_recheck(stops: dict[int, Stop], issue: Issue, late_before: datetime) -> None:
    stop = stops.setdefault(issue.venue_id, Stop(issue.venue))
    reported = issue.rectified_at or issue.last_seen
    late = reported < late_before
    stop.urgency = min(stop.urgency, LATE if late else RECHECK)
    stop.issue = stop.issue or issue.number
    words = LATE_RECHECK if late else RECHECK_OWED
    what = issue.item_text or issue.description
    stop.reasons.append(words % {"what": what, "when": moment_words(reported)})

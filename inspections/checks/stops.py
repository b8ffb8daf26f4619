"""The places that an officer goes to today, each once, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from inspections.duties.actions import today
from inspections.duties.models import Duty
from inspections.duties.rules import DutyReason
from inspections.ledger.models import Issue, Rectification
from inspections.ledger.rules import IssueState, Severity, Source
from venues.models import Officer, Organisation, Venue
from venues.models.organisations import scheme_value
from venues.rules import BUSINESS_POSTS, OrganisationKind
from venuewatch.moments import moment_words
from venuewatch.workflow import clock
from venuewatch.workflow.rules import Words

MOST_SHOWN = 300
RECHECK_OWED = gettext_lazy("re-check: %(what)s; reported %(when)s")
LATE_RECHECK = gettext_lazy("re-check, overdue: %(what)s; reported %(when)s")
LATE, PLATE, RECHECK, PROBLEM, ROUTINE = range(5)
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


def stops_for(officer: Officer) -> list[Stop]:
    """The venues that this officer's organisation owes a visit today, the most urgent first.

    Duties of the day and re-checks that are owed (R-DUTY-3, R-ISSUE-7), each venue once.
    """
    organisation = officer.organisation
    if organisation is None:
        return []
    stops: dict[int, Stop] = {}
    days = scheme_value("recheck_days", organisation.area.district_id or organisation.area_id)
    late_before = clock.now() - timedelta(days=days)
    for issue in rechecks_owed(officer, organisation)[:MOST_SHOWN]:
        _add_recheck(stops, issue, late_before)
    for duty in _duties(officer, organisation)[:MOST_SHOWN]:
        stop = stops.setdefault(duty.venue_id, Stop(duty.venue))
        stop.urgency = min(stop.urgency, _URGENCY[DutyReason(duty.reason)])
        stop.reasons.append(duty.why)
    return sorted(stops.values(), key=lambda each: (each.urgency, each.venue.code))[:MOST_SHOWN]


def owes_visits(officer: Officer) -> bool:
    """Whether this officer is of an organisation that goes out to check."""
    kind = officer.organisation.kind if officer.organisation else ""
    return officer.post in BUSINESS_POSTS and kind != OrganisationKind.COMMAND


def count_late(stops: Iterable[Stop]) -> int:
    """How many of these should have been visited before today."""
    return sum(stop.is_late for stop in stops)


def rechecks_owed(officer: Officer, organisation: Organisation) -> QuerySet[Issue]:
    """Rectified issues that this organisation re-checks, the longest waiting first (R-ISSUE-7).

    The side that found the issue, for serious and major ones the lead department; command where
    nobody leads. Never what this person reported.
    """
    own = Exists(
        Rectification.objects.filter(
            issue=OuterRef("pk"), round=OuterRef("round"), person=officer.person_id
        )
    )
    rows = Issue.objects.visible_to(officer).filter(
        ~own, _rechecked_by(organisation), state=IssueState.RECTIFIED
    )
    return rows.select_related("venue__standing", "venue__town", "venue__category").order_by(
        "rectified_at", "pk"
    )


def _rechecked_by(organisation: Organisation) -> Q:
    light = Q(severity=Severity.GENERAL)
    if organisation.kind == OrganisationKind.TOWN:
        return light & Q(source=Source.TOWN)
    if organisation.kind == OrganisationKind.COMMAND:
        found = light & ~Q(source__in=[Source.TOWN, Source.SECTOR])
        return found | (~light & Q(department=None))
    return Q(department=organisation) & (~light | Q(source=Source.SECTOR))


def _duties(officer: Officer, organisation: Organisation) -> QuerySet[Duty]:
    rows = Duty.objects.owed_by(organisation).still_owed(today())
    return rows.select_related("venue__standing", "venue__town", "venue__category").order_by(
        "reason", "venue_id"
    )


def _add_recheck(stops: dict[int, Stop], issue: Issue, late_before: datetime) -> None:
    stop = stops.setdefault(issue.venue_id, Stop(issue.venue))
    reported = issue.rectified_at or issue.last_seen
    late = reported < late_before
    stop.urgency = min(stop.urgency, LATE if late else RECHECK)
    stop.issue = stop.issue or issue.number
    words = LATE_RECHECK if late else RECHECK_OWED
    what = issue.item_text or issue.description
    stop.reasons.append(words % {"what": what, "when": moment_words(reported)})

"""What an import came to, counted from the database, so that a second run tells the same."""

from django.db.models import Count, Q

from inspections.checks.models import Inspection
from inspections.checks.rules import InspectionKind
from inspections.history.city import City
from inspections.history.plate_figures import plate_figures
from inspections.history.reading import OldLedger
from inspections.ledger.models import Issue, Recheck
from inspections.ledger.rules import UNCLOSED, IssueState
from venues.models import Venue
from venuewatch.workflow.models import Event


def summary(city: City, ledger: OldLedger) -> dict[str, int]:
    """What the district holds of its history, and how many rows were not taken in.

    Rows that told of plates what the rules do not let happen are remarked on in the ledger.
    """
    here = {"origin": "history", "venue__district": city.district}
    visits = Inspection.objects.filter(**here).aggregate(
        inspections=Count("pk"),
        checks=Count("pk", filter=Q(kind=InspectionKind.CHECK)),
        rechecks=Count("pk", filter=Q(kind=InspectionKind.RECHECK)),
    )
    issues = Issue.objects.filter(**here).aggregate(
        opened=Count("pk"),
        closed=Count("pk", filter=Q(state=IssueState.CLOSED)),
        still_open=Count("pk", filter=Q(state__in=UNCLOSED)),
        recurrences=Count("pk", filter=Q(recurrence_of__isnull=False)),
    )
    seen = Event.objects.filter(
        subject_type="issue", name="seen_again", subject_id__in=Issue.objects.filter(**here)
    )
    failed = Recheck.objects.filter(
        passed=False, issue__origin="history", issue__venue__district=city.district
    )
    return {
        "venues": Venue.objects.filter(district=city.district, origin="history").count(),
        "inspections": visits["inspections"],
        "checks": visits["checks"],
        "rechecks": visits["rechecks"],
        "opened": issues["opened"],
        "seen_again": seen.count(),
        "failed_rechecks": failed.count(),
        "closed": issues["closed"],
        "still_open": issues["still_open"],
        "recurrences": issues["recurrences"],
        **plate_figures(city, ledger),
        "refused": len(ledger.problems),
    }

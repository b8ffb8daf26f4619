"""Each older visit by the real actions: slow, and what the bulk path is measured against."""

from django.db import transaction

from inspections.checks import actions as checks
from inspections.checks.rules import AnswerValue, InspectionKind
from inspections.checks.visits import Given, Verdict, Visit
from inspections.history.city import City
from inspections.history.reading import OldVisit
from inspections.history.telling import (
    CITED_AGAIN,
    MEASURE,
    RESPONSIBLE,
    moment_of,
    uuid_of,
)
from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from inspections.ledger.rules import Severity
from venues.rules import Origin
from venuewatch.workflow import clock, followups


def file_visit(city: City, old: OldVisit) -> None:
    """File one older visit: report what it re-checks, file it, sign off, strike off."""
    venue, at = city.venues[old.venue], moment_of(old.day)
    version = city.versions[old.programme]
    with transaction.atomic():
        issues = _unclosed(city, old) if old.recheck else []
        for issue in issues:
            given = {"measure": MEASURE, "responsible": RESPONSIBLE}
            ledger.report_rectified(issue, by=city.takers["reporter"], given=given, at=at)
        visit = Visit(
            uuid=uuid_of(old.number),
            started=at,
            version=version,
            answers={code: Given(AnswerValue.FAIL) for code in old.items},
            verdicts={issue.pk: _verdict(issue, old) for issue in issues},
            kind=InspectionKind.RECHECK if old.recheck else InspectionKind.CHECK,
            origin=Origin.HISTORY,
        )
        checks.file_inspection(venue, visit, by=city.takers["inspector"])
        passed = [issue for issue in issues if issue.item_code not in old.items]
        for issue in passed:
            if issue.severity == Severity.SERIOUS:
                ledger.sign_off(issue, by=city.takers["reviewer"], at=at)
        followups.run_of(ledger.CLOSE, [issue.pk for issue in passed], clock.now())


def _unclosed(city: City, old: OldVisit) -> list[Issue]:
    rows = Issue.objects.filter(
        venue=city.venues[old.venue], checklist=city.versions[old.programme].checklist_id
    )
    return list(rows.unclosed().order_by("pk"))


def _verdict(issue: Issue, old: OldVisit) -> Verdict:
    passed = issue.item_code not in old.items
    return Verdict(passed, "" if passed else CITED_AGAIN)

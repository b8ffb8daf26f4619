"""The page of an issue: is it really fixed, and what comes next?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from inspections.ledger import rules
from inspections.ledger.forms import FORMS
from inspections.ledger.models import Issue, Photo, PhotoKind
from inspections.ledger.views.ledger import issue_in_scope
from venues.models import Officer
from venues.signed_in import officer_of
from venuewatch.workflow.actions import choices, may
from venuewatch.workflow.rules import Words
from venuewatch.workflow.timeline import timeline_of

# Which of an issue's acts have a page of their own here; re-checks are visits and live in checks.
ACTS = tuple(FORMS)
RECHECKS = ("pass_recheck", "fail_recheck")


@require_GET
def issue_page(request: HttpRequest, number: str) -> HttpResponse:
    """Is it really fixed? Photos, due clock, next act, evidence, timeline."""
    return _issue_page(request, issue_in_scope(request, number))


def waiting_words(issue: Issue, officer: Officer) -> list[Words]:
    """Why a usual next act is missing for this person (R-ISSUE-1)."""
    facts = issue.facts(officer)
    if issue.state == rules.IssueState.OPEN and not may(issue, "report_rectified", officer):
        return [_("Waits for the town or the lead department to report the rectification.")]
    if issue.state == rules.IssueState.RECTIFIED:
        return [need.sentence for need in (rules.NOT_REPORTER,) if not need.met(facts)]
    if issue.state == rules.IssueState.RECHECKED:
        owed = [
            rules.SignOffRole(role).label for role in rules.signable(issue.severity, facts.signed)
        ]
        if not owed:
            return [_("The system strikes it off in a moment.")]
        return [_("Waits for the sign-off of: %s.") % ", ".join(str(each) for each in owed)]
    return []


def _issue_page(request: HttpRequest, issue: Issue) -> HttpResponse:
    officer = officer_of(request)
    evidence = issue.evidence
    open_acts = [
        (transition, lacking)
        for transition, lacking in choices(issue, officer)
        if transition.name in ACTS + RECHECKS
        and (transition.name != "sign_off" or evidence.roles_for(officer))
    ]
    photos = list(issue.photos.order_by("pk"))
    if issue.inspection_id:
        found = Photo.objects.filter(
            inspection=issue.inspection_id, item_code=issue.item_code, issue=None
        ).exclude(item_code="")
        photos = [*found.order_by("pk"), *photos]
    context = {
        "issue": issue,
        "venue": issue.venue,
        "acts": [transition for transition, lacking in open_acts
                 if not lacking and transition.name in ACTS],
        "may_recheck": any(t.name in RECHECKS and not lacking for t, lacking in open_acts),
        "waits": waiting_words(issue, officer),
        "before": [each for each in photos if each.kind != PhotoKind.AFTER],
        "after": [each for each in photos if each.kind == PhotoKind.AFTER],
        "reports": issue.rectifications.select_related("officer__person", "officer__organisation")
        .order_by("record_order"),
        "rechecks": issue.rechecks.select_related("inspection", "officer__person")
        .order_by("record_order"),
        "sign_offs": issue.sign_offs.select_related("officer__person", "officer__organisation")
        .order_by("record_order"),
        "later": issue.recurred_as.order_by("pk"),
        "timeline": timeline_of(issue),
    }  # fmt: skip
    return render(request, "ledger/issue.html", context)

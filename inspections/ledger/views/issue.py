"""The page of an issue: is it really fixed, and what comes next?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from inspections.ledger import rules
from inspections.ledger.actions import MEASURE
from inspections.ledger.forms import FORMS
from inspections.ledger.issue_panels import ISSUE_PANELS
from inspections.ledger.models import Issue, Photo, PhotoKind
from inspections.ledger.rules import HandOverState, IssueState
from inspections.ledger.views.ledger import issue_in_scope
from venues.models import Officer
from venues.signed_in import officer_of
from venuewatch.listing.templatetags.shell import moment
from venuewatch.workflow import clock
from venuewatch.workflow.actions import choices, may
from venuewatch.workflow.models import FollowUp
from venuewatch.workflow.rules import Words
from venuewatch.workflow.timeline import timeline_of

# Which of an issue's acts have a page of their own here; re-checks are visits and live in checks.
ACTS = tuple(FORMS)
RECHECKS = ("pass_recheck", "fail_recheck")


@require_GET
def issue_page(request: HttpRequest, number: str) -> HttpResponse:
    """Is it really fixed? Photos, due clock, next act, evidence, timeline."""
    issue, officer = issue_in_scope(request, number), officer_of(request)
    context = {
        "issue": issue,
        "venue": issue.venue,
        "waits": [*measure_words(issue), *hand_over_words(issue), *waiting_words(issue, officer)],
        "later": issue.recurred_as.order_by("pk"),
        "timeline": timeline_of(issue),
        "panels": ISSUE_PANELS.of(issue, officer),
        **_acts(issue, officer),
        **_photos(issue),
        **_evidence(issue),
    }
    return render(request, "ledger/issue.html", context)


def waiting_words(issue: Issue, officer: Officer) -> list[Words]:
    """What the issue waits for, and why a usual next act is missing for this person."""
    facts = issue.facts(officer)
    if issue.state == IssueState.OPEN:
        return _waits_open(issue, officer)
    if issue.state == IssueState.RECTIFIED:
        return [need.sentence for need in (rules.NOT_REPORTER,) if not need.met(facts)]
    if issue.state == IssueState.RECHECKED:
        owed = [
            rules.SignOffRole(role).label for role in rules.signable(issue.severity, facts.signed)
        ]
        if not owed:
            return [_("The system strikes it off in a moment.")]
        return [_("Waits for the sign-off of: %s.") % _(", ").join(str(each) for each in owed)]
    return []


def measure_words(issue: Issue) -> list[Words]:
    """That a measure is owed, and until when (R-ISSUE-9)."""
    if issue.state not in rules.UNCLOSED or not issue.evidence.measure_owed:
        return []
    rows = FollowUp.objects.filter(
        kind=MEASURE, subject_type=issue.subject_type, subject_id=issue.pk
    )
    asked = rows.order_by("-id").first()
    until = moment(asked.due) if asked else "–"
    sentence = _("Two re-checks failed: the lead department records a measure, or why not, by %s.")
    return [sentence % until]


def hand_over_words(issue: Issue) -> list[Words]:
    """What a hand-over waits for."""
    steps = issue.evidence.hand_overs
    if not steps or steps[-1].state not in (HandOverState.HANDED, HandOverState.REFUSED):
        return []
    if steps[-1].state == HandOverState.REFUSED:
        return [_("The hand-over was refused; the command's reviewer decides.")]
    until = issue.evidence.hand_over_until()
    if until < clock.now():
        return []
    return [_("Handed over; the receiving department may refuse until %s.") % moment(until)]


def _waits_open(issue: Issue, officer: Officer) -> list[Words]:
    words: list[Words] = []
    if not may(issue, "report_rectified", officer):
        words.append(_("Waits for the town or the lead department to report the rectification."))
    if ask := issue.evidence.waiting_ask:
        sentence = (
            _("An extension until %s was asked for; the command's reviewer decides.")
            if rules.deciding_capacity(issue.severity) == "command.reviewer"
            else _("An extension until %s was asked for; the lead department's reviewer decides.")
        )
        words.append(sentence % moment(ask.wanted))
    return words


def _acts(issue: Issue, officer: Officer) -> dict[str, Any]:
    """The acts that this person may take now."""
    ready = [transition for transition, lacking in choices(issue, officer) if not lacking]
    signs = issue.evidence.roles_for(officer)
    return {
        "acts": [t for t in ready if t.name in ACTS and (t.name != "sign_off" or signs)],
        "may_recheck": any(t.name in RECHECKS for t in ready),
        "may_assign": issue.state in rules.UNCLOSED and may(issue, "assign", officer),
    }


def _photos(issue: Issue) -> dict[str, list[Photo]]:
    """Before and after; those of the visit that found it among them."""
    photos = list(issue.photos.order_by("pk"))
    if issue.inspection_id:
        found = Photo.objects.filter(
            inspection=issue.inspection_id, item_code=issue.item_code, issue=None
        ).exclude(item_code="")
        photos = [*found.order_by("pk"), *photos]
    return {
        "before": [each for each in photos if each.kind != PhotoKind.AFTER],
        "after": [each for each in photos if each.kind == PhotoKind.AFTER],
    }


def _evidence(issue: Issue) -> dict[str, Any]:
    """Everything that was recorded of it, in recorded order."""
    by = ("officer__person", "officer__organisation")
    return {
        "reports": issue.rectifications.select_related(*by).order_by("record_order"),
        "rechecks": issue.rechecks.select_related("inspection", *by).order_by("record_order"),
        "sign_offs": issue.sign_offs.select_related(*by).order_by("record_order"),
        "extensions": issue.extension_asks.select_related(
            *by, "decision__officer__person", "decision__officer__organisation"
        ).order_by("record_order"),
        "hand_overs": issue.hand_overs.select_related(*by, "giver", "receiver").order_by(
            "record_order"
        ),
        "measures": issue.measures.select_related(*by, "organisation").order_by("record_order"),
    }

"""Pages of the ledger: the list, an issue, its acts, its photos."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from inspections.ledger import actions, rules
from inspections.ledger.filters import IssueFilter
from inspections.ledger.forms import FORMS, ActForm, form_for
from inspections.ledger.models import Issue, Photo, PhotoKind
from inspections.ledger.tables import IssueTable
from venues.models import Officer, Venue
from venues.signed_in import at_work, officer_of
from venuewatch.listing.pages import ListPage
from venuewatch.workflow.actions import choices, demand, may
from venuewatch.workflow.rules import NotAllowed, Refused, Stale, Words
from venuewatch.workflow.timeline import timeline_of

# Which of an issue's acts have a page of their own here; re-checks are visits and live in checks.
ACTS = tuple(FORMS)
RECHECKS = ("pass_recheck", "fail_recheck")


class LedgerList(ListPage):
    """The issue ledger of whoever looks."""

    table_class = IssueTable
    filterset_class = IssueFilter
    heading = gettext_lazy("Issue ledger")
    empty = gettext_lazy("No issue matches. Issues appear here when a check finds one.")
    file_name = "ledger"
    list_url = "ledger:list"
    saving_url = "ledger:filters"
    template_name = "ledger/list.html"
    default_order = ("-found_at", "-pk")

    def rows(self) -> QuerySet[Any]:
        """The issues in this person's scope."""
        return Issue.objects.visible_to(at_work(self.request)).select_related(
            "venue__standing", "venue__category", "venue__area__parent", "town", "department",
            "assignee__person",
        )  # fmt: skip

    def hidden_columns(self) -> tuple[str, ...]:
        """Rows are selected by those who may assign them."""
        return () if self._may_assign else ("select",)

    def extra_context(self) -> Mapping[str, Any]:
        """Whether rows may be assigned."""
        return {"may_assign": self._may_assign}

    @cached_property
    def _may_assign(self) -> bool:
        return actions.may_assign(officer_of(self.request))


def issue_in_scope(request: HttpRequest, number: str) -> Issue:
    """The issue, or 404 where it is not in scope (R-SCOPE-2)."""
    rows = Issue.objects.visible_to(officer_of(request)).select_related(
        "venue__standing", "venue__category", "venue__area", "venue__town",
        "venue__district__parent", "item", "department", "answering", "opened_by__person",
        "opened_by__organisation", "recurrence_of", "duplicate_of", "assignee__person",
        "assignee__organisation",
    )  # fmt: skip
    return get_object_or_404(rows, number=number)


@require_GET
def issue_page(request: HttpRequest, number: str) -> HttpResponse:
    """Is it really fixed? Photos, due clock, next act, evidence, timeline."""
    return _issue_page(request, issue_in_scope(request, number))


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """One act on an issue: its form, and doing it."""
    if name not in ACTS:
        raise Http404(name)
    issue = issue_in_scope(request, number)
    officer = officer_of(request)
    if request.method == "GET":
        demand(issue, name, officer)
        return _act_page(request, issue, name, form_for(name, issue, officer))
    form = form_for(name, issue, officer, request.POST, request.FILES)
    is_valid = form.is_valid()
    try:
        demand(issue, name, officer)
        if not is_valid:
            return _act_page(request, issue, name, form, status=400)
        _DOERS[name](issue, form, officer)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _act_page(request, issue, name, form, status=403)
    except Refused as refusal:
        form.add_refusal(refusal)
        return _act_page(request, issue, name, form, status=400)
    except Stale as stale:
        return _act_page(request, stale.row, name, form, status=409)
    messages.success(request, _("Done: %s.") % issue.workflow[name].label)
    return redirect("ledger:issue", number)


@require_GET
def photo(request: HttpRequest, pk: int) -> FileResponse:
    """A photo of evidence, to those who may see its venue."""
    rows = Photo.objects.filter(venue__in=Venue.objects.visible_to(officer_of(request)))
    row = get_object_or_404(rows, pk=pk)
    answer = FileResponse(row.file.open("rb"), content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


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
        "may_assign": issue.state in rules.UNCLOSED and may(issue, "assign", officer),
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


def _act_page(
    request: HttpRequest, issue: Issue, name: str, form: ActForm, status: int = 200
) -> HttpResponse:
    form.keep_photos()
    latest = timeline_of(issue)[:1] if status == 409 else []
    if status == 409:
        form.data = {**dict(form.data.items()), "seen": str(issue.event_seq)}
    context = {
        "issue": issue,
        "venue": issue.venue,
        "form": form,
        "transition": issue.workflow[name],
        "changed": latest[0] if latest else None,
    }
    return render(request, "ledger/act.html", context, status=status)


def _report(issue: Issue, form: ActForm, officer: Officer) -> None:
    given = dict(form.cleaned_data)
    pictures, seen = given.pop("photos"), given.pop("seen")
    actions.report_rectified(issue, by=officer, given=given, pictures=pictures, seen=seen)


def _sign_off(issue: Issue, form: ActForm, officer: Officer) -> None:
    given = form.cleaned_data
    actions.sign_off(issue, by=officer, remark=given["remark"], seen=given["seen"])


def _reject(issue: Issue, form: ActForm, officer: Officer) -> None:
    given = form.cleaned_data
    actions.reject(issue, by=officer, reason=given["reason"], seen=given["seen"])


def _void(issue: Issue, form: ActForm, officer: Officer) -> None:
    given = form.cleaned_data
    number = given["duplicate_of"]
    other = Issue.objects.visible_to(officer).filter(number=number).first()
    if number and other is None:
        raise Refused({"duplicate_of": _("There is no issue with this number.")})
    actions.void(
        issue, by=officer, reason=given["reason"], kind=given["kind"], duplicate_of=other,
        seen=given["seen"],
    )  # fmt: skip


_DOERS: dict[str, Callable[[Issue, ActForm, Officer], None]] = {
    "report_rectified": _report,
    "sign_off": _sign_off,
    "reject": _reject,
    "void": _void,
}

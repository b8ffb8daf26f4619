"""Who follows issues up: many at once, one event each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from inspections.ledger.models import Issue
from inspections.ledger.rules import ISSUE_TABLE
from venues import scoping
from venues.models import Officer, Standing
from venues.rules import BUSINESS_POSTS, OrganisationKind, Post
from venuewatch.workflow.actions import record_many
from venuewatch.workflow.rules import NotAllowed, Refused, Words

ASSIGN = "assign"
MOST_ASSIGNED = 200


@dataclass
class Assigned:
    """What became of a selection: the issues assigned, and the others, each with why not."""

    done: list[Issue] = field(default_factory=list)
    refused: list[tuple[Issue, Words]] = field(default_factory=list)


def assign(numbers: Iterable[str], assignee: Officer | None, *, by: Officer) -> Assigned:
    """Let a colleague follow these issues up, or nobody; what is out of scope is not found.

    All in a handful of statements, however many there are. Raises NotAllowed (no reviewer),
    Refused ("assignee": none of the own organisation).
    """
    if not may_assign(by):
        raise NotAllowed(_("Only reviewers say who follows issues up."))
    if assignee is not None and not colleagues_of(by).filter(pk=assignee.pk).exists():
        raise Refused({"assignee": _("Choose a colleague of your organisation.")})
    with transaction.atomic():
        answer = _sorted_out(_locked(numbers, by), assignee, by)
        for issue in answer.done:
            issue.assignee = assignee
        details = {"assignee": assignee.username if assignee else "",
                   "remark": assignee.signature if assignee else _("nobody")}  # fmt: skip
        record_many(
            answer.done, ASSIGN, by=by, fields=["assignee"], details=details, announce=True,
            signed=by.signs(ISSUE_TABLE[ASSIGN].allowed),
        )  # fmt: skip
    return answer


def as_numbers(asked: Iterable[str]) -> list[str]:
    """What may be issue numbers among what was sent, at most MOST_ASSIGNED."""
    return [each for each in asked if each.isprintable()][:MOST_ASSIGNED]


def may_assign(officer: Officer) -> bool:
    """Whether this officer says who follows up the issues in their scope."""
    return officer.is_active and Post.REVIEWER in scoping.posts_of(officer)


def colleagues_of(officer: Officer) -> QuerySet[Officer]:
    """Those of the own organisation who may follow an issue up, the officer among them."""
    rows = Officer.objects.filter(
        organisation=officer.organisation_id, is_active=True, post__in=BUSINESS_POSTS
    )
    return rows.select_related("person", "organisation").order_by("username")


def why_not(issue: Issue, assignee: Officer | None, by: Officer) -> Words:
    """Why this issue is not assigned so; "" where it is. Judged on the row alone."""
    if issue.state not in ISSUE_TABLE[ASSIGN].sources:
        return _("It has ended.")
    if issue.assignee_id == (assignee.pk if assignee else None):
        return _("It is so already.")
    holder = issue.assignee.organisation if issue.assignee else None
    own = holder is None or holder.pk == by.organisation_id
    if not own and (by.organisation is None or by.organisation.kind != OrganisationKind.COMMAND):
        return _("Somebody of another organisation follows it up.")
    return ""


def _locked(numbers: Iterable[str], by: Officer) -> Sequence[Issue]:
    """The issues in scope under their locks: the standings first, then the issues by key."""
    found = Issue.objects.visible_to(by).filter(number__in=as_numbers(numbers))
    keys = dict(found.values_list("pk", "venue_id"))
    venues = Standing.objects.select_for_update().filter(pk__in=set(keys.values()))
    list(venues.order_by("pk"))
    rows = Issue.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return list(rows.select_related("assignee__organisation").order_by("pk"))


def _sorted_out(issues: Sequence[Issue], assignee: Officer | None, by: Officer) -> Assigned:
    answer = Assigned()
    for issue in issues:
        if sentence := why_not(issue, assignee, by):
            answer.refused.append((issue, sentence))
        else:
            answer.done.append(issue)
    return answer

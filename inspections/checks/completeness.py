"""Whether a visit may be filed as it is: every error at once, each at its field (R-CHECK-2)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.checks.models import Item
from inspections.checks.on_the_spot import spot_errors
from inspections.checks.rules import MOST_PHOTOS, AnswerValue
from inspections.checks.visits import Given, Visit
from inspections.ledger.models import Issue, PhotoKind
from inspections.ledger.rules import NOT_REPORTER
from venues.models import Venue
from venues.rules import Origin, VenueStatus
from venuewatch.workflow.rules import Refused, Words

# What a form says of a venue that is not active; only a paused one is visited all the same.
STATE_NOTICES: dict[str, Words] = {
    VenueStatus.PENDING: gettext_lazy(
        "This venue is not confirmed yet: no check can be filed here until its town confirms it."
    ),
    VenueStatus.PAUSED: gettext_lazy(
        "This venue is paused: no check is owed here. A visit that was made can still be filed."
    ),
    VenueStatus.ENDED: gettext_lazy(
        "This venue was ended: no check can be filed here any more. Nothing typed here was filed."
    ),
}


def items_of(visit: Visit) -> dict[str, Item]:
    """The items of the visit's checklist and of the orders it was asked for, by code."""
    versions = [each for each in (visit.version, *visit.orders) if each is not None]
    if not versions:
        return {}
    rows = Item.objects.filter(version__in=versions).select_related("answering", "version")
    return {item.code: item for item in rows.order_by("version", "position")}


def values_of(visit: Visit, items: Mapping[str, Item]) -> dict[str, str]:
    """Each item's answer: the number decides where it has limits (R-CHECK-1)."""
    unknown = sorted(set(visit.answers) - set(items))
    if unknown:
        raise Refused({f"item:{code}": _("This item is not on the checklist.") for code in unknown})
    values = {code: _value(items[code], given) for code, given in visit.answers.items()}
    if visit.origin == Origin.LIVE and values:
        return {code: values.get(code, AnswerValue.NOT_CHECKED) for code in items}
    return values


def _value(item: Item, given: Given) -> str:
    if item.limits.decides and given.number is not None:
        return item.limits.verdict(given.number)
    return given.value


def refuse_incomplete(
    venue: Venue, visit: Visit, items: Mapping[str, Item], values: Mapping[str, str]
) -> None:
    """Raise Refused with every error of the visit, by field (R-CHECK-2)."""
    errors: dict[str, Any] = {}
    if visit.origin == Origin.LIVE:
        if venue.state in (VenueStatus.PENDING, VenueStatus.ENDED):
            errors[""] = STATE_NOTICES[venue.state]
        pictured = {picture.item_code for picture in visit.pictures}
        for code, value in values.items():
            if sentence := _item_error(items[code], visit.answers.get(code), value, pictured):
                errors[f"item:{code}"] = sentence
        errors |= spot_errors(visit, items, values)
        errors |= _no_entry_errors(visit)
        errors |= _too_many_photos(visit)
        errors |= _signature_errors(visit)
        unanswered = set(values.values()) <= {AnswerValue.NOT_CHECKED}
        if unanswered and not visit.verdicts and not visit.no_entry_reason:
            errors[""] = _("Nothing was answered yet.")
    if any(each is not None and each.published is None for each in (visit.version, *visit.orders)):
        errors["version"] = _("This form is damaged; open it again.")
    errors |= _verdict_errors(venue, visit, items, values)
    if errors:
        raise Refused(errors)


def _item_error(item: Item, given: Given | None, value: str, pictured: set[str]) -> str:
    answered = value in (AnswerValue.PASS, AnswerValue.FAIL)
    if answered and item.limits.decides and (given is None or given.number is None):
        return _("Enter the number; it decides.")
    if value == AnswerValue.FAIL and item.photo_required and item.code not in pictured:
        return _("This item needs a photo.")
    return ""


def _verdict_errors(
    venue: Venue, visit: Visit, items: Mapping[str, Item], values: Mapping[str, str]
) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    issues = {issue.pk: issue for issue in Issue.objects.filter(venue=venue, pk__in=visit.verdicts)}
    company = {each.person_id for each in visit.co_inspectors}
    for pk, verdict in visit.verdicts.items():
        issue = issues.get(pk)
        if issue is None:
            errors[f"verdict:{pk}"] = _("This issue is not one of this venue.")
        elif not verdict.passed and not verdict.reason.strip():
            errors[f"verdict:{pk}"] = _("Say what is still not in order.")
        elif verdict.passed and _failed_too(issue, items, values):
            errors[f"verdict:{pk}"] = _("The same item was answered as not complying.")
        elif _reporter_of(issue) in company:
            errors[f"verdict:{pk}"] = NOT_REPORTER.sentence
        elif verdict.ceased and not _shown_by_two(visit, pk):
            errors[f"verdict:{pk}"] = _("Ceased trading needs a photo and a second person.")
    return errors


def _shown_by_two(visit: Visit, pk: int) -> bool:
    """Whether a second person was there and a photo shows it (R-ISSUE-10)."""
    return bool(visit.co_inspectors) and any(each.issue_id == pk for each in visit.pictures)


def _reporter_of(issue: Issue) -> int | None:
    report = issue.evidence.report
    return report.person_id if report else None


def _failed_too(issue: Issue, items: Mapping[str, Item], values: Mapping[str, str]) -> bool:
    item = items.get(issue.item_code)
    same_list = item is not None and item.version.checklist_id == issue.checklist_id
    return same_list and values.get(issue.item_code) == AnswerValue.FAIL


def _signature_errors(visit: Visit) -> dict[str, Any]:
    """Whoever was met signs or refuses to, under a name (R-CHECK-2)."""
    signed = any(picture.kind == PhotoKind.SIGNATURE for picture in visit.pictures)
    if visit.met_name and not signed and not visit.signature_refused:
        return {"signature": _("Let them sign, or mark that they refused.")}
    if signed and visit.signature_refused:
        return {"signature": _("There is a signature; they did not refuse.")}
    if signed and not visit.met_name:
        return {"met_name": _("Whose signature is it?")}
    return {}


def _too_many_photos(visit: Visit) -> dict[str, Any]:
    count = sum(picture.kind != PhotoKind.SIGNATURE for picture in visit.pictures)
    if count <= MOST_PHOTOS:
        return {}
    return {"photos": too_many()}


def too_many() -> str:
    """The sentence about the photo after the last one that a visit takes."""
    return _("At most %d photos go with one visit.") % MOST_PHOTOS


def _no_entry_errors(visit: Visit) -> dict[str, Any]:
    if not visit.no_entry_reason:
        return {}
    if visit.answers or visit.verdicts:
        return {"no_entry_reason": _("Without entry nothing can be answered.")}
    if not any(picture.kind == PhotoKind.NO_ENTRY for picture in visit.pictures):
        return {"photos": _("A visit without entry needs a photo of the place.")}
    return {}

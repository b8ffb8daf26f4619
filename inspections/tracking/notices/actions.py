"""The only code that changes notices: drafting, issuing, dropping, withdrawing."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.ledger import actions as ledger
from inspections.ledger.actions import Found
from inspections.ledger.models import Issue
from inspections.ledger.rules import IssueState, Source, VoidKind, end_of_day
from inspections.plates import actions as plates
from inspections.plates.models import Plate
from inspections.plates.rules import CURRENT, PlateState, WithdrawKind
from inspections.tracking.notices.models import Notice, NoticeVenue, take_number
from inspections.tracking.notices.rules import (
    GROUND_OF,
    NOTICE_TABLE,
    NoticeLevel,
    NoticeState,
)
from inspections.tracking.timing import hours_until
from venues.models import Officer, Standing, Venue
from venues.rules import MOST_HOURS, VISITED
from venues.scoping import own_area
from venuewatch.workflow import clock
from venuewatch.workflow.actions import SYSTEM, demand, move, record
from venuewatch.workflow.rules import Refused, Words, required_errors

TEXTS = ("level", "document_number", "title", "text", "found", "severity", "deadline")
Named = Iterable[tuple[Venue, str]]


def draft_notice(
    given: Mapping[str, Any], venues: Named, *, by: Officer, file: Any = None
) -> Notice:
    """Draft a notice: TEXTS, the venues it names, each with words of its own or "", and a file.

    Raises Refused (something is missing) and NotAllowed (not command staff).
    """
    notice = Notice(area=own_area(by))
    with transaction.atomic():
        signed = by.signs(demand(notice, "draft_notice", by))
        _refuse_unfit(given)
        _fill(notice, given, by, file)
        notice.draft, notice.drafted_at = take_number("TG", notice.area), clock.now()
        notice.save()
        _name(notice, venues)
        record(notice, "draft_notice", by=by, details=_words_of(notice), signed=signed)
    return notice


def edit_notice(
    notice: Notice,
    given: Mapping[str, Any],
    venues: Named,
    *,
    by: Officer,
    file: Any = None,
    seen: int | None = None,
) -> Notice:
    """Change a draft: whoever did so last counts as its drafter (R-SCOPE-5)."""
    venues = list(venues)

    def write(row: Notice) -> dict[str, Any]:
        _refuse_unfit(given)
        _fill(row, given, by, file)
        row.venues.all().delete()
        _name(row, venues)
        return _words_of(row)

    with transaction.atomic():
        _lock_venues(notice, venues)
        return move(notice, "edit_notice", by=by, given=given, seen=seen, write=write)


def issue_notice(notice: Notice, *, by: Officer, seen: int | None = None) -> Notice:
    """Issue a notice: every venue gets an issue, and a plate proposal with it as its ground.

    Where a plate is current, its grounds grow. All of it or nothing (R-NOTICE-1).
    """

    def write(row: Notice) -> dict[str, Any]:
        _refuse_known_document(row)
        _refuse_ended(row)
        row.number, row.issued_at = take_number("DB", row.area), clock.now()
        row.issuer, row.issuer_person_id = by, by.person_id
        rows = row.venues.select_related("venue__district", "venue__category", "venue__town")
        for named in rows.order_by("venue__pk"):
            issue = _open_issue(row, named, by, row.issued_at)
            NoticeVenue.objects.filter(pk=named.pk).update(issue=issue)
            _propose(row, issue)
        return {"document": row.document, "draft": row.draft, **_words_of(row)}

    return move(notice, "issue_notice", by=by, seen=seen, write=write)


def drop_notice(notice: Notice, *, by: Officer, reason: str, seen: int | None = None) -> Notice:
    """Give a draft up, with a reason."""
    return move(notice, "drop_notice", by=by, given={"reason": reason}, seen=seen)


def withdraw_notice(notice: Notice, *, by: Officer, reason: str, seen: int | None = None) -> Notice:
    """Withdraw a notice: its issues that are not re-checked become void, plates with them.

    A plate with other grounds stays, and so does an issue re-checked or struck off (R-NOTICE-2).
    """

    def write(row: Notice) -> dict[str, Any]:
        issues = Issue.objects.filter(notice_venue__notice=row).order_by("venue", "pk")
        voided = []
        for issue in issues.filter(state__in=[IssueState.OPEN, IssueState.RECTIFIED]):
            ledger.void(issue, by=by, reason=reason, kind=VoidKind.WITHDRAWN)
            voided.append(issue.number)
        for plate in _groundless(issues):
            _end(plate, by, reason)
        return {"remark": ", ".join(voided)}

    return move(notice, "withdraw_notice", by=by, given={"reason": reason}, seen=seen, write=write)


def _refuse_unfit(given: Mapping[str, Any]) -> None:
    errors: dict[str, Words] = required_errors(NOTICE_TABLE["draft_notice"].blanks(given))
    if given.get("level") == NoticeLevel.SUPERIOR and not given.get("document_number"):
        errors["document_number"] = _("A superior's notice has a number.")
    deadline = given.get("deadline")
    if deadline and end_of_day(deadline) <= clock.now():
        errors["deadline"] = _("This day has passed.")
    elif deadline and hours_until(clock.now(), end_of_day(deadline)) > MOST_HOURS:
        errors["deadline"] = _("Choose a day within a year.")
    if errors:
        raise Refused(errors)


def _fill(row: Notice, given: Mapping[str, Any], by: Officer, file: Any) -> None:
    for name in TEXTS:
        setattr(row, name, given[name])
    row.drafter, row.drafter_person_id = by, by.person_id
    if file is not None:
        row.file = file


def _lock_venues(notice: Notice, venues: Named) -> None:
    """Those that the draft names and is going to name, together and in order."""
    before = notice.venues.values_list("venue", flat=True)
    named = {*before, *(venue.pk for venue, _words in venues)}
    list(Standing.objects.select_for_update().filter(pk__in=named).order_by("pk"))


def _name(row: Notice, venues: Named) -> None:
    NoticeVenue.objects.bulk_create(
        NoticeVenue(notice=row, venue=venue, found=words) for venue, words in venues
    )


def _words_of(row: Notice) -> dict[str, Any]:
    names = row.venues.order_by("venue__code").values_list("venue__code", "venue__name")
    return {"title": row.title, "text": row.text, "venues": [" ".join(each) for each in names]}


def _refuse_known_document(row: Notice) -> None:
    same = Notice.objects.filter(
        area=row.area, document_number=row.document_number, state=NoticeState.ISSUED,
        level=NoticeLevel.SUPERIOR,
    ).first()  # fmt: skip
    if row.level == NoticeLevel.SUPERIOR and same is not None:
        values = {"document": row.document_number, "notice": same}
        raise Refused({"": _("%(document)s was issued already, as %(notice)s.") % values})


def _refuse_ended(row: Notice) -> None:
    """A venue may have ended since the draft named it."""
    gone = row.venues.exclude(venue__state__in=VISITED).order_by("venue__code")
    names = [f"{each.venue.code} {each.venue.name}" for each in gone.select_related("venue")]
    if names:
        sentence = _("No longer supervised, change the draft first: %s") % ", ".join(names)
        raise Refused({"": sentence})


def _open_issue(row: Notice, named: NoticeVenue, by: Officer, at: datetime) -> Issue:
    found = Found(
        source=Source.NOTICE,
        severity=row.severity,
        hours=hours_until(at, end_of_day(row.deadline)),
        description=named.found or row.found,
        requirement=_("%(document)s: %(title)s")
        % {"document": row.document, "title": row.title},
    )  # fmt: skip
    return ledger.open_issue(named.venue, found, by=by, at=at)


def _propose(row: Notice, issue: Issue) -> None:
    """A plate for the issue, or one ground more; a hanging plate may have taken it by itself."""
    grounds = [(issue, GROUND_OF[NoticeLevel(row.level)])]
    current = Plate.objects.current().filter(venue=issue.venue_id).first()
    if current is None:
        plates.propose(
            issue.venue, grounds, by=SYSTEM, document_number=row.document,
            facts=_("%(document)s: %(title)s") % {"document": row.document, "title": row.title},
        )  # fmt: skip
    elif not current.grounds.filter(issue=issue).exists():
        plates.add_grounds(current, grounds, by=SYSTEM, document_number=row.document)


def _groundless(issues: Any) -> list[Plate]:
    """The current plates of these issues whose every ground is void now."""
    rows = Plate.objects.filter(state__in=CURRENT, grounds__issue__in=issues).distinct()
    found = rows.exclude(grounds__issue__in=Issue.objects.exclude(state=IssueState.VOID))
    return list(found.order_by("venue", "pk"))


def _end(plate: Plate, by: Officer, reason: str) -> None:
    """A plate without grounds ends; one that this leader proposed is for another to refuse."""
    if plate.state == PlateState.PROPOSED:
        if plate.proposer_person_id != by.person_id:
            plates.refuse(plate, by=by, reason=reason)
    else:
        plates.withdraw_plate(plate, by=by, kind=WithdrawKind.VOID, reason=reason)

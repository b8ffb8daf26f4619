"""The scheme's places in the navigation, whose they are, and what waits for a person at each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.duties.filters import query_of
from inspections.duties.models import Duty
from inspections.enforcement.waiting import waiting_for as operations_waiting_for
from inspections.ledger.waiting import ANYTHING, waiting_for
from inspections.plates.waiting import waiting_for as plates_waiting_for
from inspections.reports.today import to_submit
from inspections.tracking.delivery.waiting import dead_letters, keeps_channels
from inspections.tracking.intake.waiting import waiting_for as intake_waiting_for
from inspections.tracking.lookbacks.models import LookBack
from inspections.tracking.notices.waiting import waiting_for as notices_waiting_for
from venues.rules import BUSINESS_POSTS, Post
from venues.scoping import is_of_command
from venuewatch.listing.counting import Count, count_of
from venuewatch.navigation import MOST_WAITING, Place, Waiting


def _everybody(officer: Any) -> bool:
    return True


def _audits(officer: Any) -> bool:
    return bool(officer.post == Post.AUDITOR)


def _at_work(officer: Any) -> bool:
    return officer.post in BUSINESS_POSTS


def _duties(officer: Any) -> Waiting:
    """The checks that the own organisation owes today still."""
    return Waiting(count_of(Duty.objects.owed_today(officer), MOST_WAITING), query_of(officer))


def _issues(officer: Any) -> Waiting:
    """Re-checks, sign-offs and decisions."""
    rows = waiting_for(officer, ANYTHING)
    return Waiting(count_of(rows, MOST_WAITING), f"waits={ANYTHING}")


def _plates(officer: Any) -> Waiting:
    """Plates to prepare, to decide, to hang, to accept."""
    return Waiting(count_of(plates_waiting_for(officer), MOST_WAITING), "waits=on")


def _operations(officer: Any) -> Waiting:
    """Whistles to convene, operations to close; own parts to take; agencies to rate."""
    return Waiting(count_of(operations_waiting_for(officer), MOST_WAITING), "waits=on")


def _look_backs(officer: Any) -> Waiting:
    """The visits to which this person is sent; for command, those that nobody makes."""
    own = LookBack.objects.sent_to(officer)
    if is_of_command(officer) and not own.exists():
        rows = LookBack.objects.visible_to(officer).without_person()
        return Waiting(count_of(rows, MOST_WAITING), "nobody=on")
    return Waiting(count_of(own, MOST_WAITING), "mine=on")


def _reports(officer: Any) -> Waiting:
    """The reports to submit."""
    rows = to_submit(officer)
    return Waiting(Count(0) if rows is None else count_of(rows, MOST_WAITING))


def _notices(officer: Any) -> Waiting:
    """Drafts to issue."""
    return Waiting(count_of(notices_waiting_for(officer), MOST_WAITING), "waits=on")


def _intake(officer: Any) -> Waiting:
    """What came in: to dispatch, to verify, to answer."""
    return Waiting(count_of(intake_waiting_for(officer), MOST_WAITING), "waits=on")


def _dead_letters(officer: Any) -> Waiting:
    """Messages to channels that were given up."""
    return Waiting(count_of(dead_letters(), MOST_WAITING), "state=dead")


PLACES = (
    Place(_("Today"), "today", "calendar-check", 1, _everybody, on_phone=True),
    Place(_("File a check"), "checks:pick", "clipboard-plus", 2, _at_work, on_phone=True),
    Place(_("Duties"), "duties:list", "calendar-due", 3, _at_work, waiting=_duties),
    Place(_("Venues"), "venues:register", "building-store", 4, _at_work),
    Place(_("Issue ledger"), "ledger:list", "list-check", 5, _at_work, on_phone=True,
          waiting=_issues),
    Place(_("Plates"), "plates:list", "hexagon-letter-p", 6, _at_work, waiting=_plates),
    Place(_("Operations"), "operations:list", "urgent", 7, _at_work, waiting=_operations),
    Place(_("Notices"), "notices:list", "speakerphone", 8, _at_work, waiting=_notices),
    Place(_("Look-backs"), "look_backs:list", "eye-check", 9, _at_work, waiting=_look_backs),
    Place(_("Daily reports"), "reports:overview", "report", 10, _at_work, waiting=_reports),
    Place(_("Map"), "map:map", "map-2", 11, _at_work),
    Place(_("Dashboard"), "dashboard:dashboard", "dashboard", 12, is_of_command),
    Place(_("Outstanding"), "outstanding:overview", "hourglass", 12, is_of_command),
    Place(_("Intake"), "intake:list", "inbox", 13, is_of_command, waiting=_intake),
    Place(_("Orders"), "orders:list", "gavel", 14, is_of_command),
    Place(_("Events"), "events", "history", 15, _audits, on_phone=True),
    Place(_("Settings"), "settings:home", "settings", 16, is_of_command),
    Place(_("Channels"), "delivery:channels", "broadcast", 16, keeps_channels, on_phone=True),
    Place(_("Messages"), "delivery:deliveries", "send", 16, keeps_channels, on_phone=True,
          waiting=_dead_letters),
    Place(_("Me"), "me", "user", 17, _everybody, on_phone=True, on_desk=False),
)  # fmt: skip

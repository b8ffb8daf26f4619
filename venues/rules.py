"""Words and tables of the register: kinds, posts, sides, statuses, colours. Imports no model."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from venuewatch.workflow.rules import (
    SYSTEM_CAPACITY,
    Transition,
    TransitionTable,
    Words,
    capacities,
)


class AreaKind(TextChoices):
    """The levels of the territory, from the city down to the grid."""

    CITY = "city", _("city")
    DISTRICT = "district", _("district")
    TOWN = "town", _("town")
    COMMUNITY = "community", _("community")
    GRID = "grid", _("grid")


class OrganisationKind(TextChoices):
    """What an organisation is in the scheme (scheme.md §1)."""

    COMMAND = "command", _("command")
    TOWN = "town", _("town")
    DEPARTMENT = "department", _("department")
    AGENCY = "agency", _("agency")


class Post(TextChoices):
    """An officer's post; inspector, reviewer and leader each can do what the one before can."""

    INSPECTOR = "inspector", _("inspector")
    REVIEWER = "reviewer", _("reviewer")
    LEADER = "leader", _("leader")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("system administrator")


BUSINESS_POSTS: tuple[str, ...] = (Post.INSPECTOR, Post.REVIEWER, Post.LEADER)


def posts_up_to(post: str) -> tuple[str, ...]:
    """The posts whose rights this post has; none for auditors and administrators."""
    if post not in BUSINESS_POSTS:
        return ()
    return BUSINESS_POSTS[: BUSINESS_POSTS.index(post) + 1]


class LeadRole(TextChoices):
    """How a department answers for a category of venues."""

    LEAD = "lead", _("leads")
    CO = "co", _("co-leads")


class Regime(TextChoices):
    """What control orders impose now, from the mildest to the strictest (R-ORDER-1)."""

    OPEN = "open", _("open")
    RESTRICTED = "restricted", _("restricted")
    SUSPENDED = "suspended", _("suspended")
    CLOSED = "closed", _("closed")


class Colour(TextChoices):
    """A venue's one colour, always shown with its word (R-VENUE-1)."""

    BLACK = "black", _("black plate")
    RED = "red", _("red")
    WHITE = "white", _("white")
    YELLOW = "yellow", _("yellow")
    GREEN = "green", _("green")


class VenueStatus(TextChoices):
    """Where a venue is in its life on the register."""

    PENDING = "pending", _("pending")
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")


# Where a visit can be filed: a paused venue owes none, but one that was made still counts.
VISITED = (VenueStatus.ACTIVE, VenueStatus.PAUSED)


class PointSource(TextChoices):
    """The coordinate system a point was given in; stored points are WGS84."""

    WGS84 = "wgs84", "WGS84"
    GCJ02 = "gcj02", "GCJ-02"
    BD09 = "bd09", "BD-09"


class Origin(TextChoices):
    """Whether a row was made in the portal or taken over from an older ledger (scheme.md §8)."""

    LIVE = "live", _("made here")
    HISTORY = "history", _("taken over")


@dataclass(frozen=True)
class SchemeDefault:
    """A value of the scheme that command may change, within its ends; `unit` is a word."""

    value: int
    unit: Words
    label: Words
    lowest: int = 0
    highest: int = 3650

    def words(self, value: int) -> str:
        """A value as people write it, without its unit."""
        return str(value)


@dataclass(frozen=True)
class TimeOfDay(SchemeDefault):
    """A time of day, kept in minutes after midnight."""

    unit: Words = ""
    label: Words = ""
    highest: int = 24 * 60 - 1

    def words(self, value: int) -> str:
        """Hours and minutes."""
        return f"{value // 60:02}:{value % 60:02}"


@dataclass(frozen=True)
class YesOrNo(SchemeDefault):
    """1 for yes, 0 for no."""

    unit: Words = ""
    label: Words = ""
    highest: int = 1

    def words(self, value: int) -> str:
        """Yes or no."""
        return str(_("yes") if value else _("no"))


SCHEME_DEFAULTS: dict[str, SchemeDefault] = {
    "backdate_days": SchemeDefault(3, _("days"), _("A visit may be filed at most so late")),
    "clock_ahead_minutes": SchemeDefault(
        10, _("minutes"), _("A device clock so far ahead is set to server time")
    ),
    "recurrence_days": SchemeDefault(
        30, _("days"), _("Opened again within this time is a recurrence")
    ),
    "recheck_days": SchemeDefault(3, _("days"), _("A re-check is owed within")),
    "measure_days": SchemeDefault(
        1, _("days"), _("After 2 failed re-checks a measure is owed within")
    ),
    "hand_over_days": SchemeDefault(
        1, _("days"), _("An issue may be handed over, and that refused, within")
    ),
    "withdrawal_hours": SchemeDefault(
        24, _("hours"), _("A mistaken visit may be withdrawn within")
    ),
    "plate_reply_hours": SchemeDefault(
        24, _("hours"), _("A venue may reply to the notice of a black plate within"), lowest=1
    ),
    "plate_clean_days": SchemeDefault(
        3,
        _("days"),
        _("Before a plate is lifted, both sides' checks are clean for"),
        lowest=1,
        highest=90,
    ),
    "plate_board": YesOrNo(0, label=_("A public page shows which plates hang")),
    "plate_recurrences": SchemeDefault(
        2, _("times"), _("A plate is proposed when an item recurs"), lowest=1, highest=20
    ),
    "plate_recurrence_days": SchemeDefault(
        30, _("days"), _("Recurrences count for a plate within"), lowest=1
    ),
    "plate_failed_rechecks": SchemeDefault(
        2, _("times"), _("A plate is proposed when re-checks in a row failed"), lowest=1, highest=20
    ),
    "urgent_sign_in": SchemeDefault(
        10, _("minutes"), _("Urgent operation: agencies sign in within"), lowest=1
    ),
    "urgent_on_site": SchemeDefault(
        60, _("minutes"), _("Urgent operation: agencies are on site within"), lowest=1
    ),
    "urgent_first_result": SchemeDefault(
        4, _("hours"), _("Urgent operation: the first result is there within"), lowest=1
    ),
    "urgent_final_report": SchemeDefault(
        24, _("hours"), _("Urgent operation: the final report is there within"), lowest=1
    ),
    "routine_sign_in": SchemeDefault(
        60, _("minutes"), _("Routine operation: agencies sign in within"), lowest=1
    ),
    "routine_contact": SchemeDefault(
        24, _("hours"), _("Routine operation: agencies are in contact within"), lowest=1
    ),
    "routine_done": SchemeDefault(
        3, _("working days"), _("Routine operation: done within"), lowest=1, highest=60
    ),
    "hard_done": SchemeDefault(
        5, _("working days"), _("Hard case: the operation is done within"), lowest=1, highest=60
    ),
    "squad_police": SchemeDefault(1, _("persons"), _("A squad has police, at least"), highest=50),
    "squad_health": SchemeDefault(1, _("persons"), _("A squad has health, at least"), highest=50),
    "squad_market": SchemeDefault(
        1, _("persons"), _("A squad has market regulation, at least"), highest=50
    ),
    "squad_town": SchemeDefault(1, _("persons"), _("A squad has the town, at least"), highest=50),
    "squad_certified": SchemeDefault(
        2, _("persons"), _("A squad has officers with a certificate, at least"), highest=50
    ),
    "invited_days": SchemeDefault(
        30, _("days"), _("Invited agencies see the venue after the operation for")
    ),
    "look_back_general": SchemeDefault(7, _("days"), _("General: looked back at after"), lowest=1),
    "look_back_serious": SchemeDefault(3, _("days"), _("Serious: looked back at after"), lowest=1),
    "look_back_serious_again": SchemeDefault(
        14, _("days"), _("Serious: looked back at again after"), lowest=1
    ),
    "look_back_major": SchemeDefault(3, _("days"), _("Major: looked back at after"), lowest=1),
    "look_back_major_again": SchemeDefault(
        7, _("days"), _("Major: looked back at again after"), lowest=1
    ),
    "look_back_major_last": SchemeDefault(
        30, _("days"), _("Major: looked back at a last time after"), lowest=1
    ),
    "look_back_ceased": SchemeDefault(
        30, _("days"), _("Ceased trading: looked back at after"), lowest=1
    ),
    "look_back_plate": SchemeDefault(
        7, _("days"), _("A lifted plate: looked back at after"), lowest=1
    ),
    "look_back_plate_again": SchemeDefault(
        30, _("days"), _("A lifted plate: looked back at again after"), lowest=1
    ),
    "look_back_within": SchemeDefault(
        3, _("days"), _("Who is sent to look back goes within"), lowest=1, highest=30
    ),
    "ladder_department_days": SchemeDefault(
        1, _("days"), _("What is late is told to the lead department after"), highest=90
    ),
    "ladder_command_days": SchemeDefault(
        3, _("days"), _("What is late is told to the command after"), highest=90
    ),
    "sign_off_days": SchemeDefault(2, _("days"), _("A sign-off is owed within")),
    "intake_dispatch_hours": SchemeDefault(
        2, _("hours"), _("What comes in at the desk is dispatched within"), lowest=1, highest=720
    ),
    "intake_verify_days": SchemeDefault(
        3, _("working days"), _("Town and department verify it within"), lowest=1, highest=90
    ),
    "intake_feedback_days": SchemeDefault(
        2, _("days"), _("Once verified it is answered within"), lowest=1, highest=90
    ),
    "intake_duplicate_days": SchemeDefault(
        30, _("days"), _("Possible duplicates are looked for within the last"), lowest=1
    ),
    "routine_moves": YesOrNo(1, label=_("Routine checks move off non-working days")),
    "report_minutes": TimeOfDay(18 * 60, label=_("Towns and departments report by")),
    "summary_minutes": TimeOfDay(20 * 60, label=_("Departments' summaries are due by")),
    "bulletin_minutes": TimeOfDay(21 * 60, label=_("The command bulletin is due by")),
    "remind_minutes": SchemeDefault(
        30, _("minutes"), _("A report is reminded of before its deadline")
    ),
}

# For rectification an item, an order, a notice or a tip gives a year at most.
MOST_HOURS = 365 * 24

# Masked until somebody asks for them, which is recorded (scheme.md §3).
CONTACTS = ("legal_representative", "legal_phone", "site_person", "site_phone")

# R-SCOPE-5: who holds one of these may lend it; lender and borrower may end that early.
LENT_POSTS: tuple[str, ...] = (Post.REVIEWER, Post.LEADER)

TOWN_INSPECTOR = capacities("town", "inspector")
TOWN_REVIEWER = capacities("town", "reviewer")
COMMAND_STAFF = capacities("command", "inspector")
COMMAND_LEADER = capacities("command", "leader")

# Accounts are the administrator's, one's own post is one's own to lend (R-SCOPE-5); each act leaves
# an event on the officer's chain.
ADMINISTRATOR = capacities("accounts", "administrator")
OFFICER_TABLE = TransitionTable(
    (
        Transition("create_account", _("Create the account"), ("",), None, ADMINISTRATOR),
        Transition("change_account", _("Change the account"), ("",), None, ADMINISTRATOR),
        Transition("move_account", _("Move the account"), ("",), None, ADMINISTRATOR),
        Transition("disable_account", _("Disable the account"), ("",), None, ADMINISTRATOR),
        Transition("enable_account", _("Enable the account"), ("",), None, ADMINISTRATOR),
        Transition("reset_password", _("Reset the password"), ("",), None, ADMINISTRATOR),
        Transition(
            "change_password", _("Change the own password"), ("",), None,
            capacities("accounts", "own"),
        ),
        Transition("lend_post", _("Lend the post"), ("",), None, capacities("own", *LENT_POSTS)),
        Transition(
            "end_loan",
            _("End the loan of a post"),
            ("",),
            None,
            capacities("own", Post.INSPECTOR) | capacities("borrower", Post.INSPECTOR),
        ),
    )
)  # fmt: skip

# What command's leaders set for their district; each act leaves one event, with its reason.
VALUE_TABLE = TransitionTable(
    (Transition("set_value", _("Change the value"), ("",), None, COMMAND_LEADER, ("reason",)),)
)
CHARGE_TABLE = TransitionTable(
    (Transition("set_leads", _("Change the leads"), ("",), None, COMMAND_LEADER, ("reason",)),)
)

VENUE_TABLE = TransitionTable(
    (
        Transition(
            "confirm",
            _("Confirm"),
            (VenueStatus.PENDING,),
            VenueStatus.ACTIVE,
            TOWN_REVIEWER | COMMAND_STAFF,
        ),
        Transition(
            "edit",
            _("Edit"),
            (VenueStatus.PENDING, VenueStatus.ACTIVE, VenueStatus.PAUSED),
            None,
            TOWN_INSPECTOR | COMMAND_STAFF,
        ),
        Transition(
            "escalate",
            _("Told as late"),
            (VenueStatus.ACTIVE,),
            None,
            frozenset({SYSTEM_CAPACITY}),
        ),
        Transition(
            "pause",
            _("Pause"),
            (VenueStatus.ACTIVE,),
            VenueStatus.PAUSED,
            TOWN_INSPECTOR | COMMAND_STAFF,
            required=("reason",),
        ),
        Transition(
            "resume",
            _("Resume"),
            (VenueStatus.PAUSED,),
            VenueStatus.ACTIVE,
            TOWN_INSPECTOR | COMMAND_STAFF,
        ),
        Transition(
            "end",
            _("End"),
            (VenueStatus.PENDING, VenueStatus.ACTIVE, VenueStatus.PAUSED),
            VenueStatus.ENDED,
            COMMAND_STAFF,
            required=("reason",),
        ),
        Transition(
            "assign_town",
            _("Assign a town"),
            (VenueStatus.PENDING, VenueStatus.ACTIVE, VenueStatus.PAUSED),
            None,
            COMMAND_STAFF,
        ),
        Transition(
            "override_leads",
            _("Name other leads"),
            (VenueStatus.PENDING, VenueStatus.ACTIVE, VenueStatus.PAUSED),
            None,
            COMMAND_LEADER,
            required=("reason",),
        ),
        Transition(
            "reveal_contact",
            _("Show the contact in clear"),
            tuple(VenueStatus.values),
            None,
            capacities("town", "inspector")
            | capacities("lead", "inspector")
            | capacities("co", "inspector")
            | COMMAND_STAFF,
        ),
    )
)

"""How the folders of the scheme are joined: who follows whose acts, and what stands on which page.

A lower folder knows nothing of a higher one; here the higher ones are registered with it.
"""

from inspections.checks import followups as checks_followups
from inspections.checks import today as checks_today
from inspections.checks.errands import add_errands
from inspections.checks.order_lists import publish_items
from inspections.checks.panels import lists_of, visits_of
from inspections.checks.sections import add_part
from inspections.checks.sendings import add_sending
from inspections.duties import followups as duties_followups
from inspections.duties.actions import on_planned, replan
from inspections.duties.intervals import intervals_of
from inspections.enforcement import today as operations_today
from inspections.enforcement.panels import operations_of
from inspections.ledger import followups as ledger_followups
from inspections.ledger.issue_panels import ISSUE_PANELS
from inspections.ledger.look_back_column import tell_look_backs
from inspections.ledger.panels import issues_of
from inspections.places import PLACES
from inspections.plates import today as plates_today
from inspections.plates.actions import take_grounds
from inspections.plates.panels import plates_of
from inspections.plates.plate_panels import PLATE_PANELS
from inspections.reports import followups as reports_followups
from inspections.reports import late as missing_reports
from inspections.reports import today as reports_today
from inspections.reports.actions import await_reports
from inspections.reports.told import links_of_reports
from inspections.tracking.delivery.audiences import add_audience
from inspections.tracking.escalation.finding import add_late
from inspections.tracking.inbox.links import add_links
from inspections.tracking.intake import followups as intake_followups
from inspections.tracking.intake import today as intake_today
from inspections.tracking.lookbacks import actions as look_backs
from inspections.tracking.lookbacks import followups as look_backs_followups
from inspections.tracking.lookbacks import reactions as look_backs_reactions
from inspections.tracking.lookbacks import today as look_backs_today
from inspections.tracking.lookbacks.panels import (
    look_backs_of_issue,
    look_backs_of_plate,
    look_backs_told,
)
from inspections.tracking.lookbacks.rounds import LOOK_BACKS
from inspections.tracking.notices import today as notices_today
from inspections.tracking.notices.panels import notices_of
from venues.models.standing import on_settled
from venues.orders.actions import on_issued
from venues.panels import SETTINGS_PANELS, VENUE_PANELS
from venuewatch.navigation import add_place
from venuewatch.workflow.reactions import after

# Importing these registers the handlers of follow-ups, by their kinds.
FOLLOW_UPS = (
    checks_followups, duties_followups, intake_followups, ledger_followups, look_backs_followups,
    reports_followups,
)  # fmt: skip


def follow_acts() -> None:
    """Let the higher folders follow what happens in the lower ones, in the same transaction."""
    on_settled(replan)
    on_settled(take_grounds)
    on_issued(publish_items)
    on_planned(await_reports)
    after("issue", "close", look_backs.schedule_for_issue)
    after("issue", "open", look_backs_reactions.when_opened)
    after("plate", "lift", look_backs.schedule_for_plate)
    after("plate", "hang", look_backs_reactions.when_hung)
    after("venue", "end", look_backs_reactions.when_ended)
    after("withdrawal", "grant_withdrawal", look_backs_reactions.when_withdrawn)
    add_late(missing_reports.MISSING)
    add_audience(missing_reports.CONCERNED)
    add_errands(look_backs_reactions.errands_of, look_backs_reactions.when_filed)


def furnish_pages() -> None:
    """Put the places in the navigation, the parts of today's page, and the panels."""
    for today in (
        checks_today, look_backs_today, operations_today, plates_today, intake_today,
        notices_today, reports_today,
    ):  # fmt: skip
        for part in today.PARTS:
            add_part(part)
    VENUE_PANELS.add("plates/panel.html", plates_of, 0)
    VENUE_PANELS.add("ledger/panel.html", issues_of, 1)
    VENUE_PANELS.add("checks/panel.html", visits_of, 2)
    VENUE_PANELS.add("operations/panel.html", operations_of, 3)
    VENUE_PANELS.add("notices/panel.html", notices_of, 3)
    ISSUE_PANELS.add("look_backs/panel.html", look_backs_of_issue)
    PLATE_PANELS.add("look_backs/panel.html", look_backs_of_plate)
    SETTINGS_PANELS.add("duties/intervals_table.html", intervals_of, 1)
    SETTINGS_PANELS.add("checks/lists_table.html", lists_of, 2)
    tell_look_backs(look_backs_told)
    add_sending(LOOK_BACKS)
    add_links("report", links_of_reports)
    for place in PLACES:
        add_place(place)

"""App configuration of the scheme."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    """Registers the scheme's tables, what happens later, its places and its panels."""

    name = "inspections"
    verbose_name = _("Inspections")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register handlers, panels on the venue's page, and places in the navigation."""
        import inspections.checks.followups
        import inspections.duties.followups
        import inspections.ledger.followups
        import inspections.reports.followups
        import inspections.tracking.lookbacks.followups  # noqa: F401
        from inspections.checks import today as checks_today
        from inspections.checks.errands import add_errands
        from inspections.checks.order_lists import publish_items
        from inspections.checks.panels import lists_of, visits_of
        from inspections.checks.sections import add_part
        from inspections.duties.actions import on_planned, replan
        from inspections.duties.intervals import intervals_of
        from inspections.enforcement import today as operations_today
        from inspections.enforcement.panels import operations_of
        from inspections.ledger.panels import issues_of
        from inspections.places import PLACES
        from inspections.plates import today as plates_today
        from inspections.plates.actions import take_grounds
        from inspections.plates.panels import plates_of
        from inspections.reports import today as reports_today
        from inspections.reports.actions import await_reports
        from inspections.tracking.lookbacks import actions as look_backs
        from inspections.tracking.lookbacks import reactions
        from venues.models.standing import on_settled
        from venues.orders.actions import on_issued
        from venues.panels import Panel, SettingsPanel, add_panel, add_settings_panel
        from venuewatch.navigation import add_place
        from venuewatch.workflow.reactions import after

        on_settled(replan)
        on_settled(take_grounds)
        on_issued(publish_items)
        on_planned(await_reports)
        after("issue", "close", look_backs.schedule_for_issue)
        after("issue", "open", reactions.when_opened)
        after("plate", "lift", look_backs.schedule_for_plate)
        after("plate", "hang", reactions.when_hung)
        after("venue", "end", reactions.when_ended)
        after("withdrawal", "grant_withdrawal", reactions.when_withdrawn)
        add_errands(reactions.errands_of, reactions.when_filed)
        for part in (
            *checks_today.PARTS, *operations_today.PARTS, *plates_today.PARTS, *reports_today.PARTS,
        ):  # fmt: skip
            add_part(part)
        add_panel(Panel("plates/panel.html", 0, plates_of))
        add_panel(Panel("operations/panel.html", 3, operations_of))
        add_panel(Panel("ledger/panel.html", 1, issues_of))
        add_panel(Panel("checks/panel.html", 2, visits_of))
        add_settings_panel(SettingsPanel("duties/intervals_table.html", 1, intervals_of))
        add_settings_panel(SettingsPanel("checks/lists_table.html", 2, lists_of))
        for place in PLACES:
            add_place(place)

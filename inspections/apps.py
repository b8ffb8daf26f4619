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
        import inspections.tracking.intake.followups  # noqa: F401
        from inspections.checks import today as checks_today
        from inspections.checks.panels import lists_of, visits_of
        from inspections.checks.sections import add_part
        from inspections.duties.actions import on_planned, replan
        from inspections.duties.intervals import intervals_of
        from inspections.ledger.panels import issues_of
        from inspections.places import PLACES
        from inspections.plates import today as plates_today
        from inspections.plates.actions import take_grounds
        from inspections.plates.panels import plates_of
        from inspections.reports import today as reports_today
        from inspections.reports.actions import await_reports
        from inspections.tracking.intake import today as intake_today
        from inspections.tracking.notices import today as notices_today
        from inspections.tracking.notices.panels import notices_of
        from venues.models.standing import on_settled
        from venues.panels import Panel, SettingsPanel, add_panel, add_settings_panel
        from venuewatch.navigation import add_place

        on_settled(replan)
        on_settled(take_grounds)
        on_planned(await_reports)
        for today in (checks_today, plates_today, intake_today, notices_today, reports_today):
            for part in today.PARTS:
                add_part(part)
        add_panel(Panel("plates/panel.html", 0, plates_of))
        add_panel(Panel("ledger/panel.html", 1, issues_of))
        add_panel(Panel("checks/panel.html", 2, visits_of))
        add_panel(Panel("notices/panel.html", 3, notices_of))
        add_settings_panel(SettingsPanel("duties/intervals_table.html", 1, intervals_of))
        add_settings_panel(SettingsPanel("checks/lists_table.html", 2, lists_of))
        for place in PLACES:
            add_place(place)

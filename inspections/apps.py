"""App configuration of the scheme."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from venues.rules import BUSINESS_POSTS, OrganisationKind, Post


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
        import inspections.reports.followups  # noqa: F401
        from inspections.checks.panels import lists_of, visits_of
        from inspections.checks.today import add_sections
        from inspections.duties.actions import on_planned, replan
        from inspections.duties.intervals import intervals_of
        from inspections.enforcement.panels import operations_of
        from inspections.enforcement.today import count_waiting
        from inspections.enforcement.today import sections_for as operations_for
        from inspections.ledger.panels import issues_of
        from inspections.plates.actions import take_grounds
        from inspections.plates.panels import plates_of
        from inspections.plates.today import sections_for as plates_for
        from inspections.reports.actions import await_reports
        from inspections.reports.today import sections_for
        from venues.models.standing import on_settled
        from venues.panels import Panel, SettingsPanel, add_panel, add_settings_panel
        from venuewatch.navigation import Place, add_place

        on_settled(replan)
        on_settled(take_grounds)
        on_planned(await_reports)
        add_sections(operations_for)
        add_sections(plates_for)
        add_sections(sections_for)
        add_panel(Panel("plates/panel.html", 0, plates_of))
        add_panel(Panel("operations/panel.html", 3, operations_of))
        add_panel(Panel("ledger/panel.html", 1, issues_of))
        add_panel(Panel("checks/panel.html", 2, visits_of))
        add_settings_panel(SettingsPanel("duties/intervals_table.html", 1, intervals_of))
        add_settings_panel(SettingsPanel("checks/lists_table.html", 2, lists_of))
        for place in (
            Place(_("Today"), "today", "calendar-check", 1, _everybody, on_phone=True),
            Place(_("File a check"), "checks:pick", "clipboard-plus", 2, _at_work, on_phone=True),
            Place(_("Duties"), "duties:list", "calendar-due", 3, _at_work),
            Place(_("Venues"), "venues:register", "building-store", 4, _at_work),
            Place(_("Issue ledger"), "ledger:list", "list-check", 5, _at_work, on_phone=True),
            Place(_("Plates"), "plates:list", "hexagon-letter-p", 6, _at_work),
            Place(_("Operations"), "operations:list", "urgent", 7, _at_work, count=count_waiting),
            Place(_("Daily reports"), "reports:overview", "report", 8, _at_work),
            Place(_("Events"), "events", "history", 9, _audits, on_phone=True),
            Place(_("Settings"), "settings:home", "settings", 10, _commands),
            Place(_("Me"), "me", "user", 11, _everybody, on_phone=True, on_desk=False),
        ):
            add_place(place)


def _everybody(officer: Any) -> bool:
    return True


def _audits(officer: Any) -> bool:
    return bool(officer.post == Post.AUDITOR)


def _commands(officer: Any) -> bool:
    organisation = officer.organisation
    return bool(organisation and organisation.kind == OrganisationKind.COMMAND)


def _at_work(officer: Any) -> bool:
    return officer.post in BUSINESS_POSTS

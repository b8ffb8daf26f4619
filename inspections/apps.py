"""App configuration of the scheme."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    """Registers the scheme's tables, what happens later, its places and its panels."""

    name = "inspections"
    verbose_name = _("Inspections")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Join the folders of the scheme."""
        from inspections import wiring

        wiring.follow_acts()
        wiring.furnish_pages()

"""App configuration of the scheme."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    """Registers the scheme's tables and its follow-up handlers."""

    name = "inspections"
    verbose_name = _("Inspections")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the handlers of what happens later."""
        from inspections.ledger import followups  # noqa: F401

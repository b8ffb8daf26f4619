"""App configuration of the venue register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VenuesConfig(AppConfig):
    """Registers the register's tables under the label `venues`, and what orders impose later."""

    name = "venues"
    verbose_name = _("Venue register")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the handlers of orders and their panel on the venue's page."""
        import venues.orders.followups  # noqa: F401
        from venues.orders.panels import orders_of
        from venues.panels import VENUE_PANELS

        VENUE_PANELS.add("orders/panel.html", orders_of)

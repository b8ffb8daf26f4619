"""App configuration of the venue register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VenuesConfig(AppConfig):
    """Registers the register's tables under the label `venues`."""

    name = "venues"
    verbose_name = _("Venue register")
    default_auto_field = "django.db.models.BigAutoField"

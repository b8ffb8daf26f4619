"""App configuration of the list pages."""

from django.apps import AppConfig


class ListingConfig(AppConfig):
    """Registers the template tags and the table of saved filters."""

    name = "venuewatch.listing"
    label = "listing"
    default_auto_field = "django.db.models.BigAutoField"

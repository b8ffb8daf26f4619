"""App configuration of the list pages."""

from django.apps import AppConfig


class ListingConfig(AppConfig):
    """Registers the template tags; there are no tables in the database."""

    name = "venuewatch.listing"
    label = "listing"

"""The project package as a Django app, so that it can own commands and static files."""

from importlib import import_module

from django.apps import AppConfig

from venuewatch import logs


class VenueWatchConfig(AppConfig):
    """Plumbing; it has no models and knows no word of the domain."""

    name = "venuewatch"
    verbose_name = "VenueWatch"

    def ready(self) -> None:
        """Make the Celery application the current one before any task is called; set up logs."""
        import_module("venuewatch.celery")
        logs.configure()

"""The Celery application. The broker holds no truth: a lost message is a row still due."""

import os
from typing import Any

from celery import Celery

from venuewatch.embedded import servers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "venuewatch.settings")


class VenueWatchCelery(Celery):
    """Celery that starts the embedded Redis before it connects, where none is configured."""

    def connection_for_read(self, *args: Any, **kwargs: Any) -> Any:
        """A connection to consume from."""
        self._ensure_broker()
        return super().connection_for_read(*args, **kwargs)

    def connection_for_write(self, *args: Any, **kwargs: Any) -> Any:
        """A connection to publish on."""
        self._ensure_broker()
        return super().connection_for_write(*args, **kwargs)

    def _ensure_broker(self) -> None:
        if self.conf.embedded_broker:
            servers.ensure()


app = VenueWatchCelery("venuewatch")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

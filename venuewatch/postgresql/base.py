"""The database backend for the embedded server."""

from typing import Any

from django.db.backends.postgresql import base

from venuewatch.embedded import servers


class DatabaseWrapper(base.DatabaseWrapper):
    """Starts the embedded servers before it connects or fills a pool."""

    def get_connection_params(self) -> dict[str, Any]:
        """Django's parameters, once the server answers."""
        servers.ensure()
        return super().get_connection_params()

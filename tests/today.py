"""What today's page lists for whoever is signed in."""

from collections.abc import Sequence
from typing import Any

from django.test import Client


def sections(client: Client) -> dict[str, Sequence[Any]]:
    """The rows of each section by its heading."""
    parts = client.get("/").context["sections"]
    return {str(section.heading): section.rows for _template, section in parts}

"""Getting around: what the desk has in its rail, a phone reaches within two taps."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast


@pytest.mark.parametrize(
    "name", ["inspector", "dept-reviewer", "command-leader", "auditor", "admin"]
)
def test_a_phone_reaches_every_place_of_the_rail(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast[name])
    page = client.get("/me/")

    rail = {reverse(entry.place.url_name) for entry in page.context["rail"]}
    without_rail = re.sub(
        r'<nav class="vw-rail.*?</nav>', "", page.content.decode(), flags=re.DOTALL
    )
    assert rail
    assert rail <= set(re.findall(r'href="([^"]*)"', without_rail))

"""The demo's district, laid as a real one is, and its officers."""

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from inspections.checks.catalogue import FOLDER
from inspections.checks.publishing import publish_catalogue
from inspections.demo.names import Maker
from venues.models import Officer, Organisation, Person
from venues.rules import Post
from venues.territory.laying import lay
from venues.territory.reading import read

# The accounts shown to who starts the demo: username → (organisation's code, post).
SHOWN = {
    "town": ("410108002", Post.INSPECTOR),
    "town-reviewer": ("410108002", Post.REVIEWER),
    "town-leader": ("410108002", Post.LEADER),
    "department": ("market_reg", Post.INSPECTOR),
    "department-reviewer": ("market_reg", Post.REVIEWER),
    "agency-reviewer": ("fire", Post.REVIEWER),  # signs off what fire items found
    "command": ("command", Post.INSPECTOR),
    "command-reviewer": ("command", Post.REVIEWER),
    "command-leader": ("command", Post.LEADER),
    "auditor": ("", Post.AUDITOR),
    "admin": ("", Post.ADMINISTRATOR),
}
_POSTS = (Post.INSPECTOR, Post.INSPECTOR, Post.REVIEWER, Post.LEADER)


def district_data() -> dict[str, Any]:
    """The demo district as its data file says."""
    data: dict[str, Any] = yaml.safe_load(_text())
    return data


def password_file() -> Path:
    """Where the demo's password is kept, outside the project."""
    return Path(settings.DATA_DIR) / "demo-password"


def lay_district() -> dict[str, Organisation]:
    """The demo's areas, organisations, categories and checklists, as for a real district.

    Returns the organisations by code.
    """
    laid = lay(read(_text()))
    publish_catalogue(laid.district)
    rows = Organisation.objects.filter(area__district=laid.district).order_by("pk")
    return {row.code: row for row in rows}


def make_officers(organisations: dict[str, Organisation], maker: Maker, password: str) -> None:
    """Two inspectors, a reviewer and a leader each; the shown accounts under short names."""
    shown = {where: username for username, where in SHOWN.items()}
    for organisation in organisations.values():
        for number, post in enumerate(_POSTS, 1):
            username = shown.pop((organisation.code, post), f"{organisation.code}-{post}-{number}")
            _make_officer(username, organisation, post, maker, password)
    # A major issue that command must sign in two roles needs one reviewer more.
    _make_officer("command-reviewer-2", organisations["command"], Post.REVIEWER, maker, password)
    for (_code, post), username in shown.items():
        _make_officer(username, None, post, maker, password)


def _text() -> str:
    return (FOLDER / "district.yaml").read_text(encoding="utf-8")


def _make_officer(
    username: str, organisation: Organisation | None, post: str, maker: Maker, password: str
) -> None:
    person = Person.objects.create(name=maker.person(), phone=maker.phone())
    Officer.objects.create(
        username=username, person=person, organisation=organisation, post=post, password=password
    )

"""The demo's territory, organisations, officers and categories."""

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from inspections.checks.catalogue import FOLDER, categories
from inspections.checks.publishing import publish_category
from inspections.demo.names import Maker
from venues.models import Area, Officer, Organisation, Person
from venues.rules import AreaKind, OrganisationKind, Post

# The accounts shown to who starts the demo: username → (organisation's code, post).
SHOWN = {
    "town": ("410108002", Post.INSPECTOR),
    "town-reviewer": ("410108002", Post.REVIEWER),
    "town-leader": ("410108002", Post.LEADER),
    "department": ("market_reg", Post.INSPECTOR),
    "department-reviewer": ("market_reg", Post.REVIEWER),
    "command": ("command", Post.INSPECTOR),
    "command-reviewer": ("command", Post.REVIEWER),
    "command-leader": ("command", Post.LEADER),
    "auditor": ("", Post.AUDITOR),
    "admin": ("", Post.ADMINISTRATOR),
}
_POSTS = (Post.INSPECTOR, Post.INSPECTOR, Post.REVIEWER, Post.LEADER)


def district_data() -> dict[str, Any]:
    """The demo district as its data file says."""
    with (FOLDER / "district.yaml").open(encoding="utf-8") as file:
        data: dict[str, Any] = yaml.safe_load(file)
    return data


def password_file() -> Path:
    """Where the demo's password is kept, outside the project."""
    return Path(settings.DATA_DIR) / "demo-password"


def make_areas(data: dict[str, Any]) -> Area:
    """City, district, towns, communities and grids; returns the district."""
    city = Area.objects.create(kind=AreaKind.CITY, **data["city"])
    district = Area.objects.create(kind=AreaKind.DISTRICT, parent=city, **data["district"])
    for town in data["towns"]:
        row = Area.objects.create(
            kind=AreaKind.TOWN, parent=district, code=town["code"], name=town["name"]
        )
        for community in town["communities"]:
            _make_community(row, community)
    return district


def make_organisations(data: dict[str, Any], district: Area) -> dict[str, Organisation]:
    """Command, towns, departments and agencies by code."""
    made = [_organisation(district, OrganisationKind.COMMAND, **data["command"])]
    towns = Area.objects.filter(kind=AreaKind.TOWN, district=district).order_by("code")
    for town in towns:
        short = town.name.removesuffix("街道").removesuffix("镇")
        made.append(_organisation(town, OrganisationKind.TOWN, town.code, town.name, short))
    kinds = {"departments": OrganisationKind.DEPARTMENT, "agencies": OrganisationKind.AGENCY}
    for group, kind in kinds.items():
        made += [_organisation(district, kind, **row) for row in data[group]]
    return {each.code: each for each in made}


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


def make_categories(district: Area, organisations: dict[str, Organisation]) -> None:
    """Every category with its leads and its checklists."""
    for source in categories():
        publish_category(source, district, organisations)


def _make_community(town: Area, data: dict[str, Any]) -> None:
    community = Area.objects.create(
        kind=AreaKind.COMMUNITY, parent=town, code=data["code"], name=data["name"]
    )
    Area.objects.bulk_create(
        Area(
            kind=AreaKind.GRID, parent=community, district=community.district, town=town,
            code=f"{data['code']}{number:03d}", name=f"{data['name']}第{number}网格",
        )
        for number in range(1, data["grids"] + 1)
    )  # fmt: skip


def _organisation(area: Area, kind: str, code: str, name: str, short: str) -> Organisation:
    return Organisation.objects.create(area=area, kind=kind, code=code, name=name, short=short)


def _make_officer(
    username: str, organisation: Organisation | None, post: str, maker: Maker, password: str
) -> None:
    person = Person.objects.create(name=maker.person(), phone=maker.phone())
    Officer.objects.create(
        username=username, person=person, organisation=organisation, post=post, password=password
    )

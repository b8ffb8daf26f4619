"""A district from a file: all of it or nothing, every mistake with its place, twice is nothing."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.test import Client

from inspections.checks.catalogue import FOLDER
from inspections.checks.models import Checklist
from tests.rules import rule
from venues import governing
from venues.models import Area, Category, CategoryLead, Officer, Organisation, Person

EXAMPLE = FOLDER / "district.yaml"
SMALL: dict[str, Any] = {
    "city": {"code": "410100", "name": "郑州市"},
    "district": {"code": "410108", "name": "惠济区"},
    "command": {"code": "command", "name": "社会防控指导部", "short": "防控部"},
    "towns": [
        {
            "code": "410108001", "name": "新城街道",
            "communities": [{"code": "410108001701", "name": "弓寨村", "grids": 2}],
        },
        {"code": "410108002", "name": "古荥镇", "short": "古荥"},
    ],
    "departments": [{"code": "market_reg", "name": "市场监管局", "short": "市场"}],
    "agencies": [{"code": "fire", "name": "消防救援大队", "short": "消防"}],
}  # fmt: skip
SECRET = "quiet-river-42"


def written(folder: Path, data: Any) -> Path:
    path = folder / "district.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def load(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("load_district", str(path), *options, stdout=out)
    return out.getvalue()


def rows() -> list[tuple[str, ...]]:
    areas = Area.objects.order_by("code").values_list("code", "name", "kind", "parent__code")
    bodies = Organisation.objects.order_by("pk").values_list("code", "name", "short", "area__code")
    return [*areas, *bodies]


def changed(**changes: Any) -> dict[str, Any]:
    return {**SMALL, **changes}


def test_the_example_lays_the_whole_district(db: None) -> None:
    said = load(EXAMPLE)

    kinds = {kind: Area.objects.filter(kind=kind).count() for kind in ("town", "grid")}
    assert kinds == {"town": 8, "grid": 336}
    assert Organisation.objects.filter(kind="department").count() == 12
    assert Category.objects.count() == 24
    assert Checklist.objects.filter(versions__published__isnull=False).distinct().count() >= 24
    assert "惠济区" in said
    grid = Area.objects.filter(kind="grid").order_by("code")[0]
    assert grid.town is not None
    assert (grid.town.code, grid.district) == (grid.code[:9], Area.objects.get(code="410108"))


def test_twice_changes_nothing_and_a_new_name_renames(db: None, tmp_path: Path) -> None:
    path = written(tmp_path, SMALL)
    load(path)
    before, leads = rows(), list(CategoryLead.objects.order_by("pk").values_list())

    said = load(path)
    assert rows() == before
    assert list(CategoryLead.objects.order_by("pk").values_list()) == leads
    assert "0 created, 0 renamed, 0 not in the file" in said

    renamed = changed(departments=[{**SMALL["departments"][0], "name": "市场监督管理局"}])
    said = load(written(tmp_path, renamed))
    assert Organisation.objects.get(code="market_reg").name == "市场监督管理局"
    assert "1 renamed" in said


def test_what_the_file_no_longer_names_stays_and_is_told(db: None, tmp_path: Path) -> None:
    load(written(tmp_path, SMALL))

    said = load(written(tmp_path, changed(towns=SMALL["towns"][:1], agencies=[])))

    assert "not in the file: 410108002 古荥镇" in said
    assert "not in the file: fire 消防救援大队" in said
    assert Area.objects.filter(code="410108002").exists()


def test_checking_writes_nothing(db: None, tmp_path: Path) -> None:
    said = load(written(tmp_path, SMALL), "--check")

    assert "created: 410108001 新城街道" in said
    assert not Area.objects.exists()


def town(**changes: Any) -> dict[str, Any]:
    return changed(towns=[{**SMALL["towns"][0], **changes}])


@pytest.mark.parametrize(
    ("data", "place", "sentence"),
    [
        (changed(city={"code": "41", "name": "x"}), "city.code", "6 digits"),
        (changed(district={"code": "420108", "name": "x"}), "district.code", "begins with 4101"),
        (changed(district=None), "district", "code, name are expected"),
        (town(code="410109001"), "towns[0].code", "begins with 410108"),
        (town(name=""), "towns[0].name", "needed"),
        (town(comunities=[]), "towns[0].comunities", "no such key"),
        (town(communities={"a": 1}), "towns[0].communities", "a list"),
        (
            town(communities=[{"code": "410108001701", "name": "x", "grids": -1}]),
            "towns[0].communities[0].grids",
            "a number from 0",
        ),
        (changed(towns=SMALL["towns"][:1] * 2), "towns", "410108001 stands here 2 times"),
        (changed(departments=[{"code": "消防", "name": "x"}]), "departments[0].code", "letters"),
        (
            changed(departments=[{"code": "x", "name": "y" * 81}]),
            "departments[0].name",
            "at most 80",
        ),
        (changed(agencies=SMALL["departments"]), "departments", "market_reg stands here 2 times"),
        (["a list"], "file", "expected here"),
    ],
)
def test_every_mistake_has_its_place(
    db: None, tmp_path: Path, data: Any, place: str, sentence: str
) -> None:
    with pytest.raises(CommandError) as refused:
        load(written(tmp_path, data))

    assert f"{place}: " in str(refused.value)
    assert sentence in str(refused.value)
    assert "nothing was written" in str(refused.value)
    assert not Area.objects.exists()


def test_all_mistakes_at_once_with_their_lines(db: None, tmp_path: Path) -> None:
    path = tmp_path / "district.yaml"
    path.write_text(
        'city: {code: "410100", name: 郑州市}\n'
        'district: {code: "4101", name: 惠济区}\n'
        "command: {code: command, name: 指挥部}\n"
        "towns:\n"
        '  - code: "410108001"\n'
        "    name: 新城街道\n"
        "    communities:\n"
        '      - {code: "1", name: 弓寨村}\n',
        encoding="utf-8",
    )

    with pytest.raises(CommandError) as refused:
        load(path)

    told = str(refused.value).splitlines()
    assert [line.split(": ")[0] for line in told[:2]] == ["line 2", "line 8"]


@pytest.mark.parametrize("content", [b"towns: [", b"\xff\xfe\x00", b"", b"a: *b"])
def test_a_file_that_is_none_is_one_sentence(db: None, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "district.yaml"
    path.write_bytes(content)

    with pytest.raises(CommandError):
        load(path)
    with pytest.raises(CommandError, match="cannot be read"):
        load(tmp_path / "missing.yaml")


def test_a_code_of_another_kind_stops_all_of_it(db: None, tmp_path: Path) -> None:
    load(written(tmp_path, SMALL))
    before = rows()
    moved = changed(agencies=SMALL["departments"], departments=SMALL["agencies"])

    with pytest.raises(CommandError, match=r"fire: .*is a agency|market_reg: .*is a department"):
        load(written(tmp_path, {**moved, "city": {"code": "410100", "name": "another"}}))

    assert rows() == before


@rule("R-SCOPE-4", "R-CHECK-1")
def test_what_command_has_set_is_not_set_back(db: None, tmp_path: Path) -> None:
    path = written(tmp_path, SMALL)
    load(path)
    district = Area.objects.get(code="410108")
    leader = Officer.objects.create_user(
        "leader", SECRET, post="leader", organisation=Organisation.objects.get(code="command"),
        person=Person.objects.create(name="Li"),
    )  # fmt: skip
    category = Category.objects.get(code="catering")
    governing.set_leads(category, district, None, [], by=leader, reason="by decree")
    versions = Checklist.objects.values_list("versions__pk", flat=True).order_by("versions__pk")
    before = list(versions)

    load(path)

    assert not CategoryLead.objects.filter(category=category).exists()
    assert list(versions) == before


def test_from_an_empty_portal_to_the_first_command_leader(
    db: None, tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(written(tmp_path, SMALL))
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", SECRET)
    call_command("createsuperuser", "--no-input", "--username", "root", stdout=StringIO())
    client.post("/sign-in/", {"username": "root", "password": SECRET})
    person = Person.objects.create(name="Li")
    command = Organisation.objects.get(code="command")

    made = client.post(
        "/admin/venues/officer/add/",
        {"username": "li", "person": person.pk, "organisation": command.pk, "post": "leader",
         "usable_password": "true", "password1": SECRET, "password2": SECRET},
    )  # fmt: skip

    assert made.status_code == 302
    client.force_login(Officer.objects.get(username="li"))
    answer = client.post(
        "/settings/410108/values/recheck_days/", {"value": 4, "reason": "the first act"}
    )
    assert answer.status_code == 302

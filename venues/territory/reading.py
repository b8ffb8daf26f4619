"""The file of a district: what it says, or every mistake in it with its line. Pure; no models.

`inspections/data/district.yaml` is the example; docs/operations.md names the keys.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from venues.rules import OrganisationKind

Path = tuple[str | int, ...]
ORGANISATION_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
MOST_GRIDS = 999
GROUPS = {"departments": OrganisationKind.DEPARTMENT, "agencies": OrganisationKind.AGENCY}
# Keys that the demo puts beside these are read by the demo alone.
_KNOWN: dict[str, set[str]] = {
    "": {"city", "district", "command", "towns", *GROUPS, "box", "venues"},
    "place": {"code", "name"},
    "body": {"code", "name", "short"},
    "town": {"code", "name", "short", "communities", "centre", "radius"},
    "community": {"code", "name", "grids", "invented"},
}
_KIND_OF_SHORT = re.compile(r"(街道|镇|乡)$")


@dataclass(frozen=True)
class Mistake:
    """What is wrong at a place of the file; line 0 is the file as a whole."""

    line: int
    place: str
    sentence: str

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.place}: {self.sentence}"


class DistrictError(ValueError):
    """The file cannot be used; `mistakes` are all that were found."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(str(each) for each in mistakes))


@dataclass(frozen=True)
class Place:
    """A city, district, town or community with its official code; grids only below the last."""

    code: str
    name: str
    grids: int = 0
    short: str = ""
    parts: tuple["Place", ...] = ()


@dataclass(frozen=True)
class Body:
    """An organisation of the district itself."""

    kind: str
    code: str
    name: str
    short: str


@dataclass(frozen=True)
class District:
    """A district as its file says: its city, itself with towns and communities, and who acts."""

    city: Place
    place: Place
    bodies: tuple[Body, ...]


def read(text: str) -> District:
    """The district that a YAML file describes; raises DistrictError with every mistake."""
    try:
        node = yaml.compose(text, yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        raise DistrictError([Mistake(line, "file", f"no YAML: {_first(error)}")]) from None
    reader = _Reader(dict(_lines(node)) if node else {})
    district = reader.district(data)
    if reader.mistakes:
        raise DistrictError(sorted(reader.mistakes, key=lambda each: each.line))
    return district


class _Reader:
    """Reads values one by one and keeps what is wrong with them."""

    def __init__(self, lines: dict[Path, int]) -> None:
        self.lines = lines
        self.mistakes: list[Mistake] = []

    def district(self, data: Any) -> District:
        data = self._mapping((), data, "")
        city = self._place(("city",), data.get("city"), "place", 6, "")
        own = self._place(("district",), data.get("district"), "place", 6, city.code[:4])
        towns = self._each(("towns",), data.get("towns"))
        parts = tuple(self._town(path, row, own.code) for path, row in towns)
        self._once(("towns",), [town.code for town in parts])
        bodies = [self._body(("command",), data.get("command"), OrganisationKind.COMMAND)]
        for group, kind in GROUPS.items():
            rows = self._each((group,), data.get(group, []))
            bodies += [self._body(path, row, kind) for path, row in rows]
        self._once(("departments",), [body.code for body in bodies])
        return District(city, Place(own.code, own.name, parts=parts), tuple(bodies))

    def _town(self, path: Path, row: Any, district: str) -> Place:
        town = self._place(path, row, "town", 9, district)
        row = row if isinstance(row, dict) else {}
        usual = _KIND_OF_SHORT.sub("", town.name) or town.name
        short = self._text((*path, "short"), row.get("short", usual[:20]), 20)
        rows = self._each((*path, "communities"), row.get("communities", []))
        parts = tuple(self._community(each, one, town.code) for each, one in rows)
        self._once((*path, "communities"), [part.code for part in parts])
        return Place(town.code, town.name, short=short, parts=parts)

    def _community(self, path: Path, row: Any, town: str) -> Place:
        place = self._place(path, row, "community", 12, town)
        grids = row.get("grids", 0) if isinstance(row, dict) else 0
        if not isinstance(grids, int) or isinstance(grids, bool) or not 0 <= grids <= MOST_GRIDS:
            self._wrong((*path, "grids"), f"a number from 0 to {MOST_GRIDS} is expected")
            grids = 0
        return Place(place.code, place.name, grids=grids)

    def _place(self, path: Path, row: Any, keys: str, digits: int, start: str) -> Place:
        row = self._mapping(path, row, keys)
        code = self._text((*path, "code"), row.get("code"), digits)
        if code and not (len(code) == digits and code.isascii() and code.isdigit()):
            self._wrong((*path, "code"), f"{digits} digits are expected")
        elif code and not code.startswith(start):
            self._wrong((*path, "code"), f"it begins with {start}, as what it lies in")
        return Place(code, self._text((*path, "name"), row.get("name"), 60))

    def _body(self, path: Path, row: Any, kind: str) -> Body:
        row = self._mapping(path, row, "body")
        code = self._text((*path, "code"), row.get("code"), 40)
        if code and not ORGANISATION_CODE.fullmatch(code):
            self._wrong((*path, "code"), "letters, digits, hyphens and underscores are expected")
        name = self._text((*path, "name"), row.get("name"), 80)
        short = self._text((*path, "short"), row.get("short", name[:20]), 20)
        return Body(str(kind), code, name, short)

    def _mapping(self, path: Path, row: Any, keys: str) -> dict[str, Any]:
        if not isinstance(row, dict):
            self._wrong(path, f"{', '.join(sorted(_KNOWN[keys]))} are expected here")
            return {}
        for key in set(row) - _KNOWN[keys]:
            self._wrong((*path, str(key)), "there is no such key")
        return row

    def _each(self, path: Path, rows: Any) -> list[tuple[Path, Any]]:
        if not isinstance(rows, list):
            self._wrong(path, "a list is expected")
            return []
        return [((*path, place), row) for place, row in enumerate(rows)]

    def _text(self, path: Path, value: Any, most: int) -> str:
        text = str(value).strip() if isinstance(value, str | int) else ""
        if not text:
            self._wrong(path, "this is needed")
        elif len(text) > most:
            self._wrong(path, f"at most {most} characters")
            return text[:most] if not text.isdigit() else ""
        return text

    def _once(self, path: Path, codes: list[str]) -> None:
        for code, count in Counter(codes).items():
            if code and count > 1:
                self._wrong(path, f"{code} stands here {count} times")

    def _wrong(self, path: Path, sentence: str) -> None:
        known = next((path[:end] for end in range(len(path), -1, -1) if path[:end] in self.lines),
                     ())  # fmt: skip
        self.mistakes.append(Mistake(self.lines.get(known, 0), _named(path), sentence))


def _lines(node: yaml.Node, path: Path = ()) -> Iterator[tuple[Path, int]]:
    """Every place of the document with the line on which it begins."""
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield from _lines(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            yield from _lines(value, (*path, place))


def _named(path: Path) -> str:
    """A place as people write it: towns[2].communities[0].code."""
    words = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return words.lstrip(".") or "file"


def _first(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", "") or error).splitlines()[0]

"""What an import would do, row by row, with every error; and doing it (R-VENUE-3)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from venues import actions
from venues.identifiers import half_width, mask
from venues.labels import label_of
from venues.models import Area, Category, Officer, Venue
from venues.register.reading import Row, Sheet
from venues.rules import CONTACTS, PointSource
from venuewatch.numbers import number_in
from venuewatch.workflow.rules import NotAllowed, Refused, Stale, Words

CREATED, CHANGED, UNCHANGED, WRONG = "created", "changed", "unchanged", "wrong"
POINT = {"lon", "lat", "source_crs"}
YES, NO = {"是", "yes", "y", "true", "1", "√"}, {"否", "no", "n", "false", "0", "×"}


@dataclass(frozen=True)
class Problem:
    """One error: where it stands in the file, and a sentence."""

    row: int
    column: str
    field: Words
    sentence: Words


@dataclass(frozen=True)
class Change:
    """One field of a venue that a row would make another; contacts are masked."""

    field: Words
    before: Any
    after: Any


@dataclass
class Plan:
    """One row: what it would do, to which venue, with which values; or what is wrong with it."""

    row: int
    outcome: str
    given: dict[str, Any] = field(default_factory=dict)
    venue: Venue | None = None
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)  # the names of the fields with a problem


@dataclass(frozen=True)
class Import:
    """The whole plan of a file."""

    plans: list[Plan]
    left_out: int

    def count(self, outcome: str) -> int:
        """How many rows have this outcome."""
        return sum(plan.outcome == outcome for plan in self.plans)

    @property
    def problems(self) -> list[Problem]:
        """Every error of every row, in the order of the file."""
        return [problem for plan in self.plans for problem in plan.problems]


class Planner:
    """Plans the rows of one sheet for one officer; reads areas, categories and venues once."""

    def __init__(self, sheet: Sheet, officer: Officer) -> None:
        self.sheet, self.officer = sheet, officer
        self.categories = {}
        for category in Category.objects.all():
            self.categories[category.code] = self.categories[category.name] = category
        self.areas: dict[str, list[Area]] = {}
        for area in actions.areas_for(officer):
            for key in (area.code, area.name):
                self.areas.setdefault(key, []).append(area)
        rows = Venue.objects.visible_to(officer).select_related("category", "area")
        self.by_code: dict[str, Venue] = {}
        self.by_name: dict[tuple[str, int], Venue] = {}
        for venue in rows.iterator(chunk_size=2000):
            self.by_code[venue.code] = venue
            self.by_name[venue.name, venue.area_id] = venue
        codes = {row.texts.get("code", "") for row in sheet.rows}
        self.taken = set(Venue.objects.filter(code__in=codes).values_list("code", flat=True))
        self.seen: dict[str, int] = {}

    def plan(self) -> Import:
        """The plan of every row."""
        return Import([self._plan(row) for row in self.sheet.rows], self.sheet.left_out)

    def _plan(self, row: Row) -> Plan:
        plan = Plan(row.number, WRONG)
        given = self._given(row, plan)
        code = row.texts.get("code", "")
        key = code or f"{given.get('name')}|{given['area'].pk if 'area' in given else ''}"
        if key in self.seen:
            first = self.seen[key]
            self._wrong(plan, "name", _("The same venue stands in row %d already.") % first)
        plan.venue = self.by_code.get(code) or self._by_name(given)
        self._judge(plan, given, code)
        if plan.outcome != WRONG:
            self.seen[key] = row.number
        return plan

    def _judge(self, plan: Plan, given: dict[str, Any], code: str) -> None:
        """Judge all that can be read as the action would, and compare it with the venue's."""
        if plan.venue is not None:
            given = {name: _own_if_alike(plan.venue, name, value) for name, value in given.items()}
        base = {name: getattr(plan.venue, name) for name in actions.EDITABLE} if plan.venue else {}
        errors = {} if plan.venue else self._wrong_code(code)
        values: dict[str, Any] = {}
        try:
            values = actions.cleaned({**base, **given})
        except Refused as refusal:
            errors |= refusal.errors
        for name, sentence in errors.items():
            if name not in plan.wrong and not (name in POINT and plan.wrong & POINT):
                self._wrong(plan, name, sentence)
        if plan.problems:
            return
        plan.given = {name: values[name] for name in given if name in values} | {"code": code}
        if plan.venue is None:
            plan.outcome = CREATED
        else:
            plan.changes = list(_changes(plan.venue, values))
            plan.outcome = CHANGED if plan.changes else UNCHANGED

    def _wrong_code(self, code: str) -> dict[str, Words]:
        """What is wrong with the code of a venue that is not on the register yet."""
        if code in self.taken:
            return {"code": actions.TAKEN_CODE}
        return {} if actions.is_code(code) else {"code": actions.ODD_CODE}

    def _by_name(self, given: dict[str, Any]) -> Venue | None:
        name, area = given.get("name"), given.get("area")
        return self.by_name.get((name, area.pk)) if name and area else None

    def _given(self, row: Row, plan: Plan) -> dict[str, Any]:
        """The row's texts as values, without those that cannot be read; blank cells say nothing."""
        given: dict[str, Any] = {}
        for name, text in row.texts.items():
            if text and name != "code":
                given[name] = self._value(name, text, plan, row)
        if "name" not in given:
            self._wrong(plan, "name", _("This is needed."))
        unread = plan.wrong | POINT if plan.wrong & POINT else plan.wrong
        readable = {name: value for name, value in given.items() if name not in unread}
        return actions.to_stored_point(readable)

    def _value(self, name: str, text: str, plan: Plan, row: Row) -> Any:
        if name == "category":
            return self._category(text, plan)
        if name == "area":
            return self._area(text, plan, row)
        if name in ("lon", "lat", "capacity"):
            return self._number(name, text, plan)
        if name == "source_crs":
            return self._system(text, plan)
        if name == "unlicensed":
            return self._yes_or_no(name, text, plan)
        return text

    def _category(self, text: str, plan: Plan) -> Category | None:
        if text not in self.categories:
            self._wrong(plan, "category", _("There is no category “%s”.") % text)
        return self.categories.get(text)

    def _area(self, text: str, plan: Plan, row: Row) -> Area | None:
        own = self.by_code.get(row.texts.get("code", ""))
        if own is not None and text in (own.area.code, own.area.name):
            return own.area
        around = [{area.pk for area in self.areas.get(each, [])} for each in row.within]
        found = [
            area for area in self.areas.get(text, [])
            if all(keys & {area.pk, area.parent_id, area.town_id} for keys in around)
        ]  # fmt: skip
        if len(found) != 1:
            unknown = _("There is no place “%s” in your area.") % text
            several = _("Several places are called “%s”; give the code.") % text
            self._wrong(plan, "area", several if found else unknown)
            return None
        return found[0]

    def _number(self, name: str, text: str, plan: Plan) -> float | int | None:
        number = number_in(text)
        if number is None:
            self._wrong(plan, name, _("“%s” is not a number.") % text)
            return None
        if name != "capacity":
            return number
        if not number.is_integer():
            self._wrong(plan, name, _("“%s” is not a whole number.") % text)
            return None
        return int(number)

    def _yes_or_no(self, name: str, text: str, plan: Plan) -> bool:
        if text.lower() not in YES | NO:
            self._wrong(plan, name, _("“%s” is neither yes nor no.") % text)
        return text.lower() in YES

    def _system(self, text: str, plan: Plan) -> str:
        system = text.lower().replace("-", "").replace(" ", "")
        if system not in PointSource.values:
            known = ", ".join(str(each.label) for each in PointSource)
            self._wrong(plan, "source_crs", _("Known systems are %s.") % known)
        return system

    def _wrong(self, plan: Plan, name: str, sentence: Words) -> None:
        plan.wrong.add(name)
        column = self.sheet.columns.get(name, "")
        plan.problems.append(Problem(plan.row, column, label_of(name), sentence))


def _own_if_alike(venue: Venue, name: str, value: Any) -> Any:
    """The venue's own value where a file could not tell it better: full width, more decimals."""
    own = getattr(venue, name)
    if isinstance(own, str):
        return own if half_width(own) == value else value
    return own if isinstance(own, float) and round(own, 7) == value else value


def _changes(venue: Venue, values: dict[str, Any]) -> Iterator[Change]:
    for name in actions.EDITABLE:
        before, after = getattr(venue, name), values[name]
        if before != after:
            shown = (mask(before), mask(after)) if name in CONTACTS else (before, after)
            yield Change(label_of(name), *shown)


def apply(plans: Import, *, by: Officer) -> Import:
    """Create and change what the plan says; a row that fails now is told, the others go in."""
    for plan in plans.plans:
        if plan.outcome in (CREATED, CHANGED):
            _apply_one(plan, by)
    return plans


def _apply_one(plan: Plan, by: Officer) -> None:
    try:
        with transaction.atomic():
            if plan.venue is None:
                plan.venue = actions.create_venue(plan.given, by=by)
            else:
                _change(plan.venue, plan.given, by)
    except (Refused, NotAllowed, Stale) as error:
        plan.outcome = WRONG
        plan.problems.append(Problem(plan.row, "", "", str(error)))


def _change(venue: Venue, given: dict[str, Any], by: Officer) -> None:
    """Change a venue; another town is assigned, which is an act of its own."""
    area = given.get("area")
    if area is None or area.town_id == venue.town_id:
        actions.edit_venue(venue, given, by=by)
        return
    actions.assign_town(venue, area, by=by)
    rest = {name: value for name, value in given.items() if name not in ("area", "code")}
    if any(getattr(venue, name) != value for name, value in rest.items()):
        actions.edit_venue(venue, rest, by=by)

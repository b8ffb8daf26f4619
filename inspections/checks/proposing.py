"""A new version of a checklist as a file proposes it: its items, every error, what would change.

A file is an .xlsx or .csv with headings, or YAML in the shape of `inspections/data/checklists`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from inspections.checks.catalogue import CatalogueItem, basis_titles
from inspections.checks.models import Checklist, Item
from inspections.checks.publishing import PLAIN
from inspections.ledger.rules import Severity
from venues.identifiers import half_width
from venues.models import Organisation
from venues.register.planning import Problem
from venues.register.reading import Headings, Row, Sheet, UnreadableError, read
from venues.rules import MOST_HOURS
from venuewatch.numbers import number_in
from venuewatch.workflow.rules import Words

HEADINGS: Headings = {
    "code": ("条目编号", "编号", "编码", "code"),
    "text": ("检查内容", "内容", "text"),
    "severity": ("严重程度", "等级", "severity"),
    "hours": ("整改时限(小时)", "整改时限", "时限", "hours"),
    "on_the_spot": ("立行立改", "onthespot"),
    "suspend_use": ("停止使用", "停用", "suspenduse"),
    "photo_required": ("须拍照", "拍照", "photo"),
    "number_name": ("数值名称", "numbername"),
    "number_unit": ("数值单位", "numberunit"),
    "lowest": ("下限", "lowest"),
    "highest": ("上限", "highest"),
    "method": ("检查方法", "方法", "method"),
    "basis": ("依据", "检查依据", "basis"),
    "answering": ("负责单位编码", "负责单位", "answering"),
}
NEEDED = ("code", "text", "severity", "hours")
LABELS: dict[str, Words] = {
    "code": gettext_lazy("Code"), "text": gettext_lazy("What is checked"),
    "severity": gettext_lazy("Severity"), "hours": gettext_lazy("Rectification hours"),
    "on_the_spot": gettext_lazy("On the spot"), "suspend_use": gettext_lazy("Suspend use"),
    "photo_required": gettext_lazy("Photo required"),
    "number_name": gettext_lazy("Name of the number"), "number_unit": gettext_lazy("Its unit"),
    "lowest": gettext_lazy("Lowest"), "highest": gettext_lazy("Highest"),
    "method": gettext_lazy("Method"), "basis": gettext_lazy("Basis"),
    "answering": gettext_lazy("Answering organisation"),
}  # fmt: skip
FLAGS = ("on_the_spot", "suspend_use", "photo_required")
YES, NO = {"是", "√", "1", "y", "yes", "true", "x"}, {"", "否", "0", "n", "no", "false"}
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,19}")
_NEEDS = {"on_the_spot": "on_the_spot", "suspend_use": "suspend_use", "photo": "photo_required"}


@dataclass(frozen=True)
class ItemChange:
    """An item that would be otherwise: its code, and the words of what changes."""

    code: str
    words: tuple[str, ...]


@dataclass
class Proposal:
    """What a file proposes for a checklist, compared with the version in force."""

    items: list[CatalogueItem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: int = 0
    new: list[CatalogueItem] = field(default_factory=list)
    changed: list[ItemChange] = field(default_factory=list)
    gone: list[Item] = field(default_factory=list)
    same: int = 0


def propose(content: bytes, name: str, checklist: Checklist) -> Proposal:
    """Read a file for a checklist; raises UnreadableError where it is none at all."""
    if name.lower().endswith((".yaml", ".yml")):
        sheet = _yaml_sheet(content, checklist.profile)
    else:
        sheet = read(content, name, HEADINGS, NEEDED, str.strip)
    judge = _Judge(sheet, checklist)
    proposal = Proposal(judge.items(), judge.problems, sheet.left_out)
    if not sheet.rows:
        raise UnreadableError(_("The file holds no item."))
    _compare(proposal, checklist)
    return proposal


def rows_of(items: list[Item]) -> Iterator[list[Any]]:
    """A version's items as a file that may be changed and proposed again."""
    yield [words[0] for words in HEADINGS.values()]
    for item in items:
        yield [_cell(item, name) for name in HEADINGS]


def _cell(item: Item, name: str) -> Any:
    if name in FLAGS:
        return "是" if getattr(item, name) else ""
    if name == "answering":
        return item.answering.code if item.answering else ""
    if name == "severity":
        return item.get_severity_display()
    value = getattr(item, name)
    return "" if value is None else value


class _Judge:
    """Judges the rows of one file and keeps what is wrong with them."""

    def __init__(self, sheet: Sheet, checklist: Checklist) -> None:
        self.sheet = sheet
        self.problems: list[Problem] = []
        self.seen: dict[str, int] = {}
        rows = Organisation.objects.filter(area=checklist.district).order_by("pk")
        self.organisations = {key: row.code for row in rows for key in (row.name, row.code)}
        self.severities = _severities()

    def items(self) -> list[CatalogueItem]:
        """The items of the rows in which nothing is wrong."""
        judged = [self._item(row) for row in self.sheet.rows]
        return [item for item in judged if item is not None]

    def _item(self, row: Row) -> CatalogueItem | None:
        count = len(self.problems)
        values = {name: self._value(row, name) for name in HEADINGS}
        self._together(row, values)
        if len(self.problems) > count:
            return None
        self.seen[values["code"]] = row.number
        return CatalogueItem(**values)

    def _value(self, row: Row, name: str) -> Any:
        text = row.texts.get(name, "")
        if name in FLAGS:
            return self._flag(row, name, half_width(text).lower())
        if name in ("lowest", "highest"):
            return self._number(row, name, half_width(text))
        if name == "hours":
            return self._hours(row, half_width(text))
        if name == "severity":
            return self._known(row, name, self.severities.get(half_width(text).lower()))
        if name == "answering":
            return self._known(row, name, self.organisations.get(text)) if text else ""
        return self._text(row, name, text)

    def _text(self, row: Row, name: str, text: str) -> str:
        most = int(getattr(Item._meta.get_field(name), "max_length", 0) or 0)
        text = half_width(text) if name == "code" else text
        if name in NEEDED and not text:
            self._wrong(row, name, _("This is needed."))
        elif len(text) > most:
            self._wrong(row, name, _("At most %d characters.") % most)
        elif name == "code" and not CODE.fullmatch(text):
            self._wrong(row, name, _("A code is letters, digits, dots and hyphens."))
        elif name == "code" and text in self.seen:
            self._wrong(row, name, _("The same item stands in row %d already.") % self.seen[text])
        return text

    def _known(self, row: Row, name: str, found: str | None) -> str:
        if found is None:
            self._wrong(row, name, _("“%s” is not known here.") % row.texts.get(name, ""))
        return found or ""

    def _flag(self, row: Row, name: str, text: str) -> bool:
        if text not in YES | NO:
            self._wrong(row, name, _("Yes or no is expected, not “%s”.") % text)
        return text in YES

    def _number(self, row: Row, name: str, text: str) -> float | None:
        if not text:
            return None
        number = number_in(text)
        if number is None:
            self._wrong(row, name, _("“%s” is not a number.") % text)
        return number

    def _hours(self, row: Row, text: str) -> int:
        if text.isascii() and text.isdigit() and int(text) <= MOST_HOURS:
            return int(text)
        self._wrong(row, "hours", _("A number of hours from 0 to %d is needed.") % MOST_HOURS)
        return 0

    def _together(self, row: Row, values: dict[str, Any]) -> None:
        lowest, highest = values["lowest"], values["highest"]
        limited = lowest is not None or highest is not None
        if limited and not values["number_name"]:
            self._wrong(row, "number_name", _("A number that has limits has a name."))
        if lowest is not None and highest is not None and lowest > highest:
            self._wrong(row, "lowest", _("The lowest is above the highest."))

    def _wrong(self, row: Row, name: str, sentence: Words) -> None:
        column = self.sheet.columns.get(name, "")
        self.problems.append(Problem(row.number, column, LABELS[name], sentence))


def _compare(proposal: Proposal, checklist: Checklist) -> None:
    latest = checklist.versions.filter(published__isnull=False).order_by("-number").first()
    items = latest.items.select_related("answering").order_by("position") if latest else []
    known = {item.code: item for item in items}
    for item in proposal.items:
        now = known.pop(item.code, None)
        if now is None:
            proposal.new.append(item)
        elif words := tuple(_differences(now, item)):
            proposal.changed.append(ItemChange(item.code, words))
        else:
            proposal.same += 1
    wrong = {problem.row for problem in proposal.problems}
    proposal.gone = [] if wrong else list(known.values())


def _differences(now: Item, item: CatalogueItem) -> Iterator[str]:
    before = {name: getattr(now, name) for name in PLAIN}
    before["answering"] = now.answering.code if now.answering else ""
    for name, value in before.items():
        after = getattr(item, name)
        if value != after:
            yield f"{LABELS[name]}: {_shown(value)} → {_shown(after)}"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) if value not in (None, "") else "–"


def _severities() -> dict[str, str]:
    words: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words |= {str(each.label).lower(): str(each.value) for each in Severity}
    return words | {value: value for value in Severity.values}


def _yaml_sheet(content: bytes, profile: str) -> Sheet:
    """The rows of one profile of a YAML file, with their lines; keys stand for columns."""
    try:
        text = content.decode("utf-8-sig")
        node, data = yaml.compose(text, yaml.SafeLoader), yaml.safe_load(text)
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise UnreadableError(_("This is no YAML in UTF-8: %s") % str(error)[:200]) from error
    rows = data.get(profile, []) if isinstance(data, Mapping) else data
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise UnreadableError(_("A list of items is expected under “%s”.") % profile)
    lines = _lines_of(node, profile)
    columns = {name: name for name in HEADINGS}
    return Sheet(
        columns, [Row(line, _texts(row)) for line, row in zip(lines, rows, strict=True)], 0
    )


def _lines_of(node: Any, profile: str) -> list[int]:
    if isinstance(node, yaml.MappingNode):
        node = next((value for key, value in node.value if key.value == profile), None)
    return [each.start_mark.line + 1 for each in node.value] if node is not None else []


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    """A row as texts by column; what it needs and its number are spread over theirs."""
    needs = row.get("needs") if isinstance(row.get("needs"), list) else []
    number = row.get("number") if isinstance(row.get("number"), Mapping) else {}
    titles = basis_titles()
    basis = row.get("basis") if isinstance(row.get("basis"), list) else [row.get("basis", "")]
    texts = {name: row.get(name, "") for name in HEADINGS}
    texts |= {name: "yes" for need, name in _NEEDS.items() if need in (needs or [])}
    texts |= {"number_name": (number or {}).get("name", ""),
              "number_unit": (number or {}).get("unit", ""),
              "lowest": (number or {}).get("lowest", ""),
              "highest": (number or {}).get("highest", "")}  # fmt: skip
    texts["basis"] = "; ".join(titles.get(str(each), str(each)) for each in basis or [])
    return {name: str(value).strip() if value is not None else "" for name, value in texts.items()}

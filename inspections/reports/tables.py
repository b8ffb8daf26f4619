"""Reports as tables: the same lines feed pages, print views and exports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from inspections.checks.rules import AnswerValue, Outcome
from inspections.duties.rules import DutySide
from inspections.enforcement.rules import OperationState
from inspections.ledger.rules import Severity
from inspections.plates.rules import PlateState
from inspections.reports.links import Owner, address_of
from inspections.reports.models import DailyReport, ReportVersion
from inspections.reports.rules import (
    DUTY_FIGURES,
    FIGURES,
    FOUND_FIGURES,
    JOINT_FIGURES,
    LEDGER_FIGURES,
    PLATE_FIGURES,
    VISIT_FIGURES,
    Figures,
    ReportKind,
    Standing,
)
from venues.models import Organisation
from venues.rules import OrganisationKind
from venuewatch.workflow.rules import Words

# The headings of the columns, short, with what they stand under.
GROUPS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (gettext_lazy("Checks"), DUTY_FIGURES),
    (gettext_lazy("Visits"), VISIT_FIGURES),
    (gettext_lazy("Found"), FOUND_FIGURES),
    (gettext_lazy("Ledger"), LEDGER_FIGURES),
    (gettext_lazy("Black plates"), PLATE_FIGURES),
    (gettext_lazy("Joint enforcement"), JOINT_FIGURES),
)
SHORT: dict[str, Words] = {
    "due": gettext_lazy("due"),
    "done": gettext_lazy("done"),
    "done_late": gettext_lazy("filed later"),
    "missed": gettext_lazy("missed"),
    "owed": gettext_lazy("to be done"),
    "clean": Outcome.CLEAN.label,
    "issues": Outcome.ISSUES.label,
    "partial": Outcome.PARTIAL.label,
    "no_entry": Outcome.NO_ENTRY.label,
    "general": Severity.GENERAL.label,
    "serious": Severity.SERIOUS.label,
    "major": Severity.MAJOR.label,
    "rectified": gettext_lazy("rectified"),
    "closed": gettext_lazy("struck off"),
    "overdue": gettext_lazy("overdue"),
    "unclosed": gettext_lazy("unclosed"),
    "plates_hung": gettext_lazy("hung"),
    "plates_lifted": gettext_lazy("lifted"),
    "plates_hanging": gettext_lazy("hang now"),
    "whistles": gettext_lazy("whistles"),
    "operations": gettext_lazy("going on"),
    "operations_closed": pgettext_lazy("of operations", "closed"),
}
ARRIVED: dict[str, Words] = {
    "visit": gettext_lazy("visits"),
    "found": gettext_lazy("issues found"),
    "rectified": gettext_lazy("rectifications reported"),
    "closed": gettext_lazy("struck off"),
    "withdrawn": gettext_lazy("visits withdrawn"),
    "plates_hung": gettext_lazy("plates hung"),
    "plates_lifted": gettext_lazy("plates lifted"),
    "whistles": gettext_lazy("whistles blown"),
    "operations_closed": gettext_lazy("joint operations closed"),
}


# So many arrivals of a day are shown at once; more of them unfold.
MOST_OPEN = 5


@dataclass(frozen=True)
class Cell:
    """One figure, and the list behind it; None where it is not known."""

    name: str
    value: int | None
    address: str

    @property
    def label(self) -> Words:
        """What is counted, in full."""
        label: Words = FIGURES[self.name]
        return label

    @property
    def short(self) -> Words:
        """The heading of its column."""
        return SHORT[self.name]


@dataclass(frozen=True)
class Line:
    """One owner's figures; `planned` False: its duties of that day are unknown."""

    name: Words
    cells: list[Cell]
    planned: bool
    standing: Standing | None = None
    address: str = ""
    is_total: bool = False

    @property
    def groups(self) -> list[tuple[Words, int]]:
        """What the columns stand under, each with how many of them there are."""
        names = {cell.name for cell in self.cells}
        counted = [(label, len(names.intersection(group))) for label, group in GROUPS]
        return [(label, count) for label, count in counted if count]

    @property
    def duty_cells(self) -> list[Cell]:
        """The cells of the duties, which one phrase replaces where no day was planned."""
        return self.cells[: len(DUTY_FIGURES)]

    @property
    def other_cells(self) -> list[Cell]:
        """All the other cells."""
        return self.cells[len(DUTY_FIGURES) :]

    @property
    def values(self) -> list[Any]:
        """The figures for a sheet: words, never 0, where no day was planned or nothing is known."""
        unknown = "–" if self.planned else _("not planned")
        return [unknown if cell.value is None else cell.value for cell in self.cells]


def cells(figures: Figures, owner: Owner | None, day: date) -> list[Cell]:
    """The figures that one owner has, in the order of every table."""
    return [Cell(name, figures[name], address_of(name, owner, day))
            for name in FIGURES if name in figures]  # fmt: skip


def line(name: Words, figures: Figures, owner: Owner | None, day: date, **more: Any) -> Line:
    """One line of a table of figures; no owner, no lists behind them."""
    return Line(name, cells(figures, owner, day), figures["due"] is not None, **more)


def owner_of(organisation: Organisation) -> Owner:
    """Whose figures an organisation's own are."""
    if organisation.kind == OrganisationKind.TOWN:
        return Owner(DutySide.TOWN, town=organisation.area_id)
    if organisation.kind == OrganisationKind.DEPARTMENT:
        return Owner(DutySide.SECTOR, department=organisation.pk)
    return Owner()


def owner_of_report(report: DailyReport) -> Owner:
    """Whose figures a report's own are; a summary's are of both sides."""
    if report.kind == ReportKind.SUMMARY:
        return Owner(department=report.organisation_id)
    return owner_of(report.organisation)


def own_line(report: DailyReport, content: Mapping[str, Any]) -> Line:
    """A report's own figures; a bulletin's are those of the whole district."""
    return line(report.organisation.name, content["own"], owner_of_report(report), report.day)


def side_lines(report: DailyReport, content: Mapping[str, Any]) -> list[Line]:
    """A summary's towns, each with both sides' checks side by side."""
    lines = []
    for town in content.get("towns", []):
        for side in DutySide:
            # Venues in no town have no list of their own.
            owner = (
                Owner(side.value, town["town"], report.organisation_id) if town["town"] else None
            )
            name = f"{town['name'] or _('in no town')} · {side.label}"
            lines.append(line(name, town["sides"][side.value], owner, report.day))
    return lines


def compiled_lines(
    report: DailyReport, content: Mapping[str, Any], whole: Owner | None = None
) -> list[Line]:
    """A bulletin's towns and departments with their totals, and the whole district.

    `whole` is the owner of the district's figures, where the reader's lists are just those.
    """
    totals = {"towns": _("All towns"), "departments": _("All departments")}
    lines = []
    for group, name in totals.items():
        lines += [_compiled(each, report.day) for each in content[group]]
        # What several towns have together, beside venues in no town, no single list shows.
        lines.append(line(name, content["totals"][group], None, report.day, is_total=True))
    lines.append(line(_("The whole district"), content["own"], whole, report.day, is_total=True))
    return lines


def tables_of(
    report: DailyReport, content: Mapping[str, Any], whole: Owner | None = None
) -> list[Line]:
    """The lines that a report has beside its own figures; `whole` as for `compiled_lines`."""
    if report.kind == ReportKind.SUMMARY:
        return side_lines(report, content)
    return compiled_lines(report, content, whole) if report.kind == ReportKind.BULLETIN else []


def added_days(added: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What arrived after reports, per day, with words for what it is."""
    return [
        {
            "day": date.fromisoformat(each["day"]),
            "since": datetime.fromisoformat(each["since"]),
            "counts": [(ARRIVED[what], count) for what, count in each["counts"].items() if count],
            "lines": [_arrival(one) for one in each["lines"]],
            "is_short": len(each["lines"]) <= MOST_OPEN,
            "more": sum(each["counts"].values()) - len(each["lines"]),
        }
        for each in added
    ]


def headings(lines: Sequence[Line]) -> list[str]:
    """The columns of a sheet of these lines, which all have the same figures."""
    return (
        [_("Organisation"), _("Report"), *(str(cell.label) for cell in lines[0].cells)]
        if lines
        else []
    )


def sheet_of(
    report: DailyReport, content: Mapping[str, Any], as_of: datetime, version: ReportVersion | None
) -> list[list[Any]]:
    """A report as the rows of a sheet, headings first; below, what else it says."""
    lines = tables_of(report, content) or [own_line(report, content)]
    rows: list[list[Any]] = [headings(lines)]
    rows += [[str(each.name), _standing_words(each.standing), *each.values] for each in lines]
    rows += [[], *_facts(report, as_of, version), *_differences(content)]
    for day in added_days(content["added"]):
        rows.append([_("Added after the report of %s") % day["day"].isoformat()])
        rows += [["", str(one["what"]), one["venue"], one["number"], str(one["word"])]
                 for one in day["lines"]]  # fmt: skip
    return rows


def _facts(report: DailyReport, as_of: datetime, version: ReportVersion | None) -> list[list[Any]]:
    facts: list[list[Any]] = [
        [_("Organisation"), report.organisation.name],
        [_("Report"), f"{report.get_kind_display()} {report.day.isoformat()}"],
        [_("Figures as of"), as_of],
    ]
    if version is None:
        return [*facts, [_("State"), _("not submitted")]]
    signed = f"{version.signed} · {_('version %(number)s') % {'number': version.number}}"
    return [*facts, [_("Submitted by"), signed], [_("Remarks"), version.remarks]]


def _differences(content: Mapping[str, Any]) -> list[list[Any]]:
    """Where the two sides of a sector disagree, an item a row."""
    found = content.get("disagreements")
    if not found:
        return []
    rows: list[list[Any]] = [[_("Where the two sides disagree"), found["count"]]]
    for venue in found["venues"]:
        sides = [str(Outcome(venue["outcomes"][side]).label) for side in ("town", "sector")]
        rows.append([venue["name"], venue["town"], "", *sides])
        rows += [["", "", f"{item['code']} {item['text']}", *_judged(item)]
                 for item in venue["items"]]  # fmt: skip
    return rows


def _judged(item: Mapping[str, Any]) -> list[str]:
    return [str(AnswerValue(item[side]).label) for side in ("town", "sector")]


def overview_sheet(lines: Sequence[Line]) -> list[list[Any]]:
    """The day's overview as the rows of a sheet, headings first."""
    return [headings(lines)] + [
        [str(each.name), _standing_words(each.standing), *each.values] for each in lines
    ]


def _compiled(each: Mapping[str, Any], day: date) -> Line:
    town = each["kind"] == OrganisationKind.TOWN
    owner = (
        Owner(DutySide.TOWN, town=each["town"])
        if town
        else Owner(DutySide.SECTOR, department=each["organisation"])
    )
    standing = Standing(each["standing"]) if each["standing"] else None
    return line(each["name"], each["figures"], owner, day, standing=standing)


def _arrival(one: Mapping[str, Any]) -> dict[str, Any]:
    what = one["what"]
    page, words = _ARRIVALS[what]
    return {
        "what": ARRIVED[what], "page": page, "number": one["number"], "venue": one["venue"],
        "word": words(one["word"]).label, "at": datetime.fromisoformat(one["at"]),
    }  # fmt: skip


# What arrived → the page that tells of it, and the words of its outcome, severity or state.
_ARRIVALS: dict[str, tuple[str, type[TextChoices]]] = {
    "visit": ("checks:inspection", Outcome),
    "withdrawn": ("checks:inspection", Outcome),
    "found": ("ledger:issue", Severity),
    "rectified": ("ledger:issue", Severity),
    "closed": ("ledger:issue", Severity),
    "plates_hung": ("plates:plate", PlateState),
    "plates_lifted": ("plates:plate", PlateState),
    "whistles": ("operations:room", OperationState),
    "operations_closed": ("operations:room", OperationState),
}


def _standing_words(standing: Standing | None) -> str:
    return str(standing.label) if standing else ""

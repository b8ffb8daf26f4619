"""A report as plain text, for the work chat (R-REPORT-4)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from inspections.reports.models import DailyReport, ReportVersion
from inspections.reports.rules import (
    DUTY_FIGURES,
    FOUND_FIGURES,
    JOINT_FIGURES,
    LEDGER_FIGURES,
    PLATE_FIGURES,
    VISIT_FIGURES,
    Figures,
    ReportKind,
    found_in,
    something_found,
)
from inspections.reports.tables import SHORT, added_days, compiled_lines
from venuewatch.moments import day_words, moment_words


def text_of(
    report: DailyReport, content: Mapping[str, Any], as_of: datetime, version: ReportVersion | None
) -> str:
    """What a report says in a few lines, whatever its kind."""
    return "\n".join(_lines(report, content, as_of, version))


def _lines(
    report: DailyReport, content: Mapping[str, Any], as_of: datetime, version: ReportVersion | None
) -> Iterator[str]:
    yield _("%(organisation)s: %(kind)s of %(day)s") % {
        "organisation": content["organisation"], "kind": report.get_kind_display(),
        "day": day_words(date.fromisoformat(content["day"])),
    }  # fmt: skip
    yield _("As of %s") % moment_words(as_of) + _number(version)
    if not something_found(content["own"]):
        yield _("Zero report: nothing was found.") if version else _("Nothing was found.")
    yield from figure_lines(content["own"])
    if report.kind == ReportKind.BULLETIN:
        yield from _compiled(report, content)
    if report.kind == ReportKind.SUMMARY:
        yield from _disagreements(content["disagreements"])
    for each in added_days(content["added"]):
        counts = _listed([(str(label), count) for label, count in each["counts"]])
        yield _("Added after the report of %(day)s: %(counts)s") % {
            "day": day_words(each["day"]), "counts": counts,
        }  # fmt: skip
    if version and version.remarks:
        yield _("Remarks: %s") % version.remarks


def figure_lines(figures: Figures) -> Iterator[str]:
    """One line each on checks, visits, what was found, the ledger, plates and operations."""
    if figures["due"] is None:
        yield _("Checks: the day was not planned")
    else:
        yield _("Checks: %s") % _named(figures, DUTY_FIGURES)
    yield _("Visits: %s") % _named(figures, VISIT_FIGURES)
    yield _("Issues found: %(count)d (%(by_severity)s)") % {
        "count": found_in(figures), "by_severity": _named(figures, FOUND_FIGURES),
    }  # fmt: skip
    yield _("Ledger: %s") % _named(figures, LEDGER_FIGURES)
    # Reports that were frozen before plates and operations were counted say nothing of them.
    if plates := _named(figures, PLATE_FIGURES):
        yield _("Black plates: %s") % plates
    if operations := _named(figures, JOINT_FIGURES):
        yield _("Joint enforcement: %s") % operations


def _compiled(report: DailyReport, content: Mapping[str, Any]) -> Iterator[str]:
    if content["not_reported"]:
        yield _("Not reported: %s") % _joined(content["not_reported"])
    else:
        yield _("All have reported.")
    for each in compiled_lines(report, content):
        if not each.is_total:
            figures = {cell.name: cell.value for cell in each.cells}
            standing = each.standing.label if each.standing else _("no report was awaited")
            yield _("%(name)s (%(standing)s): %(figures)s") % {
                "name": each.name, "standing": standing, "figures": _named(figures, _BRIEF),
            }  # fmt: skip


def _disagreements(found: Mapping[str, Any]) -> Iterator[str]:
    if not found["count"]:
        yield _("The two sides disagree nowhere.")
        return
    names = _joined([each["name"] for each in found["venues"]])
    yield _("The two sides disagree on %(count)d: %(names)s") % {
        "count": found["count"], "names": names,
    }  # fmt: skip


_BRIEF = ("due", "done", "missed", "general", "serious", "major", "rectified", "closed", "overdue")


def _named(figures: Figures, names: tuple[str, ...]) -> str:
    pairs = [(str(SHORT[name]), figures.get(name)) for name in names]
    return _listed([(label, value) for label, value in pairs if value is not None])


def _listed(pairs: list[tuple[str, int]]) -> str:
    return _joined([f"{label} {value}" for label, value in pairs])


def _joined(words: list[str]) -> str:
    return _(", ").join(words)


def _number(version: ReportVersion | None) -> str:
    if version is None or version.number == 1:
        return ""
    return _(", version %d") % version.number

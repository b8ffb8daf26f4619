"""The ledger as a table; the hidden columns make the export the whole of R-ISSUE-8."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.ledger.look_back_column import look_backs_of
from inspections.ledger.models import Issue
from inspections.ledger.rules import IssueState
from venuewatch.listing.templatetags.shell import badge, moment, time_left
from venuewatch.workflow import clock

_EXPORT_ONLY = {"visible": False, "orderable": False}


class IssueTable(tables.Table):
    """One issue a row. The export's columns stand in the order of R-ISSUE-8."""

    select = tables.Column(
        gettext_lazy("Select"), accessor="number", orderable=False, exclude_from_export=True
    )
    number = tables.Column(gettext_lazy("Number"))
    found_at = tables.Column(gettext_lazy("Found at"))
    source = tables.Column(gettext_lazy("Source"), **_EXPORT_ONLY)
    venue = tables.Column(gettext_lazy("Venue"), order_by="venue__name")
    category = tables.Column(gettext_lazy("Category"), accessor="venue__category", **_EXPORT_ONLY)
    credit_code = tables.Column(
        gettext_lazy("Credit code"), accessor="venue__credit_code", **_EXPORT_ONLY
    )
    town = tables.Column(gettext_lazy("Town"), order_by="town__code")
    community = tables.Column(gettext_lazy("Community"), accessor="venue__area", **_EXPORT_ONLY)
    grid = tables.Column(gettext_lazy("Grid"), accessor="venue__area", **_EXPORT_ONLY)
    department = tables.Column(gettext_lazy("Department"), accessor="department", **_EXPORT_ONLY)
    description = tables.Column(gettext_lazy("Description"), **_EXPORT_ONLY)
    item = tables.Column(
        gettext_lazy("Item"), accessor="item_text", orderable=False,
        attrs={"td": {"class": "vw-text"}},
    )  # fmt: skip
    basis = tables.Column(gettext_lazy("Basis"), **_EXPORT_ONLY)
    severity = tables.Column(gettext_lazy("Severity"), orderable=False)
    state = tables.Column(gettext_lazy("State"), orderable=False, exclude_from_export=True)
    left = tables.Column(
        gettext_lazy("Time"), accessor="due", order_by="due", exclude_from_export=True
    )
    assignee = tables.Column(
        gettext_lazy("Followed up by"), orderable=False, exclude_from_export=True
    )
    requirement = tables.Column(gettext_lazy("Requirement"), **_EXPORT_ONLY)
    measure = tables.Column(gettext_lazy("Measure"), **_EXPORT_ONLY)
    responsible = tables.Column(gettext_lazy("Person responsible"), **_EXPORT_ONLY)
    funds = tables.Column(gettext_lazy("Funds"), **_EXPORT_ONLY)
    first_due = tables.Column(gettext_lazy("First due"), **_EXPORT_ONLY)
    due = tables.Column(gettext_lazy("Due"), **_EXPORT_ONLY)
    overdue = tables.Column(gettext_lazy("Overdue"), empty_values=(), **_EXPORT_ONLY)
    rectified_at = tables.Column(gettext_lazy("Rectified at"), **_EXPORT_ONLY)
    rechecked_by = tables.Column(gettext_lazy("Re-checker"), **_EXPORT_ONLY)
    rechecked_at = tables.Column(gettext_lazy("Re-checked at"), **_EXPORT_ONLY)
    result = tables.Column(
        gettext_lazy("Result"), accessor="recheck_passed", empty_values=(), **_EXPORT_ONLY
    )
    signed_off_by = tables.Column(gettext_lazy("Signed off by"), **_EXPORT_ONLY)
    closed_at = tables.Column(gettext_lazy("Closed at"), **_EXPORT_ONLY)
    look_back = tables.Column(gettext_lazy("Look-back"), empty_values=(), **_EXPORT_ONLY)
    recurrences = tables.Column(gettext_lazy("Recurrences"), **_EXPORT_ONLY)
    plate = tables.Column(gettext_lazy("Plate"), empty_values=(), **_EXPORT_ONLY)

    class Meta:
        model = Issue
        fields: tuple[str, ...] = ()
        default = ""

    def render_select(self, record: Issue) -> Any:
        """A box that belongs to the form below the table."""
        label = _("Select %s") % record.number
        return format_html(
            '<input type="checkbox" class="form-check-input vw-select" name="issue" value="{}"'
            ' form="selection" aria-label="{}">', record.number, label,
        )  # fmt: skip

    def render_assignee(self, record: Issue) -> str:
        """The name of who follows it up."""
        return record.assignee.person.name if record.assignee else ""

    def render_number(self, record: Issue) -> Any:
        """The number, as the way to the issue's page."""
        return format_html('<a href="{}">{}</a>', reverse("ledger:issue", args=[record.number]),
                           record.number)  # fmt: skip

    def value_number(self, record: Issue) -> str:
        """The number."""
        return record.number

    def render_found_at(self, record: Issue) -> str:
        """When it was found, as people write it."""
        return moment(record.found_at)

    def value_found_at(self, record: Issue) -> Any:
        """When it was found."""
        return record.found_at

    def render_severity(self, record: Issue) -> Any:
        """The severity's word in its colour."""
        return badge("severity", record.severity, record.get_severity_display())

    def value_severity(self, record: Issue) -> str:
        """The severity's word."""
        return str(record.get_severity_display())

    def render_state(self, record: Issue) -> Any:
        """The state's word in its colour."""
        return badge("state", record.state, record.get_state_display())

    def render_left(self, record: Issue) -> Any:
        """How long until due while that matters, and whether it was reported late."""
        if record.state == IssueState.OPEN:
            return time_left(record.due, record.amber_at)
        return badge("timing", "overdue", _("reported late")) if record.was_reported_late else ""

    def value_community(self, record: Issue) -> str:
        """The community that the venue lies in."""
        area = record.venue.area
        if area.kind == "grid" and area.parent is not None:
            return area.parent.name
        return area.name if area.kind == "community" else ""

    def value_grid(self, record: Issue) -> str:
        """The grid that the venue lies in."""
        return record.venue.area.name if record.venue.area.kind == "grid" else ""

    def value_overdue(self, record: Issue) -> str:
        """Whether the issue is overdue (R-ISSUE-3)."""
        return _("yes") if record.is_overdue(clock.now()) else _("no")

    def value_result(self, record: Issue) -> str:
        """What the latest re-check found."""
        if record.recheck_passed is None:
            return ""
        return _("passed") if record.recheck_passed else _("failed")

    def value_look_back(self, record: Issue) -> str:
        """What its look-backs saw."""
        return self._look_backs.get(record.pk, "")

    @cached_property
    def _look_backs(self) -> Mapping[int, str]:
        """Asked once for all rows of the table."""
        return look_backs_of([row.pk for row in self.data])

    def value_plate(self, record: Issue) -> str:
        """The number of the black plate that hangs at the venue."""
        standing = record.venue.standing
        return standing.plate_number if standing.plate_hung else ""

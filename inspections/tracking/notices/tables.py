"""Notices as a table; the same columns feed the export."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from inspections.tracking.notices.models import Notice
from venuewatch.listing.templatetags.shell import badge, day, moment


class NoticeTable(tables.Table):
    """One notice a row; its number opens its page. The venues counted are those in scope."""

    number = tables.Column(gettext_lazy("Number"), accessor="code", orderable=False)
    title = tables.Column(gettext_lazy("Title"), orderable=False)
    state = tables.Column(gettext_lazy("State"), orderable=False)
    level = tables.Column(
        gettext_lazy("Level of the notice"), accessor="get_level_display", orderable=False
    )
    document = tables.Column(
        gettext_lazy("Document number"), accessor="document_number", orderable=False
    )
    venues = tables.Column(gettext_lazy("Venues settled"), accessor="named_venues", orderable=False)
    severity = tables.Column(
        gettext_lazy("Severity"), accessor="get_severity_display", orderable=False
    )
    deadline = tables.Column(
        gettext_lazy("To be rectified by"), accessor="deadline", order_by=("deadline",)
    )
    issued = tables.Column(
        gettext_lazy("Issued at"), accessor="issued_at", order_by=("issued_at",), empty_values=()
    )

    class Meta:
        model = Notice
        fields: tuple[str, ...] = ()
        default = ""

    def render_number(self, record: Notice) -> Any:
        """The number, as the way to the notice's page."""
        return format_html(
            '<a href="{}">{}</a>', reverse("notices:notice", args=[record.code]), record.code
        )

    def value_number(self, record: Notice) -> str:
        """The number."""
        return str(record.code)

    def render_state(self, record: Notice) -> Any:
        """The state's word in its colour."""
        return badge("notice", record.state, record.get_state_display())

    def value_state(self, record: Notice) -> str:
        """The state's word."""
        return str(record.get_state_display())

    def render_venues(self, record: Any) -> str:
        """At how many of its venues the issue is struck off or void."""
        return f"{record.settled_venues} / {record.named_venues}"

    def render_deadline(self, record: Notice) -> str:
        """The day, as people write it."""
        return day(record.deadline)

    def value_deadline(self, record: Notice) -> Any:
        """The day."""
        return record.deadline

    def render_issued(self, record: Notice) -> str:
        """When it was issued, as people write it."""
        return moment(record.issued_at)

    def value_issued(self, record: Notice) -> Any:
        """When it was issued."""
        return record.issued_at or ""

"""Look-backs as a table; the same columns feed the export."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.tracking.lookbacks.models import LookBack
from venuewatch.listing.templatetags.shell import badge, day
from venuewatch.workflow import clock


class LookBackTable(tables.Table):
    """One look-back a row; its number opens its page."""

    number = tables.Column(gettext_lazy("Number"), accessor="code", orderable=False)
    venue = tables.Column(gettext_lazy("Venue"), order_by=("venue__name",))
    about = tables.Column(gettext_lazy("Looked at"), accessor="pk", orderable=False)
    state = tables.Column(gettext_lazy("State"), orderable=False)
    due = tables.Column(gettext_lazy("Not before"), accessor="due_day", order_by=("due_day",))
    owed = tables.Column(gettext_lazy("At the latest"), accessor="owed_day", order_by=("owed_day",))
    officer = tables.Column(gettext_lazy("Who goes"), orderable=False, empty_values=())
    town = tables.Column(gettext_lazy("Town"), orderable=False)
    department = tables.Column(gettext_lazy("Department"), orderable=False)

    class Meta:
        model = LookBack
        fields: tuple[str, ...] = ()
        default = ""

    def render_number(self, record: LookBack) -> Any:
        """The number, as the way to its page."""
        address = reverse("look_backs:look_back", args=[record.code])
        return format_html('<a href="{}">{}</a>', address, record.code)

    def value_number(self, record: LookBack) -> str:
        """The number."""
        return record.code

    def render_venue(self, record: LookBack) -> Any:
        """The venue's name, as the way to its page."""
        address = reverse("venues:venue", args=[record.venue.code])
        return format_html('<a href="{}">{}</a>', address, record.venue.name)

    def value_venue(self, record: LookBack) -> str:
        """The venue's name."""
        return record.venue.name

    def render_about(self, record: LookBack) -> str:
        """What is looked at again."""
        return str(record.about)

    def render_state(self, record: LookBack) -> Any:
        """The state's word in its colour, and that it is overdue."""
        word = badge("look-back", record.state, record.get_state_display())
        if record.is_late(timezone.localdate(clock.now())):
            return format_html('{} <span class="vw-late">{}</span>', word, _("overdue"))
        return word

    def value_state(self, record: LookBack) -> str:
        """The state's word."""
        return str(record.get_state_display())

    def render_due(self, record: LookBack) -> str:
        """The day from which somebody is sent."""
        return day(record.due_day)

    def value_due(self, record: LookBack) -> Any:
        """The same, as a date."""
        return record.due_day

    def render_owed(self, record: LookBack) -> str:
        """The day by which they go."""
        return day(record.owed_day)

    def value_owed(self, record: LookBack) -> Any:
        """The same, as a date."""
        return record.owed_day

    def render_officer(self, record: LookBack) -> str:
        """Who was sent."""
        return record.officer.signature if record.officer else ""

"""Small words that pages share: moments, days left, badges, page addresses."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from venuewatch.moments import day_words, moment_words
from venuewatch.workflow import clock

register = template.Library()


@register.filter
def moment(value: datetime | None) -> str:
    """A moment as people write it: 2022年4月7日 14:05, or 7 Apr 2022 14:05."""
    return "" if value is None else moment_words(value)


@register.filter
def day(value: date | None) -> str:
    """A day as people write it: 2022年4月7日, or 7 Apr 2022; a dash for none."""
    return "–" if value is None else day_words(value)


@register.simple_tag
def badge(kind: str, value: str, label: Any) -> SafeString:
    """A word in its colour: `kind` is "state", "severity", "colour" …, `value` the token."""
    return format_html('<span class="vw-badge vw-{}-{}">{}</span>', kind, value, label)


@register.simple_tag
def linked(number: Any) -> SafeString | str:
    """A number (`value`, `address`) as the way to its list; 0 has none, the unknown is a dash."""
    if number.value is None:
        return "–"
    if not number.value:
        return format_html('<span class="text-secondary">{}</span>', 0)
    return format_html('<a href="{}">{}</a>', number.address, number.value)


@register.filter
def time_left(due: datetime | None, amber: datetime | None = None) -> SafeString | str:
    """How long until a due moment, or how late it is, in days or hours; late ones stand out.

    From `amber` on, the moment from which it is soon, that is said too.
    """
    if due is None:
        return ""
    seconds = (due - clock.now()).total_seconds()
    amount = _duration(abs(seconds))
    if seconds < 0:
        return format_html('<span class="vw-late">{}</span>', _("overdue by %s") % amount)
    if amber is not None and amber <= clock.now():
        return format_html('<span class="vw-soon">{}</span>', _("due soon, %s left") % amount)
    return _("%s left") % amount


@register.simple_tag(takes_context=True)
def with_query(context: Any, **changes: Any) -> str:
    """The present query string with these values put in; an empty one takes its key out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}"


def _duration(seconds: float) -> str:
    hours = int(seconds // 3600)
    if hours >= 24:
        days = hours // 24
        return ngettext("%d day", "%d days", days) % days
    if hours >= 1:
        return ngettext("%d hour", "%d hours", hours) % hours
    minutes = int(seconds // 60)
    return ngettext("%d minute", "%d minutes", minutes) % minutes

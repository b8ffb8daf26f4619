"""Days and moments as people write them, in the language of the page."""

from datetime import date, datetime, time

from django.utils import formats, timezone
from django.utils.translation import get_language

# Before and after these nobody means a day; sums of days stay within the calendar.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


def day_words(day: date) -> str:
    """2022年4月7日, or 7 Apr 2022."""
    if (get_language() or "").startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {formats.date_format(day, 'M Y')}"


def moment_words(moment: datetime) -> str:
    """2022年4月7日 14:05, or 7 Apr 2022 14:05, local time."""
    local = timezone.localtime(moment)
    return f"{day_words(local.date())} {local:%H:%M}"


def whole_day(day: date) -> tuple[datetime, datetime]:
    """The first and the last moment of a local day."""
    first, last = (
        timezone.make_aware(datetime.combine(day, each)) for each in (time.min, time.max)
    )
    return first, last

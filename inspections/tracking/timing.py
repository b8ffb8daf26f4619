"""How a day by which something is to be rectified becomes the hours of an issue. Pure."""

from datetime import datetime, timedelta


def hours_until(start: datetime, end: datetime) -> int:
    """Whole hours between two moments, at least one: an issue's time counts in hours."""
    return max(1, (end - start) // timedelta(hours=1))

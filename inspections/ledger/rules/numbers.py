"""The numbers of issues (R-ISSUE-3)."""

from datetime import date


def number_series(area_code: str, day: date) -> str:
    """The counter of the issue numbers of one area and business day."""
    return f"issue/{area_code}-{day:%Y%m%d}"


def number_of(area_code: str, day: date, counted: int) -> str:
    """`AREACODE-YYYYMMDD-NNNN` (R-ISSUE-3)."""
    return f"{area_code}-{day:%Y%m%d}-{counted:04d}"

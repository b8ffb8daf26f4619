"""Addresses of the daily reports."""

from datetime import date

from django.urls import path, register_converter

from inspections.reports import list_views, overview, ranking_views, views
from inspections.reports.rules import has_reports


class Day:
    """A day in an address: 2022-04-07."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, text: str) -> date:
        """The day; ValueError (not found) for one that does not exist or has no reports."""
        day = date.fromisoformat(text)
        if not has_reports(day):
            raise ValueError(text)
        return day

    def to_url(self, day: date | str) -> str:
        """As it is written in the address."""
        return str(day)


register_converter(Day, "day")
_ONE = "<day:day>/<int:organisation>/<slug:kind>/"

app_name = "reports"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("rankings/", ranking_views.rankings, name="rankings"),
    path("missing/", list_views.MissingList.as_view(), name="missing"),
    path(_ONE, views.report_page, name="report"),
    path(f"{_ONE}print/", views.print_page, name="print"),
    path(f"{_ONE}<slug:name>/", views.act, name="act"),
]

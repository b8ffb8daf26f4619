"""The ledger as a list, and who sees which of its issues."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from inspections.ledger import actions
from inspections.ledger.filters import IssueFilter
from inspections.ledger.models import Issue
from inspections.ledger.tables import IssueTable
from venues.signed_in import at_work, officer_of
from venuewatch.listing.pages import ListPage


class LedgerList(ListPage):
    """The issue ledger of whoever looks."""

    table_class = IssueTable
    filterset_class = IssueFilter
    heading = gettext_lazy("Issue ledger")
    empty = gettext_lazy("No issue matches. Issues appear here when a check finds one.")
    file_name = "ledger"
    list_url = "ledger:list"
    saving_url = "ledger:filters"
    template_name = "ledger/list.html"
    default_order = ("-found_at", "-pk")

    def rows(self) -> QuerySet[Any]:
        """The issues in this person's scope."""
        return Issue.objects.visible_to(at_work(self.request)).select_related(
            "venue__standing", "venue__category", "venue__area__parent", "town", "department",
            "assignee__person",
        )  # fmt: skip

    def hidden_columns(self) -> tuple[str, ...]:
        """Rows are selected by those who may assign them."""
        return () if self._may_assign else ("select",)

    def extra_context(self) -> Mapping[str, Any]:
        """Whether rows may be assigned."""
        return {"may_assign": self._may_assign}

    @cached_property
    def _may_assign(self) -> bool:
        return actions.may_assign(officer_of(self.request))


def issue_in_scope(request: HttpRequest, number: str) -> Issue:
    """The issue, or 404 where it is not in scope (R-SCOPE-2)."""
    rows = Issue.objects.visible_to(officer_of(request)).select_related(
        "venue__standing", "venue__category", "venue__area", "venue__town",
        "venue__district__parent", "item", "department", "answering", "opened_by__person",
        "opened_by__organisation", "recurrence_of", "duplicate_of", "assignee__person",
        "assignee__organisation",
    )  # fmt: skip
    return get_object_or_404(rows, number=number)

"""ListPage: a queryset in, a filtered, sorted, paged table or its export out."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import django_tables2
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.views.generic.base import View
from django_filters import FilterSet
from django_tables2.data import TableListData

from venuewatch.listing import export
from venuewatch.listing.chips import Chip, chips_of
from venuewatch.listing.counting import MOST_COUNTED, count_of
from venuewatch.listing.models import SavedFilter
from venuewatch.workflow.rules import Words

PER_PAGE = 50


class CappedPaginator(Paginator[Any]):
    """Counts no further than people page, so that a list costs the same whatever its length."""

    @cached_property
    def count(self) -> int:
        """The number of rows, or one more than MOST_COUNTED where there are more."""
        rows = self.object_list
        return count_of(rows).number if isinstance(rows, QuerySet) else len(rows)


class SortedRows(TableListData):
    """Rows of a page, which the database has sorted; the table only marks by what."""

    def order_by(self, aliases: Any) -> None:
        """Leave them as they are."""


class ListPage(View):
    """A list page; a subclass names table and filter and gives the rows in the person's scope."""

    table_class: ClassVar[type[django_tables2.Table]]
    filterset_class: ClassVar[type[FilterSet]]
    template_name = "components/list.html"
    heading: ClassVar[Words] = ""
    empty: ClassVar[Words] = ""
    file_name = "list"
    default_order: ClassVar[tuple[str, ...]] = ("-pk",)
    # Where the list is, and where one's filters of it are saved; blank: filters are not saved.
    list_url = ""
    saving_url = ""

    def rows(self) -> QuerySet[Any]:
        """All rows this person may see."""
        raise TypeError(f"{type(self).__name__} must give its rows")

    def hidden_columns(self) -> tuple[str, ...]:
        """The columns that the page does not show to this person."""
        return ()

    def extra_context(self) -> Mapping[str, Any]:
        """What else the page shows."""
        return {}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The page, the table alone for htmx, or the export that was asked for.

        Opened without a question, it asks the person's default filter, if they have one.
        """
        saved = self._saved()
        default = next((each for each in saved if each.is_default), None)
        if default is not None and not request.GET:
            return redirect(f"{request.path}?{default.query}")
        filterset = self.filterset_class(request.GET, queryset=self.rows(), request=request)
        is_clear = filterset.form.is_valid()
        if is_clear and (kind := request.GET.get("export", "")):
            return export.response(kind, self.file_name, self._chunks(filterset.qs))
        # A filter that cannot be read narrows to nothing: all rows would pass for what was asked.
        page = self._page(self._ordered(filterset.qs if is_clear else filterset.queryset.none()))
        rows = SortedRows(list(page.object_list))
        shown: Any = self.table_class(rows, order_by=self._sorting(), exclude=self.hidden_columns())
        shown.request = request  # given to its making, the table would cut pages of its own
        context = {
            "heading": self.heading,
            "empty": self.empty,
            "filterset": filterset,
            "chips": self._chips(filterset),
            "table": shown,
            "page": page,
            "more_than_counted": page.paginator.count > MOST_COUNTED,
            "most_counted": MOST_COUNTED,
            "query": self._query_without("page"),
            "saved": saved,
            "saving_url": self.saving_url,
            "may_save": self._may_save(saved),
            **self.extra_context(),
        }
        partial = getattr(request, "htmx", False) and not request.htmx.boosted  # type: ignore[attr-defined]  # by middleware
        template = "components/list_rows.html" if partial else self.template_name
        status = 400 if not is_clear and "export" in request.GET else 200
        return TemplateResponse(request, template, context, status=status)

    def http_method_not_allowed(self, request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
        """A list is only read."""
        return HttpResponse(status=405)

    def _saved(self) -> list[SavedFilter]:
        """The person's own filters of this list."""
        if not self.saving_url:
            return []
        return list(SavedFilter.objects.of(self.request.user, self.file_name))

    def _may_save(self, saved: list[SavedFilter]) -> bool:
        """Whether what is asked now has a name yet."""
        asked = self._query_without("page")
        return bool(self.saving_url) and asked not in {each.query for each in saved}

    def _sorting(self) -> tuple[str, ...]:
        asked = [name for name in self.request.GET.get("sort", "").split(",") if name]
        known = {
            name
            for name, column in self.table_class.base_columns.items()
            if column.orderable is not False
        }
        return tuple(name for name in asked if name.lstrip("-") in known)

    def _ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Sorted as asked, else as usual; always with the primary key as the tie-break."""
        fields: list[str] = []
        for name in self._sorting():
            column = self.table_class.base_columns[name.lstrip("-")]
            accessors = column.order_by or (column.accessor or name.lstrip("-"),)
            sign = "-" if name.startswith("-") else ""
            fields += [sign + str(each).replace(".", "__") for each in accessors]
        fields = fields or list(self.default_order)
        return rows.order_by(*fields, *([] if fields[-1].lstrip("-") == "pk" else ["pk"]))

    def _page(self, rows: QuerySet[Any]) -> Any:
        paginator = CappedPaginator(rows, PER_PAGE)
        return paginator.get_page(self.request.GET.get("page"))

    def _chunks(self, rows: QuerySet[Any]) -> Iterable[list[Any]]:
        """The rows of the export as lists of values, headings first, in chunks of objects."""
        return export.rows_of(self.table_class, self._ordered(rows))

    def _chips(self, filterset: FilterSet) -> list[Chip]:
        return chips_of(filterset, self.request.GET)

    def _query_without(self, *names: str) -> str:
        query = self.request.GET.copy()
        for name in (*names, "export"):
            query.pop(name, None)
        return query.urlencode()

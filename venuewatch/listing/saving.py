"""The page of one's own filters of a list: save, rename, delete, open with."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import View

from venuewatch.listing import saved
from venuewatch.listing.models import SavedFilter
from venuewatch.listing.pages import ListPage
from venuewatch.workflow.rules import Refused


class SavedFilters(View):
    """A person's own filters of one list page; `page` is that list."""

    http_method_names = ["get", "post"]
    page: ClassVar[type[ListPage]] = ListPage

    def get(self, request: HttpRequest) -> HttpResponse:
        """All of them, each with its name to change."""
        return self._shown(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the pressed button says, and show the list or what lacks."""
        try:
            return self._done(request, request.POST.get("act", ""))
        except Refused as refusal:
            return self._shown(request, refusal)

    def _done(self, request: HttpRequest, act: str) -> HttpResponse:
        if act == "save":
            return self._saved(request)
        own = self._own(request)
        key = request.POST.get("filter", "")
        chosen = get_object_or_404(own, pk=key if key.isdigit() and len(key) < 19 else None)
        if act == "delete":
            chosen.delete()
            messages.success(request, _("Deleted: %s.") % chosen.name)
        elif act == "rename":
            saved.rename(chosen, request.POST.get("name", ""))
            messages.success(request, _("Saved."))
        elif act in ("default", "no_default"):
            saved.make_default(chosen, wanted=act == "default")
            messages.success(request, _("Saved."))
        return redirect(request.path)

    def _saved(self, request: HttpRequest) -> HttpResponse:
        place = self.page(request=request)
        query = saved.cleaned_query(
            request.POST.get("query", ""), place.filterset_class, place.rows(), request
        )
        saved.save_filter(
            request.user,
            place.file_name,
            request.POST.get("name", ""),
            query,
        )
        messages.success(request, _("The filter is saved."))
        return redirect(f"{self._list_address()}?{query}")

    def _own(self, request: HttpRequest) -> Any:
        return SavedFilter.objects.of(request.user, self.page.file_name)

    def _list_address(self) -> str:
        return reverse(self.page.list_url)

    def _shown(self, request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
        context = {
            "heading": self.page.heading,
            "list_address": self._list_address(),
            "filters": self._own(request),
            "errors": list(refusal.errors.values()) if refusal else [],
            "typed": request.POST,
        }
        status = 400 if refusal else 200
        return render(request, "components/saved_filters.html", context, status=status)

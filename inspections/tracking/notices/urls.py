"""Addresses of the notices."""

from django.urls import path

from inspections.tracking.notices import views, writing_views
from venuewatch.listing.saving import SavedFilters

app_name = "notices"
urlpatterns = [
    path("", views.NoticeList.as_view(), name="list"),
    path("filters/", SavedFilters.as_view(page=views.NoticeList), name="filters"),
    path("new/", writing_views.draft, name="draft"),
    path("<str:code>/", views.notice_page, name="notice"),
    path("<str:code>/edit/", writing_views.edit, name="edit"),
    path("<str:code>/file/", views.file, name="file"),
    path("<str:code>/print/", views.sheet, name="sheet"),
    path("<str:code>/<slug:name>/", views.act, name="act"),
]

"""Addresses of the checks."""

from django.urls import path

from inspections.checks import checklist_views, list_views, views, withdrawal_views

app_name = "checks"
urlpatterns = [
    path("", list_views.VisitList.as_view(), name="visits"),
    path("file/", views.pick, name="pick"),
    path("file/<str:code>/", views.file, name="file"),
    path("lists/", checklist_views.all_lists, name="lists"),
    path("lists/<int:pk>/", checklist_views.list_page, name="list"),
    path("lists/<int:pk>/publish/", checklist_views.publish, name="publish"),
    path("kept/", views.kept_photo, name="kept"),
    path("<uuid:uuid>/", views.inspection_page, name="inspection"),
    path("<uuid:uuid>/withdraw/", withdrawal_views.ask, name="withdraw"),
    path("<uuid:uuid>/withdraw/grant/", withdrawal_views.decide, {"name": "grant_withdrawal"},
         name="grant"),
    path("<uuid:uuid>/withdraw/refuse/", withdrawal_views.decide, {"name": "refuse_withdrawal"},
         name="refuse"),
]  # fmt: skip

"""Addresses of the checks."""

from django.urls import path

from inspections.checks import lists, views

app_name = "checks"
urlpatterns = [
    path("file/", views.pick, name="pick"),
    path("file/<str:code>/", views.file, name="file"),
    path("lists/", lists.all_lists, name="lists"),
    path("lists/<int:pk>/", lists.list_page, name="list"),
    path("lists/<int:pk>/publish/", lists.publish, name="publish"),
    path("<uuid:uuid>/", views.inspection_page, name="inspection"),
]

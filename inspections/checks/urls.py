"""Addresses of the checks."""

from django.urls import path

from inspections.checks import views

app_name = "checks"
urlpatterns = [
    path("file/", views.pick, name="pick"),
    path("file/<str:code>/", views.file, name="file"),
    path("kept/", views.kept_photo, name="kept"),
    path("<uuid:uuid>/", views.inspection_page, name="inspection"),
]

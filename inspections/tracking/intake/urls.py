"""Addresses of the intake desk."""

from django.urls import path

from inspections.tracking.intake import acting_views, views
from venuewatch.listing.saving import SavedFilters

app_name = "intake"
urlpatterns = [
    path("", views.IntakeList.as_view(), name="list"),
    path("filters/", SavedFilters.as_view(page=views.IntakeList), name="filters"),
    path("new/", views.receive, name="receive"),
    path("<str:number>/", views.intake_page, name="intake"),
    path("<str:number>/contact/", views.reveal, name="reveal"),
    path("<str:number>/<slug:name>/", acting_views.act, name="act"),
]

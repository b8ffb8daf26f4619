"""Addresses of the look-backs."""

from django.urls import path

from inspections.tracking.lookbacks import views
from venuewatch.listing.saving import SavedFilters

app_name = "look_backs"
urlpatterns = [
    path("", views.LookBackList.as_view(), name="list"),
    path("filters/", SavedFilters.as_view(page=views.LookBackList), name="filters"),
    path("<str:code>/", views.look_back_page, name="look_back"),
    path("<str:code>/<slug:name>/", views.act, name="act"),
]

"""Addresses of joint enforcement."""

from django.urls import path

from inspections.enforcement import starting_views, views
from venuewatch.listing.saving import SavedFilters

app_name = "operations"
urlpatterns = [
    path("", views.OperationList.as_view(), name="list"),
    path("filters/", SavedFilters.as_view(page=views.OperationList), name="filters"),
    path("blow/<str:code>/", starting_views.blow, name="blow"),
    path("convene/<str:code>/", starting_views.convene_at_once, name="convene_at_once"),
    path("<str:code>/", views.room, name="room"),
    path("<str:code>/convene/", starting_views.convene, name="convene"),
    path("<str:code>/parts/<int:place>/<slug:name>/", views.part_act, name="part_act"),
    path("<str:code>/<slug:name>/", views.act, name="act"),
]

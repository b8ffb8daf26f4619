"""Addresses of the plates."""

from django.urls import path

from inspections.plates import printing_views, starting_views, views
from venuewatch.listing.saving import SavedFilters

app_name = "plates"
urlpatterns = [
    path("", views.PlateList.as_view(), name="list"),
    path("filters/", SavedFilters.as_view(page=views.PlateList), name="filters"),
    path("propose/<str:code>/", starting_views.propose, name="propose"),
    path("suggest/<str:code>/", starting_views.suggest, name="suggest"),
    path("suggestions/<str:number>/decline/", starting_views.decline, name="decline"),
    path("<str:code>/", views.plate_page, name="plate"),
    path("<str:code>/sheet/", printing_views.sheet, name="sheet"),
    path("<str:code>/<slug:name>/", views.act, name="act"),
]

"""Addresses of the register."""

from django.urls import path, re_path

from venues.views import importing, register, settings, venue
from venuewatch.listing.saving import SavedFilters

app_name = "venues"
urlpatterns = [
    path("", register.RegisterList.as_view(), name="register"),
    path("filters/", SavedFilters.as_view(page=register.RegisterList), name="filters"),
    path("new/", register.create, name="create"),
    path("import/", importing.import_page, name="import"),
    path("import/template/", importing.template, name="import-template"),
    path("<str:code>/", venue.venue_page, name="venue"),
    path("<str:code>/edit/", register.edit, name="edit"),
    path("<str:code>/contacts/", venue.reveal, name="reveal"),
    path("<str:code>/assign_town/", register.assign_town, name="assign_town"),
    path("<str:code>/leads/", settings.venue_leads, name="leads"),
    re_path(r"^(?P<code>[^/]+)/(?P<name>confirm|resume|pause|end)/$", register.act, name="act"),
]

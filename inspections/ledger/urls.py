"""Addresses of the ledger."""

from django.urls import path

from inspections.ledger import assigning_views, printing_views, views
from venuewatch.listing.saving import SavedFilters

app_name = "ledger"
urlpatterns = [
    path("", views.LedgerList.as_view(), name="list"),
    path("measures/<int:pk>/", views.measure_file, name="measure"),
    path("assign/", assigning_views.assign, name="assign"),
    path("filters/", SavedFilters.as_view(page=views.LedgerList), name="filters"),
    path("print/<str:code>/", printing_views.unclosed, name="print"),
    path("photos/<int:pk>/", views.photo, name="photo"),
    path("<str:number>/", views.issue_page, name="issue"),
    path("<str:number>/<slug:name>/", views.act, name="act"),
]

"""Addresses of the ledger."""

from django.urls import path

from inspections.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.LedgerList.as_view(), name="list"),
    path("measures/<int:pk>/", views.measure_file, name="measure"),
    path("photos/<int:pk>/", views.photo, name="photo"),
    path("<str:number>/", views.issue_page, name="issue"),
    path("<str:number>/<slug:name>/", views.act, name="act"),
]

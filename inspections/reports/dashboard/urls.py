"""Addresses of the dashboard."""

from django.urls import path

from inspections.reports.dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("wallboard/", views.wallboard, name="wallboard"),
]

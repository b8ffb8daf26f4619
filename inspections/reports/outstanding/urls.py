"""Address of the overview of what waits."""

from django.urls import path

from inspections.reports.outstanding import views

app_name = "outstanding"
urlpatterns = [path("", views.overview, name="overview")]

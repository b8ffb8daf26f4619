"""Addresses of the duties."""

from django.urls import path

from inspections.duties.views import DutyList

app_name = "duties"
urlpatterns = [path("", DutyList.as_view(), name="list")]

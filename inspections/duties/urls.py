"""Addresses of the duties."""

from django.urls import path

from inspections.duties.intervals import intervals_page
from inspections.duties.views import DutyList

app_name = "duties"
urlpatterns = [
    path("", DutyList.as_view(), name="list"),
    path("intervals/<str:district>/<str:category>/", intervals_page, name="intervals"),
]

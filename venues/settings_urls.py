"""Addresses of the settings of a district."""

from django.urls import path

from venues.views import settings

app_name = "settings"
urlpatterns = [
    path("", settings.home, name="home"),
    path("<str:district>/", settings.district_page, name="district"),
    path("<str:district>/values/<str:key>/", settings.value_page, name="value"),
    path("<str:district>/leads/<str:category>/", settings.leads_page, name="leads"),
]

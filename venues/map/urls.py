"""Addresses of the map."""

from django.urls import path

from venues.map import views

app_name = "map"
urlpatterns = [
    path("", views.page, name="map"),
    path("points/", views.points_in_view, name="points"),
    path("list/", views.list_of_view, name="list"),
    path("shapes/", views.shapes_in_view, name="shapes"),
    path("sheet/", views.sheet, name="sheet"),
    path("venues/<str:code>/", views.venue, name="venue"),
]

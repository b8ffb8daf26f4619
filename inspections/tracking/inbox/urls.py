"""Addresses of the inbox."""

from django.urls import path

from inspections.tracking.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:pk>/", views.message, name="message"),
]

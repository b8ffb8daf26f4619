"""Addresses of the channels and of what was sent by them."""

from django.urls import path

from inspections.tracking.delivery import acting_views, views

app_name = "delivery"
urlpatterns = [
    path("", views.ChannelList.as_view(), name="channels"),
    path("new/", acting_views.add, name="add"),
    path("deliveries/", views.DeliveryList.as_view(), name="deliveries"),
    path("deliveries/again/", acting_views.all_again, name="all-again"),
    path("deliveries/<str:key>/", views.delivery_page, name="delivery"),
    path("deliveries/<str:key>/again/", acting_views.again, name="again"),
    path("<str:code>/", views.channel_page, name="channel"),
    path("<str:code>/edit/", acting_views.edit, name="edit"),
    path("<str:code>/<slug:name>/", acting_views.act, name="act"),
]

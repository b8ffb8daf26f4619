"""Addresses of the control orders."""

from django.urls import path, re_path

from venues.orders import views

app_name = "orders"
urlpatterns = [
    path("", views.OrderList.as_view(), name="list"),
    path("new/", views.create, name="create"),
    path("print/", views.print_page, name="print"),
    path("<int:pk>/", views.order_page, name="order"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/exempt/", views.exempt, name="exempt"),
    path("<int:pk>/exemptions/<int:exemption>/end/", views.end_exemption, name="end-exemption"),
    re_path(r"^(?P<pk>\d{1,18})/(?P<name>issue|withdraw|end_early)/$", views.act_page, name="act"),
]

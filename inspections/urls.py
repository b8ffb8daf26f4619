"""Addresses of the scheme, one folder each."""

from django.urls import include, path

from inspections.checks import views as checks
from inspections.plates.printing_views import board, door
from inspections.search import search
from venues.views import loans
from venues.views.accounts import PasswordChange, me
from venues.views.events import EventList

urlpatterns = [
    path("", checks.today, name="today"),
    path("me/", me, name="me"),
    path("me/password/", PasswordChange.as_view(), name="password_change"),
    path("me/loans/", loans.loans, name="loans"),
    path("me/loans/<int:pk>/end/", loans.end, name="end-loan"),
    path("search/", search, name="search"),
    path("events/", EventList.as_view(), name="events"),
    path("orders/", include("venues.orders.urls")),
    path("settings/", include("venues.settings_urls")),
    path("ledger/", include("inspections.ledger.urls")),
    path("duties/", include("inspections.duties.urls")),
    path("checks/", include("inspections.checks.urls")),
    path("plates/", include("inspections.plates.urls")),
    path("operations/", include("inspections.enforcement.urls")),
    path("inbox/", include("inspections.tracking.inbox.urls")),
    path("look-backs/", include("inspections.tracking.lookbacks.urls")),
    path("board/<str:district>/", board, name="board"),
    path("qr/<str:number>/", door, name="plate-door"),
    path("reports/", include("inspections.reports.urls")),
    path("map/", include("venues.map.urls")),
    path("dashboard/", include("inspections.reports.dashboard.urls")),
    path("outstanding/", include("inspections.reports.outstanding.urls")),
    path("notices/", include("inspections.tracking.notices.urls")),
    path("channels/", include("inspections.tracking.delivery.urls")),
    path("intake/", include("inspections.tracking.intake.urls")),
]

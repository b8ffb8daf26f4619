"""The portal's addresses and the floor of filing: a bare view that inserts one row."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

TABLE = "CREATE TABLE IF NOT EXISTS bench_row (id bigserial PRIMARY KEY, words text NOT NULL)"


@csrf_exempt
@login_not_required
def insert_one_row(request: HttpRequest) -> HttpResponse:
    """One INSERT, behind the same middleware."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_row (words) VALUES (%s)", [request.POST["words"]])
    return HttpResponse(status=204)


urlpatterns = [path("bench/", insert_one_row), path("", include("venuewatch.urls"))]

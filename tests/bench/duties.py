"""Planning the day of a million venues, beside the bare INSERT … SELECT of as many duties."""

import time
from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction

from inspections.duties.actions import plan_day, today
from inspections.duties.models import Duty
from tests.bench.measure import Row
from venues.models import Area, Category, CategoryLead, Organisation

VENUES = 1_000_000
TOWNS = 100
RATIO, AGAIN = 1.5, 1.0
MARK = "bench-duty"


def rows() -> list[Row]:
    """Plan today from nothing and once more; the floor writes as many rows, indexed alike."""
    lay_a_million()
    with transaction.atomic():
        first = _seconds(plan_day)
        _count("inspections_duty")
        transaction.set_rollback(True)
    floor = _floor()
    plan_day()
    again = _seconds(plan_day)
    note = f"{Duty.objects.filter(day=today()).count():,} duties"
    return [
        Row("planning the day, 2 sides", "s", first, floor, RATIO, note=note),
        Row("planning it again, beside the first time", "s", again, first, AGAIN),
    ]


def lay_a_million() -> None:
    """A district of its own with a million active venues, all of them due on both sides."""
    if Area.objects.filter(code=MARK).exists():
        return
    with transaction.atomic():
        city = Area.objects.create(code=f"{MARK}-c", name=MARK, kind="city")
        district = Area.objects.create(code=MARK, name=MARK, kind="district", parent=city)
        towns = [_town(district, place) for place in range(TOWNS)]
        department = Organisation.objects.create(
            code=MARK, name=MARK, short=MARK, kind="department", area=district
        )
        category = Category.objects.create(code=MARK, name=MARK)
        CategoryLead.objects.create(category=category, organisation=department, role="lead")
        with connection.cursor() as cursor:
            # No field history and no search for rows that stand only for their number.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("DROP INDEX IF EXISTS venue_grams")
            cursor.execute(
                "INSERT INTO venues_venue (code, name, category_id, area_id, district_id, town_id,"
                " address, source_crs, credit_code, credit_code_reason, unlicensed,"
                " legal_representative, legal_phone, site_person, site_phone, town_leader,"
                " grid_leader, department_officer, tag, state, origin, created, event_seq,"
                " event_hash) SELECT %s || n, 'venue ' || n, %s, t.id, %s, t.id, '', 'wgs84', '',"
                " '', false, '', '', '', '', '', '', '', '', 'active', 'live', now(), 0, ''"
                " FROM generate_series(1, %s) AS n"
                " JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM venues_area"
                " WHERE parent_id = %s) AS t ON t.place = 1 + n %% %s",
                [f"{MARK}-", category.pk, district.pk, VENUES, district.pk, len(towns)],
            )
            cursor.execute(
                "INSERT INTO venues_standing (venue_id, general_open, general_rectified,"
                " general_rechecked, serious_open, serious_rectified, serious_rechecked,"
                " major_open, major_rectified, major_rechecked, plate_hung, regime,"
                " last_town_check, last_sector_check)"
                " SELECT id, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, 'open', %s, %s"
                " FROM venues_venue WHERE district_id = %s",
                [today() - timedelta(days=400)] * 2 + [district.pk],
            )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE venues_venue")
        cursor.execute("VACUUM ANALYZE venues_standing")


def _town(district: Area, place: int) -> Area:
    town = Area.objects.create(
        code=f"{MARK}-{place}", name=f"town {place}", kind="town", parent=district
    )
    Organisation.objects.create(
        code=town.code, name=town.name, short=town.name, kind="town", area=town
    )
    return town


def _floor() -> float:
    """INSERT … SELECT of as many duties into a table with the same indexes and checks."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_duty (LIKE inspections_duty INCLUDING ALL)")
        try:
            statement = (
                "INSERT INTO bench_duty (day, state, venue_id, side, reason, days, since, town_id,"
                " department_id) SELECT current_date, 'owed', v.id, side, 'routine', 30,"
                " s.last_town_check, v.town_id, o.id FROM venues_venue AS v"
                " JOIN venues_standing AS s ON s.venue_id = v.id"
                " JOIN venues_categorylead AS l ON l.category_id = v.category_id"
                " JOIN venues_organisation AS o ON o.id = l.organisation_id"
                " CROSS JOIN (VALUES ('town'), ('sector')) AS x(side) WHERE o.code = %s"
            )
            seconds = _seconds(lambda: cursor.execute(statement, [MARK]))
            _count("bench_duty")
        finally:
            cursor.execute("DROP TABLE bench_duty")
    return seconds


def _count(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone()[0] >= 2 * VENUES


def _seconds(function: Callable[[], object]) -> float:
    started = time.perf_counter()
    function()
    return time.perf_counter() - started

"""My work today among a million venues: an officer's page with 300 duties, beside its own SQL."""

from datetime import timedelta

from inspections.duties.actions import plan_today_once, replan
from inspections.duties.actions import today as business_day
from tests.bench import pages
from tests.bench.duties import MARK, lay_a_million
from tests.bench.measure import Row, median_seconds_in_turn
from venues.models import Area, Category, Officer, Organisation, Person, Standing, Venue

DUTIES = 300
RATIO = 3.0


def rows() -> list[Row]:
    """The page of an inspector whose town owes 300 checks, and its queries beside those for one."""
    lay_a_million()
    plan_today_once()
    many, one = (pages.client_of(_inspector(number)) for number in (DUTIES, 1))
    floor = pages.floor(many, "/", lambda shown: shown.count("data-urgency") == DUTIES)
    figure, bare = median_seconds_in_turn(pages.page(many, "/"), floor)
    note = f"{DUTIES} duties, {Venue.objects.count():,} venues"
    return [
        Row("my work today", "ms", figure * 1e3, bare * 1e3, RATIO, note=note),
        Row("its queries, 300 duties beside 1", "queries", pages.queries(many, "/"),
            pages.queries(one, "/"), 1.0),
    ]  # fmt: skip


def _inspector(venues: int) -> Officer:
    """An inspector of a town of the million's district that owes so many checks today."""
    code = f"{MARK}-n{venues}"
    if found := Officer.objects.filter(username=code).first():
        return found
    district = Area.objects.get(code=MARK)
    town = Area.objects.create(code=code, name=code, kind="town", parent=district)
    office = Organisation.objects.create(code=code, name=code, short=code, kind="town", area=town)
    for place in range(venues):
        Venue.objects.create(
            code=f"{code}-{place}", name=f"venue {place}", address=f"{place} Long Street",
            category=Category.objects.get(code=MARK), area=town, lon=113.6 + place / 1e4, lat=34.7,
        )  # fmt: skip
    standings = Standing.objects.filter(venue__town=town)
    # with an issue they are owed a check on any day, whether or not people work on it
    standings.update(general_open=1, last_town_check=business_day() - timedelta(days=400))
    replan(standings.values_list("pk", flat=True))
    person = Person.objects.create(name=code)
    return Officer.objects.create_user(code, post="inspector", organisation=office, person=person)

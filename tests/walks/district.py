"""The district of a walk: the cast of the tests, more people, and venues enough for plates."""

from django.core.management import call_command

from tests.cast import PASSWORD, Cast, new_cast
from tests.enforcement.stages import gathered
from venues import governing
from venues.models import Area, Officer, Organisation, Person, Venue

# More officers, so that four-eyes rules can be kept: username → organisation's code, post
MORE = {
    "third": ("town", "inspector"),
    "neighbour-colleague": ("next", "inspector"),
    "neighbour-leader": ("next", "leader"),
    "dept-colleague": ("market", "inspector"),
    "dept-leader": ("market", "leader"),
    "co-colleague": ("fire", "inspector"),
    "command-colleague": ("command", "inspector"),
    "command-leader-2": ("command", "leader"),
}
VENUES = 8
# What command set of the scheme, so that what takes days takes fewer.
VALUES = {"hand_over_days": 3, "plate_clean_days": 2}


def settle_down() -> Cast:
    """An empty database with the district in it, its venues long on the register."""
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    cast = new_cast()
    areas = [Area.objects.get(code="410108001001001"), cast.neighbour]
    for number in range(VENUES):
        Venue.objects.create(
            code=f"W{number}", name=f"Venue {number}", category=cast.category,
            area=areas[number % 2], capacity=40,
        )  # fmt: skip
    for name, (code, post) in MORE.items():
        cast.officers[name] = Officer.objects.create_user(
            name, PASSWORD, post=post, organisation=Organisation.objects.get(code=code),
            person=Person.objects.create(name=name.title()),
        )  # fmt: skip
    gathered(cast)
    # the squad's other members report to nobody every day, so that a night does not take long
    Organisation.objects.filter(code__in=["police", "health"]).update(kind="agency")
    for key, value in VALUES.items():
        governing.set_value(key, cast.district, value, by=cast["command-leader"], reason="a start")
    return cast

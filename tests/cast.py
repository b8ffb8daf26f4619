"""The cast of every test: one district with its people, and how they act on an issue."""

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone
from PIL import Image

from inspections.checks import actions as checks
from inspections.checks.models import Checklist, ChecklistVersion, Inspection, Item
from inspections.checks.visits import Given, Picture, Verdict, Visit
from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from venues.models import Area, Category, CategoryLead, Officer, Organisation, Person, Venue
from venuewatch.workflow import clock, followups

PASSWORD = "quiet-river-42"
GIVEN = {
    "measure": "cleared and photographed", "responsible": "Wang", "funds": "200",
    "deadline": timezone.localdate() + timedelta(days=3), "contingency": "close the room",
}  # fmt: skip


def jpeg(colour: str = "red") -> bytes:
    """A small photo, as a phone would send it."""
    out = BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "JPEG")
    return out.getvalue()


@dataclass
class Cast:
    """The district of the tests, its officers by name, and its venues."""

    district: Area
    town: Area
    neighbour: Area
    department: Organisation
    command: Organisation
    category: Category
    chess: Category
    version: ChecklistVersion
    venue: Venue
    venue_next_door: Venue
    venue_without_town: Venue
    chess_room: Venue
    officers: dict[str, Officer] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Officer:
        return self.officers[name]

    def item(self, severity: str) -> Item:
        """The checklist's item of a severity: A1 general, B1 serious, C1 major."""
        return self.version.items.get(severity=severity, number_name="", photo_required=False)

    def visit(self, **options: Any) -> Visit:
        """A visit that starts now, of this cast's checklist unless told otherwise."""
        options.setdefault("uuid", uuid4())
        options.setdefault("started", clock.now())
        return Visit(**options)

    def file(self, visit: Visit, by: str = "inspector", venue: Venue | None = None) -> Inspection:
        """This very visit, filed."""
        return checks.file_inspection(venue or self.venue, visit, by=self[by])

    def photo(self, **options: Any) -> Picture:
        """A small picture to file with a visit."""
        return Picture(ContentFile(jpeg(), name="photo.jpg"), **options)

    def only_issue(self) -> Issue:
        """The one issue there is."""
        return Issue.objects.get()

    def check(self, by: str = "inspector", failed: str = "", **options: Any) -> Inspection:
        """A full check of the venue: every item complies but the failed one."""
        answers = {item.code: Given("pass", _number(item)) for item in self.version.items.all()}
        if failed:
            answers[failed] = Given("fail")
        venue = options.pop("venue", self.venue)
        visit = self.visit(version=self.version, answers=answers, **options)
        return checks.file_inspection(venue, visit, by=self[by])

    def open(self, severity: str = "general") -> Issue:
        """An issue of this severity, found by the town's inspector."""
        self.check(failed=self.item(severity).code)
        return Issue.objects.filter(venue=self.venue, severity=severity).latest("pk")

    def report(self, issue: Issue, by: str = "inspector") -> Issue:
        """Its rectification, reported."""
        return ledger.report_rectified(issue, by=self[by], given=GIVEN)

    def recheck(self, issue: Issue, *, passed: bool = True, by: str = "colleague",
                together: tuple[str, ...] = ()) -> Issue:  # fmt: skip
        """Its re-check at a visit."""
        verdict = Verdict(passed, "" if passed else "still blocked")
        others = [self[name] for name in together]
        visit = self.visit(verdicts={issue.pk: verdict}, co_inspectors=others)
        checks.file_inspection(issue.venue, visit, by=self[by])
        return Issue.objects.get(pk=issue.pk)

    def sign(self, issue: Issue, by: str) -> Issue:
        """A sign-off."""
        return ledger.sign_off(issue, by=self[by])

    def ask_extension(self, issue: Issue, by: str = "inspector") -> Issue:
        """Ask for thirty days more."""
        wanted = timezone.localdate() + timedelta(days=30)
        return ledger.ask_extension(issue, by=self[by], wanted=wanted, reason="parts are late")

    def hand_over(self, issue: Issue, by: str = "dept-reviewer") -> Issue:
        """The issue, handed over to the agency that co-leads."""
        fire = self["co"].organisation
        return ledger.hand_over(issue, by=self[by], to=fire, reason="it is a fire exit")

    def refuse_hand_over(self, issue: Issue) -> Issue:
        """The issue, handed over and refused."""
        issue = self.hand_over(issue)
        return ledger.refuse_hand_over(issue, by=self["co-reviewer"], reason="not ours")

    def failed_twice(self, severity: str = "general") -> Issue:
        """An issue whose re-check failed twice; a measure is owed."""
        issue = self.recheck(self.report(self.open(severity)), passed=False)
        return self.recheck(self.report(issue), passed=False)

    def rechecked(self, severity: str = "general") -> Issue:
        """An issue found, reported and passed, with no sign-off yet."""
        return self.recheck(self.report(self.open(severity)))

    def complete(self, severity: str = "general") -> Issue:
        """An issue with every piece of evidence, waiting for the closing follow-up."""
        issue = self.rechecked(severity)
        for name in SIGNERS[severity]:
            self.sign(issue, name)
        return Issue.objects.get(pk=issue.pk)

    def closed(self, severity: str = "general") -> Issue:
        """An issue struck off by its follow-up."""
        issue = self.complete(severity)
        followups.run_due()
        return Issue.objects.get(pk=issue.pk)


SIGNERS: dict[str, tuple[str, ...]] = {
    "general": (),
    "serious": ("dept-reviewer",),
    "major": ("town-reviewer", "dept-reviewer", "command-reviewer"),
}
# username → (organisation's code, post)
OFFICERS = {
    "inspector": ("town", "inspector"),
    "colleague": ("town", "inspector"),
    "town-reviewer": ("town", "reviewer"),
    "town-leader": ("town", "leader"),
    "neighbour": ("next", "inspector"),
    "neighbour-reviewer": ("next", "reviewer"),
    "dept": ("market", "inspector"),
    "dept-reviewer": ("market", "reviewer"),
    "co": ("fire", "inspector"),
    "co-reviewer": ("fire", "reviewer"),
    "command": ("command", "inspector"),
    "command-reviewer": ("command", "reviewer"),
    "command-reviewer-2": ("command", "reviewer"),
    "command-leader": ("command", "leader"),
    "outsider": ("far", "leader"),
    "auditor": ("", "auditor"),
    "admin": ("", "administrator"),
}


def _number(item: Item) -> float | None:
    return 1.0 if item.is_numeric else None


def _area(code: str, name: str, kind: str, parent: Area | None) -> Area:
    return Area.objects.create(code=code, name=name, kind=kind, parent=parent)


def _organisation(code: str, kind: str, area: Area) -> Organisation:
    return Organisation.objects.create(code=code, name=code, short=code, kind=kind, area=area)


def _version(category: Category, district: Area, fire: Organisation) -> ChecklistVersion:
    checklist = Checklist.objects.create(
        code="catering", name="Catering", category=category, district=district
    )
    version = ChecklistVersion.objects.create(checklist=checklist, number=1)
    rows = [("A1", "general", 72), ("B1", "serious", 168), ("C1", "major", 360)]
    for place, (code, severity, hours) in enumerate(rows, 1):
        Item.objects.create(version=version, position=place, code=code, text=f"text {code}",
                            severity=severity, hours=hours, on_the_spot=code != "B1")  # fmt: skip
    Item.objects.create(
        version=version, position=4, code="N1", text="places taken", severity="general", hours=0,
        number_name="places", number_unit="%", highest=50,
    )  # fmt: skip
    Item.objects.create(version=version, position=5, code="P1", text="exit clear", hours=2,
                        severity="serious", photo_required=True, answering=fire)  # fmt: skip
    version.published = clock.now()
    version.save()
    return version


# The planner spreads first checks by a venue's key. After this one come twenty that owe none on
# their first day, so that a test's day does not hang on how many venues other tests made.
FIRST_VENUE = 1289


def start_venues_anew(after: Cast | None = None) -> None:
    """Number the next venue as if no other test had made any but this cast's."""
    last = after.chess_room.pk if after else FIRST_VENUE - 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('venues_venue', 'id'), %s)", [last])


def new_cast() -> Cast:
    """One district, two towns, a department, an agency, a command; and one far away."""
    start_venues_anew()
    city = _area("410100", "City", "city", None)
    district = _area("410108", "District", "district", city)
    town = _area("410108001", "Town", "town", district)
    neighbour = _area("410108002", "Next", "town", district)
    community = _area("410108001001", "Community", "community", town)
    grid = _area("410108001001001", "Grid", "grid", community)
    far = _area("410200", "Far", "district", city)
    organisations = {
        "town": _organisation("town", "town", town),
        "next": _organisation("next", "town", neighbour),
        "market": _organisation("market", "department", district),
        "fire": _organisation("fire", "agency", district),
        "command": _organisation("command", "command", district),
        "far": _organisation("far", "command", far),
    }
    category = Category.objects.create(code="catering", name="Restaurants")
    chess = Category.objects.create(code="chess", name="Chess rooms")
    CategoryLead.objects.create(
        category=category, organisation=organisations["market"], role="lead"
    )
    CategoryLead.objects.create(category=category, organisation=organisations["fire"], role="co")
    made = {
        "venue": Venue(code="V1", name="Noodle house", category=category, area=grid),
        "venue_next_door": Venue(code="V2", name="Tea house", category=category, area=neighbour),
        "venue_without_town": Venue(code="V3", name="Kiosk", category=category, area=district),
        "chess_room": Venue(code="V4", name="Chess room", category=chess, area=community),
    }
    for venue in made.values():
        venue.save()
    version = _version(category, district, organisations["fire"])
    persons = Person.objects.bulk_create(Person(name=name.title()) for name in OFFICERS)
    password = make_password(PASSWORD)
    accounts = Officer.objects.bulk_create(
        Officer(username=name, password=password, person=person, post=post,
                organisation=organisations.get(code))
        for person, (name, (code, post)) in zip(persons, OFFICERS.items(), strict=True)
    )  # fmt: skip
    officers = {each.username: each for each in accounts}
    return Cast(
        district=district, town=town, neighbour=neighbour, category=category, chess=chess,
        department=organisations["market"], command=organisations["command"], version=version,
        officers=officers, **made,
    )  # fmt: skip

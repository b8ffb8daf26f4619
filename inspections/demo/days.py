"""Thirty days of the demo: visits, reports, re-checks and sign-offs by the real actions."""

import random
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from inspections.checks import actions as checks
from inspections.checks.models import Checklist, ChecklistVersion, Item
from inspections.checks.order_lists import asked_at
from inspections.checks.rules import AnswerValue
from inspections.checks.visits import Given, Picture, Verdict, Visit
from inspections.demo.names import Maker
from inspections.demo.operations import Operations
from inspections.demo.plates import Plates
from inspections.demo.register import all_venues
from inspections.duties.actions import plan_day
from inspections.duties.models import Duty
from inspections.duties.rules import DutySide
from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue, PhotoKind
from inspections.ledger.rules import IssueState, Severity
from inspections.tracking.escalation.actions import escalate
from venues import scoping
from venues.models import Officer, Venue
from venues.rules import Post
from venuewatch.workflow import clock
from venuewatch.workflow.followups import run_due

DAYS = 30
_FAILS = (*18 * (0,), 1, 2)
# The town goes in the morning, the department after it, so that a day is lived in its order.
_HOURS: dict[str, tuple[int, int]] = {DutySide.TOWN: (9, 12), DutySide.SECTOR: (13, 17)}
_REPORTED, _RECHECKED, _PASSED, _SIGNED, _SHUT = 0.3, 0.6, 0.85, 0.6, 0.03
_DILIGENCE = 0.85


# What else happens of an evening: told the district, the day, and how many days come after it.
EveningAct = Callable[["District", date, int], None]


class District:
    """The people, places and chance that the days are made of."""

    def __init__(self, chance: random.Random, maker: Maker) -> None:
        self.chance, self.maker = chance, maker
        self.venues = {venue.pk: venue for venue in all_venues()}
        self.versions: dict[tuple[int, int], tuple[ChecklistVersion, list[Item]]] = {}
        officers = Officer.objects.filter(organisation__isnull=False).select_related(
            "organisation__area", "person"
        )
        self.staff: dict[tuple[int, str], list[Officer]] = {}
        for officer in officers.order_by("username"):
            key = (officer.organisation_id or 0, officer.post)
            self.staff.setdefault(key, []).append(officer)
        self.towns: dict[int | None, int] = {
            each.organisation.area_id: each.organisation.pk
            for each in officers
            if each.organisation and each.organisation.kind == "town"
        }
        by_account = {each.username: each.organisation for each in officers if each.organisation}
        self.command = by_account["command"].pk
        self.shown_town, self.shown_area = by_account["town"].pk, by_account["town"].area_id
        self.shown_department = by_account["department"].pk
        # organisation → who files its reports with a post on loan
        self.lent: dict[int, Officer] = {}
        self.plates = Plates(self)
        self.operations = Operations(self)

    def live(
        self, last: date, progress: Callable[[int], None], evening_acts: Sequence[EveningAct] = ()
    ) -> None:
        """Live DAYS days up to and with `last`; `progress` is told how many are over."""
        for count in range(DAYS):
            day = last - timedelta(days=DAYS - 1 - count)
            with clock.at(self.moment(day, 0)):
                plan_day()
            self._report(day)
            self._recheck(day)
            self._sign(day)
            self._check(day, DutySide.TOWN, self._town_inspectors)
            self._check(day, DutySide.SECTOR, self._lead_inspectors)
            self.plates.live(day, DAYS - 1 - count)
            self.operations.live(day, DAYS - 1 - count, self.plates.venues)
            for act in evening_acts:
                act(self, day, DAYS - 1 - count)
            evening = self.moment(day, 23)
            with clock.at(evening):
                run_due(evening)
                escalate()
            progress(count + 1)

    def moment(self, day: date, hour: int) -> datetime:
        """Some minute of that hour."""
        minute = self.chance.randint(0, 59)
        return timezone.make_aware(datetime.combine(day, time(hour, minute)))

    def _town_inspectors(self, venue: Venue) -> list[Officer]:
        return self.staff[self.towns[venue.town_id], Post.INSPECTOR]

    def _lead_inspectors(self, venue: Venue) -> list[Officer]:
        lead = scoping.lead_of(venue)
        return self.staff[lead.pk, Post.INSPECTOR] if lead else []

    def _check(self, day: date, side: str, inspectors: Callable[[Venue], list[Officer]]) -> None:
        """Most of what a side owes that day is done."""
        rows = Duty.objects.still_owed(day).filter(side=side).select_related("venue__category")
        for duty in rows.exclude(venue__in=self.plates.venues).order_by("venue__code"):
            if self.chance.random() < _DILIGENCE:
                venue = self.venues[duty.venue_id]
                moment = self.moment(day, self.chance.randint(*_HOURS[side]))
                visit = self._visit(venue, moment)
                with clock.at(moment):
                    checks.file_inspection(venue, visit, by=self.chance.choice(inspectors(venue)))

    def _visit(self, venue: Venue, moment: datetime) -> Visit:
        if self.chance.random() < _SHUT:
            about = self._about(venue, moment) | {"met_name": ""}
            shut = (Picture(self.picture("no entry"), PhotoKind.NO_ENTRY),)
            return Visit(**about, no_entry_reason="大门上锁,无人应答", pictures=shut)
        version, items = self.checklist(venue)
        failed = {item.code for item in self.chance.sample(items, self.chance.choice(_FAILS))}
        return self.full_visit(venue, moment, version, items, failed=failed)

    def full_visit(
        self,
        venue: Venue,
        moment: datetime,
        version: ChecklistVersion,
        items: Sequence[Item],
        *,
        failed: Collection[str],
    ) -> Visit:
        """A full check, at which these items fail; what orders in force ask for complies."""
        orders = asked_at(venue)
        asked = [*items, *Item.objects.filter(version__in=orders).order_by("version", "position")]
        answers = {item.code: self._answer(item, item.code in failed) for item in asked}
        pictures = [Picture(self.picture(code), item_code=code) for code in sorted(failed)]
        pictures.append(Picture(self.signature(), PhotoKind.SIGNATURE))
        return Visit(
            **self._about(venue, moment), version=version, orders=orders, answers=answers,
            pictures=pictures,
        )  # fmt: skip

    def _about(self, venue: Venue, moment: datetime) -> dict[str, Any]:
        lon, lat = (venue.lon or 0) + 0.0002, (venue.lat or 0) - 0.0001
        return {
            "uuid": self._uuid(), "started": moment, "lon": lon, "lat": lat, "accuracy": 12.0,
            "met_name": venue.site_person,
        }  # fmt: skip

    def _answer(self, item: Item, failed: bool) -> Given:
        number = None
        if item.is_numeric:
            number = self._number(item, failed)
        note = self.maker.note() if failed else ""
        return Given(AnswerValue.FAIL if failed else AnswerValue.PASS, number, note)

    def _number(self, item: Item, failed: bool) -> float:
        if item.highest is not None:
            return item.highest * (1.2 if failed else 0.8)
        if item.lowest is not None:
            return item.lowest * (0.8 if failed else 1.2)
        return float(self.chance.randint(1, 20))

    def _report(self, day: date) -> None:
        for issue in self._issues(IssueState.OPEN):
            if self.chance.random() < self._eagerness(issue, day):
                moment = self.moment(day, 9)
                staff = self._town_inspectors(issue.venue)
                pictures = (
                    [self.picture("after")] if issue.item and issue.item.photo_required else []
                )
                given = {
                    "measure": self.maker.measure(), "responsible": issue.venue.site_person,
                    "funds": "2000元", "deadline": day + timedelta(days=7),
                    "contingency": "未完成前停用相关区域",
                }  # fmt: skip
                with clock.at(moment):
                    ledger.report_rectified(issue, by=staff[0], given=given, pictures=pictures)

    def _eagerness(self, issue: Issue, day: date) -> float:
        return _REPORTED * (2 if timezone.localdate(issue.due) <= day else 1)

    def _recheck(self, day: date) -> None:
        for issue in self._issues(IssueState.RECTIFIED):
            if self.chance.random() >= _RECHECKED:
                continue
            moment = self.moment(day, 11)
            staff = self._lead_inspectors(issue.venue) or self._town_inspectors(issue.venue)
            passed = self.chance.random() < _PASSED
            verdict = Verdict(passed, "" if passed else self.maker.failure())
            visit = Visit(uuid=self._uuid(), started=moment, verdicts={issue.pk: verdict})
            with clock.at(moment):
                checks.file_inspection(issue.venue, visit, by=staff[-1])

    def _sign(self, day: date) -> None:
        for issue in self._issues(IssueState.RECHECKED):
            if issue.severity == Severity.GENERAL or self.chance.random() >= _SIGNED:
                continue
            for reviewer in self._reviewers(issue):
                moment = self.moment(day, 15)
                with clock.at(moment):
                    if issue.evidence.roles_for(reviewer):
                        ledger.sign_off(issue, by=reviewer)

    def _reviewers(self, issue: Issue) -> Iterable[Officer]:
        organisations = [self.towns[issue.town_id], issue.answering_id, self.command]
        for organisation in organisations:
            yield from self.staff.get((organisation or 0, Post.REVIEWER), [])

    def _issues(self, state: str) -> list[Issue]:
        rows = Issue.objects.filter(state=state).select_related(
            "venue__category", "venue__town", "venue__district", "item", "town"
        )
        return list(rows.exclude(venue__in=self.plates.venues).order_by("pk"))

    def people(self, organisation: int | None, post: str) -> list[Officer]:
        """The officers of an organisation in a post."""
        return self.staff.get((organisation or 0, post), [])

    def town_of(self, venue: Venue) -> int:
        """The organisation that answers for the venue's territory."""
        return self.towns[venue.town_id]

    def sound_visit(self, venue: Venue, moment: datetime) -> Visit:
        """A full visit at which everything complies."""
        version, items = self.checklist(venue)
        return self.full_visit(venue, moment, version, items, failed=())

    def checklist(self, venue: Venue) -> tuple[ChecklistVersion, list[Item]]:
        """The checklist of a venue in force, and its items in their order."""
        key = (venue.category_id, venue.district_id)
        if key not in self.versions:
            version = Checklist.objects.for_venue(venue)[0].current()
            self.versions[key] = (version, list(version.items.order_by("position")))
        return self.versions[key]

    def _uuid(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def signature(self) -> ContentFile[bytes]:
        """A scrawl that stands for a signature."""
        scrawl = Image.new("L", (320, 120), 255)
        points = [(20 + 14 * place, self.chance.randint(25, 95)) for place in range(20)]
        ImageDraw.Draw(scrawl).line(points, fill=0, width=3, joint="curve")
        return self._jpeg(scrawl)

    def picture(self, words: str) -> ContentFile[bytes]:
        """A drawn picture that stands for a photo."""
        picture = Image.new("RGB", (480, 360), tuple(self.chance.randint(90, 220) for _ in "rgb"))
        draw = ImageDraw.Draw(picture)
        draw.rectangle((60, 110, 420, 330), fill=(236, 232, 224), outline=(80, 80, 80), width=3)
        draw.rectangle((200, 200, 280, 330), fill=(120, 96, 72))
        draw.text((70, 70), f"demo picture: {words}", fill=(20, 20, 20))
        return self._jpeg(picture)

    def _jpeg(self, picture: Image.Image) -> ContentFile[bytes]:
        out = BytesIO()
        picture.save(out, "JPEG", quality=70)
        return ContentFile(out.getvalue(), name=f"{self._uuid().hex}.jpg")

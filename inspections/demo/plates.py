"""The demo's black plates, by the real acts: one lifted, one hanging, one proposed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.core.files.base import ContentFile

from inspections.checks import actions as checks
from inspections.checks.models import Inspection
from inspections.checks.visits import Verdict, Visit
from inspections.ledger import actions as ledger
from inspections.ledger.models import Issue
from inspections.ledger.rules import IssueState, Severity
from inspections.plates import actions as plates
from inspections.plates.models import Plate
from inspections.plates.rules import CURRENT, SETTLED, GroundKind
from venues import scoping
from venues.models import Officer, Venue
from venues.rules import Post
from venuewatch.workflow import clock
from venuewatch.workflow.followups import run_due

# From so many days before the end a story may begin; each takes the first venue that fits.
LIFTED, HANGING, PROPOSED = 24, 5, 1
NOTICE = "拟对你单位挂黑牌督办；你单位可在24小时内陈述申辩。"


class Ground(Protocol):
    """The demo's district, as far as the plates need it."""

    command: Any

    def moment(self, day: date, hour: int) -> datetime:
        """A moment of that hour."""

    def people(self, organisation: Any, post: str) -> Sequence[Officer]:
        """The officers of an organisation in a post."""

    def town_of(self, venue: Venue) -> Any:
        """The organisation that answers for the venue's territory."""

    def sound_visit(self, venue: Venue, moment: datetime) -> Visit:
        """A full visit at which everything complies."""

    def picture(self, words: str) -> ContentFile[bytes]:
        """A drawn picture."""


@dataclass
class Story:
    """One plate of the demo: when it began, and what is done on each of its days."""

    plate: Plate
    begun: date
    days: Sequence[Callable[["Plates", "Story", date], None]]
    is_over: bool = False


class Plates:
    """The stories that are told, and the venues that they have to themselves."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.stories: list[Story] = []

    @property
    def venues(self) -> set[int]:
        """Where nothing happens by chance any more."""
        return {story.plate.venue_id for story in self.stories if not story.is_over}

    def live(self, day: date, left: int) -> None:
        """Go on with each story; begin one that is due. `left` days follow this one."""
        for story in self.stories:
            step = (day - story.begun).days
            if step < len(story.days):
                story.days[step](self, story, day)
        for begins, days in _STORIES[len(self.stories) :][:1]:
            if left < begins:
                self._begin(day, days)

    def _begin(self, day: date, days: Sequence[Any]) -> None:
        rows = Issue.objects.filter(
            state=IssueState.OPEN, severity__in=[Severity.SERIOUS, Severity.MAJOR],
            venue__town__isnull=False,
        ).exclude(venue__in=self.venues).exclude(venue__plates__state__in=CURRENT)  # fmt: skip
        for issue in rows.select_related("venue__category", "venue__district").order_by("pk"):
            if scoping.lead_of(issue.venue) is not None:
                plate = self._propose(issue, day)
                self.stories.append(Story(plate, day, days))
                days[0](self, self.stories[-1], day)
                return

    def _propose(self, issue: Issue, day: date) -> Plate:
        unclosed = Issue.objects.filter(venue=issue.venue_id).unclosed().order_by("pk")
        grounds = [(each, GroundKind.NOT_THOROUGH) for each in unclosed]
        with clock.at(self.ground.moment(day, 19)):
            return plates.propose(
                issue.venue, grounds, by=self.staff(Post.INSPECTOR),
                facts="该场所整改不彻底，隐患长期存在，经督促仍未消除。",
            )  # fmt: skip

    def staff(self, post: str) -> Officer:
        """Command's officer in a post."""
        return self.ground.people(self.ground.command, post)[0]

    def side(self, venue: Venue, side: str, post: str) -> Officer:
        """The officer of the venue's town, or of its lead department."""
        organisation = self.ground.town_of(venue)
        if side == "sector":
            lead = scoping.lead_of(venue)
            organisation = lead.pk if lead else None
        return self.ground.people(organisation, post)[0]

    def check(self, venue: Venue, by: Officer, day: date, hour: int) -> Inspection:
        """A check at which everything complies."""
        moment = self.ground.moment(day, hour)
        with clock.at(moment):
            return checks.file_inspection(venue, self.ground.sound_visit(venue, moment), by=by)


def _tell(demo: Plates, story: Story, day: date) -> None:
    leader = demo.staff(Post.LEADER)
    with clock.at(demo.ground.moment(day, 9)):
        told = plates.tell_venue(story.plate, by=demo.staff(Post.INSPECTOR), facts=NOTICE)
    with clock.at(demo.ground.moment(day, 11)):
        told = plates.record_reply(told, by=demo.staff(Post.INSPECTOR),
                                   reply="无异议，承诺限期整改。")  # fmt: skip
    with clock.at(demo.ground.moment(day, 13)):
        story.plate = plates.approve(told, by=leader, remark="同意挂牌。")
    venue = story.plate.venue
    with clock.at(demo.ground.moment(day, 15)):
        story.plate = plates.hang(
            story.plate, by=demo.staff(Post.INSPECTOR), place="正门右侧，离地1.6米",
            pictures=[demo.ground.picture("plate")], lon=venue.lon or 0.0, lat=venue.lat or 0.0,
        )  # fmt: skip


def _notify(demo: Plates, story: Story, day: date) -> None:
    with clock.at(demo.ground.moment(day, 20)):
        plates.tell_venue(story.plate, by=demo.staff(Post.INSPECTOR), facts=NOTICE)


def _settle(demo: Plates, story: Story, day: date) -> None:
    """Its grounds are rectified, re-checked, signed and struck off; both sides check."""
    for ground in story.plate.grounds.select_related("issue__item", "issue__venue__category"):
        issue = ground.issue
        if issue.state in SETTLED:
            continue  # struck off on the evening of the proposal
        if issue.state == IssueState.OPEN:
            _report(demo, issue, day)
        if issue.state != IssueState.RECHECKED:
            _recheck(demo, issue, day)
        _sign(demo, issue, day)
    _both(demo, story, day)
    evening = demo.ground.moment(day, 18)
    with clock.at(evening):
        run_due(evening)


def _report(demo: Plates, issue: Issue, day: date) -> None:
    given = {
        "measure": "已整改到位并专人盯守", "responsible": issue.venue.site_person,
        "funds": "2000元", "deadline": day + timedelta(days=7),
        "contingency": "未完成前停用相关区域",
    }  # fmt: skip
    town = demo.side(issue.venue, "town", Post.INSPECTOR)
    photo = demo.ground.picture("after")
    with clock.at(demo.ground.moment(day, 8)):
        ledger.report_rectified(issue, by=town, given=given, pictures=[photo])


def _recheck(demo: Plates, issue: Issue, day: date) -> None:
    moment = demo.ground.moment(day, 9)
    uuid = demo.ground.sound_visit(issue.venue, moment).uuid
    visit = Visit(uuid=uuid, started=moment, verdicts={issue.pk: Verdict(True)})
    with clock.at(moment):
        lead = demo.side(issue.venue, "sector", Post.INSPECTOR)
        checks.file_inspection(issue.venue, visit, by=lead)


def _sign(demo: Plates, issue: Issue, day: date) -> None:
    organisations = [demo.ground.town_of(issue.venue), issue.answering_id, demo.ground.command]
    with clock.at(demo.ground.moment(day, 14)):
        for organisation in organisations:
            for reviewer in demo.ground.people(organisation, Post.REVIEWER)[:1]:
                fresh = Issue.objects.get(pk=issue.pk)
                if fresh.state == IssueState.RECHECKED and fresh.evidence.roles_for(reviewer):
                    ledger.sign_off(fresh, by=reviewer)


def _both(demo: Plates, story: Story, day: date) -> None:
    venue = story.plate.venue
    demo.check(venue, demo.side(venue, "town", Post.INSPECTOR), day, 10)
    demo.check(venue, demo.side(venue, "sector", Post.INSPECTOR), day, 12)


def _town_alone(demo: Plates, story: Story, day: date) -> None:
    """The department misses its check, which shows on the plate (R-PLATE-4)."""
    demo.check(story.plate.venue, demo.side(story.plate.venue, "town", Post.INSPECTOR), day, 10)


def _lift(demo: Plates, story: Story, day: date) -> None:
    plate, venue = story.plate, story.plate.venue
    with clock.at(demo.ground.moment(day, 8)):
        plate = plates.request_lift(Plate.objects.get(pk=plate.pk), remark="整改到位，申请摘牌。",
                                    by=demo.side(venue, "town", Post.REVIEWER))  # fmt: skip
    for hour, side in ((9, "town"), (11, "sector")):
        reviewer = demo.side(venue, side, Post.REVIEWER)
        visit = demo.check(venue, reviewer, day, hour)
        with clock.at(demo.ground.moment(day, hour + 1)):
            plate = plates.accept(Plate.objects.get(pk=plate.pk), by=reviewer, inspection=visit,
                                  pictures=[demo.ground.picture("accepted")])  # fmt: skip
    with clock.at(demo.ground.moment(day, 16)):
        photo = demo.ground.picture("plate taken off")
        fresh = Plate.objects.get(pk=plate.pk)
        plates.lift(fresh, by=demo.staff(Post.LEADER), pictures=[photo], remark="同意摘牌。")
    story.is_over = True


def _nothing(demo: Plates, story: Story, day: date) -> None:
    """The evening on which it was proposed."""


_STORIES: tuple[tuple[int, Sequence[Callable[[Plates, Story, date], None]]], ...] = (
    (LIFTED, (_nothing, _tell, _settle, _both, _both, _lift)),
    (HANGING, (_nothing, _tell, _both, _town_alone, _both)),
    (PROPOSED, (_notify,)),
)

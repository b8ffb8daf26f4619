"""The demo's notice and its intake desk, by the real acts: a few of each state in the last days."""

from collections.abc import Callable
from datetime import date, timedelta

from inspections.demo.days import District
from inspections.tracking.intake import actions as desk
from inspections.tracking.intake.actions import Ask, NewIssue
from inspections.tracking.intake.actions.clocks import verify_due
from inspections.tracking.intake.models import Intake
from inspections.tracking.intake.rules import (
    AskedSide,
    CallPartner,
    IntakeSource,
    IntakeState,
    Satisfied,
)
from inspections.tracking.notices import actions as notices
from venues import scoping
from venues.models import Officer, Organisation, Venue
from venues.rules import Post
from venuewatch.workflow import clock

NOTICE = {
    "level": "superior", "document_number": "演示督办〔2026〕14号",
    "title": "关于夜间安全出口上锁问题的督办通报",
    "text": "近期抽查发现部分场所夜间营业时安全出口上锁，现予通报，限期整改到位。",
    "found": "夜间营业时安全出口上锁", "severity": "serious",
}  # fmt: skip
DRAFT = {
    "level": "district", "document_number": "", "title": "关于消防通道堆放杂物的督查通报",
    "text": "辖区督查发现个别场所消防通道堆放杂物，拟予通报。", "found": "消防通道堆放杂物",
    "severity": "general",
}  # fmt: skip
LOCKED = NewIssue("后门安全出口上锁，钥匙无人保管", "serious", 72)


def live(district: District, day: date, left: int) -> None:
    """What the desk and the command do of an evening, `left` days before the last one."""
    for act in _DAYS.get(left, ()):
        act(_Desk(district, day))


class _Desk:
    """The desk on one day: its people, and the venues of the shown town and department."""

    def __init__(self, district: District, day: date) -> None:
        self.district, self.day = district, day
        venues = [each for each in district.venues.values() if self._is_shown(each)]
        taken = set(Intake.objects.exclude(venue=None).values_list("venue", flat=True))
        self.free = [each for each in venues if each.pk not in taken
                     and not each.plates.exists() and not each.notices.exists()]  # fmt: skip

    def _is_shown(self, venue: Venue) -> bool:
        lead = scoping.lead_of(venue) if venue.town_id == self.district.shown_area else None
        return lead is not None and lead.pk == self.district.shown_department

    def staff(self, post: str = Post.INSPECTOR) -> Officer:
        """Command's officer in a post."""
        return self.district.people(self.district.command, post)[0]

    def town(self) -> Officer:
        """The shown town's inspector."""
        return self.district.people(self.district.shown_town, Post.INSPECTOR)[0]

    def department(self) -> Officer:
        """The shown department's inspector."""
        return self.district.people(self.district.shown_department, Post.INSPECTOR)[0]

    def receive(self, source: str, words: str, **more: object) -> Intake:
        """Something that comes in at nine."""
        given = {"venue": self.free[0], "callback": self.district.maker.phone(), **more}
        with clock.at(self.district.moment(self.day, 9)):
            return desk.receive(by=self.staff(), source=source, words=words, **given)  # type: ignore[arg-type]  # as receive takes them

    def dispatch(self, matter: Intake, hour: int = 10) -> Intake:
        """To the shown town and department."""
        sides = ((AskedSide.TOWN, self.district.shown_town),
                 (AskedSide.SECTOR, self.district.shown_department))  # fmt: skip
        with clock.at(self.district.moment(self.day, hour)):
            due = verify_due(matter.area, clock.now())
            asks = [Ask(side, Organisation.objects.get(pk=pk), due) for side, pk in sides]
            return desk.dispatch(matter, asks, by=self.staff(), remark="请核查并按时反馈。")

    def verify(self, matter: Intake, *, so: bool) -> Intake:
        """The town finds nothing; the department finds it so, or neither."""
        with clock.at(self.district.moment(self.day, 14)):
            matter = desk.find_unconfirmed(matter, by=self.town(), words="现场查看时出口畅通。")
        with clock.at(self.district.moment(self.day, 16)):
            by = self.department()
            if not so:
                return desk.find_unconfirmed(matter, by=by, words="未发现反映的情况。")
            words = "夜间复核，后门确实上锁。"
            return desk.find_confirmed(matter, by=by, words=words, issue=LOCKED)

    def call(self, matter: Intake, *, reached: bool) -> Intake:
        """The desk calls whoever reported it."""
        words = "已告知核查结果。" if reached else "无人接听，择时再拨。"
        with clock.at(self.district.moment(self.day, 17)):
            return desk.log_call(matter, by=self.staff(), partner=CallPartner.CALLER,
                                 reached=reached, words=words)  # fmt: skip

    def feed_back(self, matter: Intake, satisfied: str) -> Intake:
        """The answer."""
        with clock.at(self.district.moment(self.day, 18)):
            return desk.feed_back(matter, by=self.staff(), words="核查结果及处理情况已反馈。",
                                  whom="反映人", satisfied=satisfied)  # fmt: skip


def _issue_notice(demo: _Desk) -> None:
    """Of three venues, the last one with words of its own."""
    first, second, third = demo.free[-3:]
    named = [(first, ""), (second, ""), (third, "安全出口被货架遮挡")]
    texts = {**NOTICE, "deadline": demo.day + timedelta(days=7)}
    with clock.at(demo.district.moment(demo.day, 15)):
        notice = notices.draft_notice(texts, named, by=demo.staff())
    with clock.at(demo.district.moment(demo.day, 17)):
        notices.issue_notice(notice, by=demo.staff(Post.LEADER))


def _draft_notice(demo: _Desk) -> None:
    texts = {**DRAFT, "deadline": demo.day + timedelta(days=10)}
    with clock.at(demo.district.moment(demo.day, 17)):
        notices.draft_notice(texts, [(demo.free[-1], "")], by=demo.staff())


def _closed(demo: _Desk) -> None:
    matter = demo.dispatch(
        demo.receive(IntakeSource.HOTLINE, "这家店晚上后门锁着，担心着火跑不出来。")
    )
    matter = demo.call(demo.verify(matter, so=True), reached=True)
    demo.feed_back(matter, Satisfied.YES)


def _late(demo: _Desk) -> None:
    """Nobody dispatches it that day: its clock runs out."""
    demo.receive(IntakeSource.TIP, "听说这里有人聚集打牌，声音很大。")


def _late_verified(demo: _Desk) -> None:
    """Dispatched the day after, and not found to be so."""
    late = Intake.objects.filter(state=IntakeState.RECEIVED, breaches__gt=0).earliest("pk")
    demo.verify(demo.dispatch(late), so=False)


def _late_closed(demo: _Desk) -> None:
    """Whoever reported it is not satisfied with that."""
    late = Intake.objects.filter(state=IntakeState.UNCONFIRMED, breaches__gt=0).earliest("pk")
    demo.feed_back(demo.call(late, reached=True), Satisfied.NO)


def _confirmed(demo: _Desk) -> None:
    words = "转来群众来信一件，反映该场所安全出口上锁。"
    matter = demo.dispatch(demo.receive(IntakeSource.SUPERIOR, words))
    demo.call(demo.verify(matter, so=True), reached=False)


def _unconfirmed(demo: _Desk) -> None:
    words = "反映该场所卫生差、垃圾乱堆。"
    demo.verify(demo.dispatch(demo.receive(IntakeSource.SHEET, words)), so=False)


def _returned(demo: _Desk) -> None:
    matter = demo.dispatch(demo.receive(IntakeSource.SHEET, "反映门前占道经营、油烟扰民。"))
    with clock.at(demo.district.moment(demo.day, 15)):
        reason = "占道经营属城管部门职责，请转派。"
        desk.return_to_desk(matter, by=demo.department(), reason=reason)


def _dispatched(demo: _Desk) -> None:
    demo.dispatch(demo.receive(IntakeSource.HOTLINE, "店里灭火器过期了，没人管。"))


def _repeated(demo: _Desk) -> None:
    """Twice about one venue, of which one is merged into the other; a third only looks alike."""
    venue = demo.free[0]
    words = "网吧让未成年人上网，经常到深夜。"
    first = demo.receive(IntakeSource.HOTLINE, words, venue=venue)
    again = demo.receive(IntakeSource.TIP, "孩子半夜还在这里上网。", venue=venue, callback="")
    demo.receive(IntakeSource.HOTLINE, words + "请尽快处理。", venue=None, place="江边那家网吧")
    with clock.at(demo.district.moment(demo.day, 10)):
        desk.merge(again, first, by=demo.staff())


_DAYS: dict[int, tuple[Callable[[_Desk], None], ...]] = {
    5: (_issue_notice,),
    3: (_closed,),
    2: (_late,),
    1: (_late_verified, _confirmed, _unconfirmed, _returned),
    0: (_late_closed, _draft_notice, _dispatched, _repeated),
}

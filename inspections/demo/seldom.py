"""What happens seldom, once each in the demo's last days, at the town and department shown."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import F
from django.utils import timezone

from inspections.checks import actions as checks
from inspections.checks import withdrawing
from inspections.checks.models import Inspection, Item
from inspections.checks.visits import Picture, Visit
from inspections.demo.days import District
from inspections.ledger import actions as ledger
from inspections.ledger.actions.handing_over import may_receive
from inspections.ledger.models import Issue, PhotoKind
from inspections.ledger.rules import IssueState, MeasureKind, Severity
from venues.lending import lend_post
from venues.models import Officer, Venue
from venues.rules import Post
from venuewatch.workflow import clock


def before_the_reports(district: District, day: date, left: int) -> None:
    """What the reports of that day count already."""
    if left == 2:
        _check(district, day, 16, fixed=False)
    if left == 1:
        _extension(district, day, granted=True)
        _measure(district, day)
    if left == 0:
        _check(district, day, 16, fixed=True)
        _extension(district, day, granted=False)
        _refused_hand_over(district, day)
        _loan(district, day)


def after_the_reports(district: District, day: date, left: int) -> None:
    """What came too late for them: a check, and the withdrawal of a mistaken one."""
    if left == 3:
        _check(district, day, 18, fixed=False)
    if left == 2:
        _withdrawal(district, day)


def _check(district: District, day: date, hour: int, *, fixed: bool) -> None:
    """One item fails at a venue of the shown town; where told so, it is fixed at once."""
    venue, visit, item = _visit_that_finds(district, day, hour, on_the_spot=fixed)
    if fixed:
        given = {"measure": district.maker.measure(), "responsible": venue.site_person}
        answers = {**visit.answers, item.code: replace(visit.answers[item.code], fixed=given)}
        after = Picture(district.picture("after"), PhotoKind.AFTER, item.code)
        visit = replace(visit, answers=answers, pictures=[*visit.pictures, after])
    with clock.at(visit.started):
        checks.file_inspection(venue, visit, by=_town(district, Post.INSPECTOR))


def _visit_that_finds(
    district: District, day: date, hour: int, *, on_the_spot: bool
) -> tuple[Venue, Visit, Item]:
    """A full check of the first venue without an issue that has such a general item."""
    busy = set(Issue.objects.unclosed().values_list("venue", flat=True))
    for venue in district.venues.values():
        if venue.town_id != district.shown_area or venue.pk in busy:
            continue
        version, items = district.checklist(venue)
        for item in items:
            if item.severity == Severity.GENERAL and not item.is_numeric and (
                item.on_the_spot or not on_the_spot
            ):  # fmt: skip
                moment = district.moment(day, hour)
                visit = district.full_visit(venue, moment, version, items, failed={item.code})
                return venue, visit, item
    raise RuntimeError("every venue of the shown town has an unclosed issue")


def _withdrawal(district: District, day: date) -> None:
    by = _town(district, Post.INSPECTOR)
    visit = Inspection.objects.filter(officer=by, business_day=day).latest("record_order")
    with clock.at(district.moment(day, 18)):
        ask = withdrawing.ask_withdrawal(visit, by=by, reason="选错场所,实际检查的是隔壁门店")
        withdrawing.grant_withdrawal(ask, by=_town(district, Post.REVIEWER), remark="情况属实")


def _extension(district: District, day: date, *, granted: bool) -> None:
    with clock.at(district.moment(day, 16)):
        issue, by = next(_open_issues(district, "ask_extension", _inspector))
        wanted = timezone.localdate(issue.due) + timedelta(days=7)
        issue = ledger.ask_extension(
            issue, by=by, wanted=wanted, reason="配件须外地调货,约一周到货"
        )
        if granted:
            lead = _department(district, issue)
            ledger.grant_extension(issue, by=lead, until=wanted, reason="同意,其间暂停使用")


def _measure(district: District, day: date) -> None:
    with clock.at(district.moment(day, 16)):
        issue, by = next(_open_issues(district, "record_measure", _department))
        ledger.record_measure(
            issue, by=by, kind=MeasureKind.WARNING, day=day, remark="责令限期改正,逾期依法处理",
            document_number=f"演示责改〔{day.year}〕14号",
        )  # fmt: skip


def _refused_hand_over(district: District, day: date) -> None:
    """Handed over and refused, so that command decides; only what was found lately can be."""
    with clock.at(district.moment(day, 17)):
        for issue, by in _open_issues(district, "hand_over", _department):
            for receiver in may_receive(issue.venue, issue.answering_id):
                other = district.staff[receiver.pk, Post.REVIEWER][0]
                ledger.hand_over(issue, by=by, to=receiver, reason="属该部门法定职责")
                ledger.refuse_hand_over(issue, by=other, reason="该事项仍由行业主管部门负责")
                return


def _loan(district: District, day: date) -> None:
    """The town's leader lends the post to the second inspector, who files that day's report."""
    borrower = district.staff[district.shown_town, Post.INSPECTOR][-1]
    with clock.at(district.moment(day, 16)):
        lend_post(_town(district, Post.LEADER), borrower, until=day + timedelta(days=5))
    # Read anew: an officer asks once which posts they have on loan.
    district.lent[district.shown_town] = Officer.objects.get(pk=borrower.pk)


def _open_issues(
    district: District, act: str, who: Callable[[District, Issue], Officer]
) -> Iterator[tuple[Issue, Officer]]:
    """The open issues on which somebody may act so now, with whom; those shown come first."""
    rows = Issue.objects.filter(state=IssueState.OPEN, department=F("answering"))
    rows = rows.exclude(severity=Severity.MAJOR).exclude(town=None)
    issues = rows.select_related("venue__category", "item").order_by("-found_at", "-pk")
    for issue in sorted(issues, key=lambda each: _is_elsewhere(district, each)):
        by = who(district, issue)
        if not issue.workflow[act].unmet(issue.facts(by)):
            yield issue, by


def _is_elsewhere(district: District, issue: Issue) -> tuple[bool, bool]:
    return (
        issue.department_id != district.shown_department, issue.town_id != district.shown_area,
    )  # fmt: skip


def _inspector(district: District, issue: Issue) -> Officer:
    return district.staff[district.towns[issue.town_id], Post.INSPECTOR][0]


def _department(district: District, issue: Issue) -> Officer:
    return district.staff[issue.department_id or 0, Post.REVIEWER][0]


def _town(district: District, post: str) -> Officer:
    return district.staff[district.shown_town, post][0]

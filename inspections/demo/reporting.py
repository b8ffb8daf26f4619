"""The demo's last week of daily reports, by the real acts: on time, late, missing, corrected."""

from collections.abc import Sequence
from datetime import date, timedelta

from inspections.demo.days import District
from inspections.reports import actions
from inspections.reports.compiling import content_of
from inspections.reports.models import DailyReport
from inspections.reports.rules import REPORTED, ReportKind, something_found
from venues.models import Officer
from venues.rules import Post
from venuewatch.workflow import clock

DAYS_REPORTED = 7
# The hour at which each kind is filed on time, and too late.
_HOURS = {
    ReportKind.TOWN: (17, 19), ReportKind.DEPARTMENT: (17, 18), ReportKind.SUMMARY: (19, 22),
    ReportKind.BULLETIN: (20, 22),
}  # fmt: skip
_REMARKS = (
    "",
    "",
    "",
    "巡查正常,无其他事项",
    "遇强降雨,户外场所改为次日检查",
    "已提醒相关单位按期整改",
)
_CORRECTED = "误录的一次检查已撤回,重新统计当日数据"


def file_reports(district: District, day: date, left: int) -> None:
    """In each of the last days most report; `left` says how many days come after this one."""
    if left >= DAYS_REPORTED:
        return
    rows = DailyReport.objects.filter(day=day).select_related("organisation__area")
    order = list(_HOURS)
    reports = sorted(rows.order_by("number"), key=lambda each: order.index(ReportKind(each.kind)))
    late, missing = _slow(district, reports, left)
    for report in reports:
        if report.number not in missing:
            hour = _HOURS[ReportKind(report.kind)][report.number in late]
            with clock.at(district.moment(day, hour)):
                _file(district, report, by=_reviewer(district, report))


def correct_yesterdays(district: District, day: date, left: int) -> None:
    """On the last day but one the shown town corrects what it had reported the day before."""
    if left != 1:
        return
    rows = DailyReport.objects.filter(day=day - timedelta(days=1), state__in=REPORTED)
    report = rows.select_related("organisation__area").get(
        organisation=district.shown_town, kind=ReportKind.TOWN
    )
    with clock.at(district.moment(day, 9)):
        found = something_found(content_of(report, clock.now())["own"])
        actions.correct(report, by=_reviewer(district, report), reason=_CORRECTED,
                        declared=not found)  # fmt: skip


def _slow(
    district: District, reports: Sequence[DailyReport], left: int
) -> tuple[set[str], set[str]]:
    """Who is late that day, and who files nothing: another one each day, never the shown town."""
    late, missing = set(), set()
    for kind in (ReportKind.TOWN, ReportKind.DEPARTMENT):
        own = [each.number for each in reports
               if each.kind == kind and each.organisation_id != district.shown_town]  # fmt: skip
        late.add(own[left % len(own)])
        if kind == ReportKind.TOWN or left % 3 == 0:
            missing.add(own[(left + 1) % len(own)])
    return late, missing


def _reviewer(district: District, report: DailyReport) -> Officer:
    """Who files it: a reviewer, or whoever has the post on loan."""
    return (
        district.lent.get(report.organisation_id)
        or (district.staff[report.organisation_id, Post.REVIEWER][0])
    )


def _file(district: District, report: DailyReport, *, by: Officer) -> None:
    remarks = district.chance.choice(_REMARKS)
    if something_found(content_of(report, clock.now())["own"]):
        actions.submit(report, by=by, remarks=remarks)
    else:
        actions.declare_zero(report, by=by, declared=True, remarks=remarks)

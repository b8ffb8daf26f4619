"""The demo's look-backs: who was sent goes most days; now and then it has come back."""

from datetime import date

from inspections.checks import actions as checks
from inspections.demo.days import District
from inspections.tracking.lookbacks import actions as look_backs
from inspections.tracking.lookbacks.models import LookBack
from inspections.tracking.lookbacks.rules import LookBackState
from venuewatch.workflow import clock

_GOES, _CAME_BACK = 0.7, 0.12


def go_back(district: District, day: date, left: int) -> None:
    """The visits of those who were sent; on the last day nobody goes, so that some are waiting."""
    if left == 0:
        return
    morning = district.moment(day, 8)
    rows = LookBack.objects.filter(state=LookBackState.SENT, sent_at__lt=morning).exclude(
        venue__in=district.plates.venues | district.operations.venues
    )
    for row in rows.select_related("officer__person", "officer__organisation__area", "issue"):
        if row.officer is None or district.chance.random() >= _GOES:
            continue
        venue = district.venues[row.venue_id]
        version, items = district.checklist(venue)
        code = row.issue.item_code if row.issue else ""
        again = district.chance.random() < _CAME_BACK and any(each.code == code for each in items)
        moment = district.moment(day, 15)
        visit = district.full_visit(venue, moment, version, items, failed=[code] if again else [])
        with clock.at(moment):
            checks.file_inspection(venue, visit, by=row.officer)
            if row.plate_id is not None:
                look_backs.hold(row, by=row.officer, remark="摘牌事由未反弹。")

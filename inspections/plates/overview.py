"""What a plate's page tells in one look: what is missing, and how the daily checks went."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from inspections.checks.models import Inspection
from inspections.checks.panels import LETTERS
from inspections.checks.rules import Outcome, Side
from inspections.checks.withdrawals import was_withdrawn
from inspections.duties.models import Duty
from inspections.duties.rules import DutyState
from inspections.plates.conditions import NotClean
from inspections.plates.judging import Judgement
from inspections.plates.models import Plate, PlateStep
from inspections.plates.rules import PlateSide, PlateState, StepKind
from venuewatch.listing.templatetags.shell import moment
from venuewatch.moments import day_words
from venuewatch.workflow import clock
from venuewatch.workflow.rules import Words

DAYS_SHOWN = 30


@dataclass(frozen=True)
class Condition:
    """One thing that must be so, whether it is, and in a few words how it stands."""

    label: Words
    done: bool
    details: tuple[Words, ...] = ()


def conditions_of(plate: Plate, told: Judgement) -> list[Condition]:
    """What must be so before the plate is hung; once it is, before it is lifted (R-PLATE-5)."""
    return _before_lifting(plate, told) if plate.hung_at else _before_hanging(plate, told)


def _before_hanging(plate: Plate, told: Judgement) -> list[Condition]:
    until = told.reply_until
    waiting = [_("it may reply until %s") % moment(until)] if until and not told.heard else []
    venue = plate.venue
    return [
        Condition(_("The venue was told every ground and its right to reply"), told.told),
        Condition(_("It replied, or its time has passed"), told.heard, tuple(waiting)),
        Condition(_("Approved by the command's leader"), bool(plate.number)),
        Condition(
            _("A town and a lead department answer for the venue"),
            venue.town_id is not None and told.lead is not None,
        ),
    ]


def _before_lifting(plate: Plate, told: Judgement) -> list[Condition]:
    settled = len(told.grounds) - len(told.unsettled)
    counted = _("%(settled)d of %(all)d") % {"settled": settled, "all": len(told.grounds)}
    lifted = told.latest(StepKind.LIFTING)
    ended = plate.state == PlateState.LIFTED
    return [
        Condition(_("Every ground issue is struck off or void"), not told.unsettled, (counted,)),
        Condition(
            _("Clean on both sides on the last %d days, and none unclean since") % told.clean_days,
            ended or (plate.hangs and not told.not_clean),
            tuple(not_clean_words(told.not_clean)),
        ),
        *(
            Condition(label, side in told.accepted, _by(told.acceptances.get(side)))
            for side, label in (
                (PlateSide.TOWN, _("Accepted by the town")),
                (PlateSide.SECTOR, _("Accepted by the lead department")),
            )
        ),
        Condition(_("Decided by the command's leader"), lifted is not None, _by(lifted)),
    ]


def _by(step: PlateStep | None) -> tuple[Words, ...]:
    return (f"{moment(step.at)} · {step.officer.signature}",) if step else ()


def not_clean_words(found: Iterable[NotClean]) -> list[Words]:
    """Which days lack a clean check, per side, and which visits were not clean."""
    words: list[Words] = []
    missing: dict[str, list[str]] = {}
    for each in found:
        if each.outcome:
            values = {"day": day_words(each.day), "side": Side(each.side).label}
            words.append(_("%(day)s: a visit was not clean (%(side)s)") % values)
        else:
            missing.setdefault(each.side, []).append(day_words(each.day))
    lacking = [
        _("%(side)s: no clean check on %(days)s")
        % {"side": Side(side).label, "days": _(", ").join(days)}
        for side, days in missing.items()
    ]
    return [*lacking, *words]


@dataclass(frozen=True)
class Period:
    """The days of checks that are shown, and the last days of the ones before and after."""

    first: date
    last: date
    earlier: date | None
    later: date | None

    @property
    def days(self) -> list[date]:
        """Each of them; none on the day of hanging."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


def period_of(plate: Plate, until: str = "") -> Period | None:
    """The latest days since hanging, or those up to a day (ISO) that a page asked for."""
    if not plate.hung_at:
        return None
    begin = plate.hung_day + timedelta(days=1)
    end = timezone.localdate(plate.ended_at or clock.now())
    last = max(min(_day_in(until) or end, end), min(begin, end))
    first = max(begin, last - timedelta(days=DAYS_SHOWN - 1))
    return Period(
        first, last,
        earlier=first - timedelta(days=1) if first > begin else None,
        later=min(last + timedelta(days=DAYS_SHOWN), end) if last < end else None,
    )  # fmt: skip


def _day_in(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def strips_of(plate: Plate, period: Period | None) -> list[Mapping[str, Any]]:
    """Per side each day of a period: clean, issues, no entry or missed (R-PLATE-4).

    A day that was missed and whose check was filed later stays told as such (R-DUTY-2).
    """
    if period is None:
        return []
    outcomes = _outcomes(plate, period.first, period.last)
    states = _states(plate, period.first, period.last)
    return [
        {"label": Side(side).label,
         "days": [_cell(side, day, outcomes, states) for day in period.days]}
        for side in PlateSide
    ]  # fmt: skip


def _outcomes(plate: Plate, first: date, last: date) -> dict[tuple[str, date], Inspection]:
    """The visit that tells of a side's day: an unclean one before a clean one."""
    tells = Q(version__isnull=False) | Q(outcome__in=[Outcome.ISSUES, Outcome.NO_ENTRY])
    rows = Inspection.objects.filter(
        tells, ~was_withdrawn(), venue=plate.venue_id, business_day__range=(first, last)
    )
    worst = sorted(rows.order_by("record_order"), key=lambda row: _WEIGHT[Outcome(row.outcome)])
    return {(row.side, row.business_day): row for row in worst}


_WEIGHT = {Outcome.PARTIAL: 0, Outcome.CLEAN: 1, Outcome.NO_ENTRY: 2, Outcome.ISSUES: 3}


def _states(plate: Plate, first: date, last: date) -> dict[tuple[str, date], str]:
    """What became of each side's duty of a day."""
    rows = Duty.objects.filter(venue=plate.venue_id, day__range=(first, last)).order_by("pk")
    return {(side, day): state for side, day, state in rows.values_list("side", "day", "state")}


def _cell(
    side: str,
    day: date,
    outcomes: Mapping[tuple[str, date], Inspection],
    states: Mapping[tuple[str, date], str],
) -> dict[str, Any]:
    visit, state = outcomes.get((side, day)), states.get((side, day))
    if visit is not None:
        outcome, late = visit.outcome, state == DutyState.DONE_LATE
        told: Words = visit.get_outcome_display()
        word = _("%s, filed later") % told if late else told
        return {"day": day, "outcome": outcome, "letter": LETTERS[outcome], "late": late,
                "visit": visit.uuid, "word": word}  # fmt: skip
    if state == DutyState.MISSED:
        word = DutyState.MISSED.label
        return {"day": day, "outcome": "missed", "letter": "○", "word": word}
    return {"day": day, "outcome": "", "letter": "", "word": _("no check yet")}

"""The desk of the command: what comes in, and notices."""

from datetime import timedelta
from typing import Any

from inspections.tracking.intake import actions as desk
from inspections.tracking.intake.actions import Ask, NewIssue
from inspections.tracking.intake.models import Intake, IntakeAsk
from inspections.tracking.notices import actions as notices
from inspections.tracking.notices.models import Notice
from tests.walks.deeds import Step, deed, step
from tests.walks.ledger import issues
from tests.walks.world import World
from venues.models import Officer

VERIFIED = ["confirmed", "unconfirmed"]


def _intakes() -> Any:
    return Intake.objects.select_related("venue", "area")


@deed(
    "intake.receive",
    "intake.return_to_desk",
    "intake.fed_back_together",
    "intake.conclude_confirmed",
)
def receive(world: World) -> Step | None:
    venue = world.quiet_venue() if world.chance(0.7) else None
    source = world.any(["hotline", "superior", "tip", "sheet"])
    return step(desk.receive, by=world.command(), source=source, words=world.words("locked"),
                callback="13812345678", venue=venue, place="the long lane")  # fmt: skip


@deed("intake.name_venue")
def name_venue(world: World) -> Step | None:
    row = world.some(_intakes(), state__in=["received", "dispatched"])
    return step(desk.name_venue, row, world.venue(), by=world.command())


@deed("intake.dispatch", steady=1)
def dispatch(world: World) -> Step | None:
    row = world.some(_intakes(), state="received")
    if row is None:
        return None
    town = world.town_of(row.venue) if row.venue and row.venue.town_id else None
    asked = {
        "town": town or world.any(world.towns.values()),
        "sector": world.any(world.departments),
    }
    found = row.judgement.found_sides
    due = world.now + timedelta(days=world.random.randint(1, 4))
    asks = [Ask(side, each, due) for side, each in asked.items() if side not in found]
    return step(desk.dispatch, row, asks, by=world.command(), remark=world.words("please"))


def _asked(world: World) -> tuple[Intake | None, Officer | None]:
    """A matter that is being verified, and somebody of an organisation that has not answered."""
    row = world.some(_intakes(), state="dispatched")
    ask: IntakeAsk | None = world.any(row.judgement.open_asks) if row else None
    return row, (world.who("inspector", ask.organisation_id) if ask else None)


@deed("intake.find_confirmed", "intake.conclude_confirmed")
def find_confirmed(world: World) -> Step | None:
    row, by = _asked(world)
    if row is None or by is None:
        return None
    named = row.venue or world.quiet_venue()
    known = world.some(issues().filter(venue=named), state="open") if world.chance(0.3) else None
    severity = world.any(["general", "serious"])
    issue = known or NewIssue(world.words("locked"), severity, world.random.randint(1, 90))
    venue = None if row.venue else named
    return step(desk.find_confirmed, row, by=by, words=world.words("so it is"), issue=issue,
                venue=venue)  # fmt: skip


@deed("intake.find_unconfirmed", "intake.conclude_unconfirmed")
def find_unconfirmed(world: World) -> Step | None:
    row, by = _asked(world)
    return step(desk.find_unconfirmed, row, by=by, words=world.words("it is open"))


@deed("intake.return_to_desk")
def return_to_desk(world: World) -> Step | None:
    row, by = _asked(world)
    return step(desk.return_to_desk, row, by=by, reason=world.words("not ours"))


@deed("intake.feed_back", steady=1)
def feed_back(world: World) -> Step | None:
    row = world.some(_intakes(), state__in=VERIFIED)
    return step(desk.feed_back, row, by=world.command(), words=world.words("it is open now"),
                whom="the caller", satisfied=world.any(["yes", "no", "unsaid"]))  # fmt: skip


@deed("intake.merge", "intake.fed_back_together")
def merge(world: World) -> Step | None:
    row = world.some(_intakes(), state__in=["received", "dispatched"])
    if row is None:
        return None
    running = ["received", "dispatched", *VERIFIED]
    other = world.some(_intakes().exclude(pk=row.pk), state__in=running)
    return step(desk.merge, row, other, by=world.command(), reason="the same lane")


@deed("intake.log_call")
def log_call(world: World) -> Step | None:
    row = world.some(_intakes())
    partner = world.any(["caller", "venue", "town", "other"])
    return step(desk.log_call, row, by=world.command(), partner=partner, reached=True,
                words=world.words("called"))  # fmt: skip


@deed("intake.reveal_callback")
def reveal_callback(world: World) -> Step | None:
    row = world.some(_intakes(), state__in=["received", "dispatched", *VERIFIED])
    return step(desk.reveal_callback, row, by=world.command())


def _texts(world: World) -> dict[str, Any]:
    return {
        "level": world.any(["superior", "district"]), "document_number": world.words("City"),
        "title": world.words("Exits"), "text": "Exits were found locked.", "found": "locked",
        "severity": world.any(["general", "serious"]),
        "deadline": world.today + timedelta(days=world.random.randint(2, 9)),
    }  # fmt: skip


def _named(world: World) -> list[tuple[Any, str]]:
    venue = world.quiet_venue()
    return [(venue, world.words("gas"))] if venue else []


@deed("notice.draft_notice", "notice.withdraw_notice")
def draft_notice(world: World) -> Step | None:
    return step(notices.draft_notice, _texts(world), _named(world), by=world.command())


def _notice(world: World, state: str) -> Notice | None:
    return world.some(Notice.objects.select_related("area"), state=state)


@deed("notice.edit_notice")
def edit_notice(world: World) -> Step | None:
    return step(notices.edit_notice, _notice(world, "draft"), _texts(world), _named(world),
                by=world.command())  # fmt: skip


@deed("notice.issue_notice")
def issue_notice(world: World) -> Step | None:
    row = _notice(world, "draft")
    late = row is not None and row.deadline < world.today
    if late and world.chance(0.9):
        return None
    return step(notices.issue_notice, row, by=world.command("leader"))


@deed("notice.drop_notice")
def drop_notice(world: World) -> Step | None:
    return step(notices.drop_notice, _notice(world, "draft"), by=world.command(),
                reason=world.words("not needed"))  # fmt: skip


@deed("notice.withdraw_notice")
def withdraw_notice(world: World) -> Step | None:
    return step(notices.withdraw_notice, _notice(world, "issued"), by=world.command("leader"),
                reason=world.words("a wrong list"))  # fmt: skip

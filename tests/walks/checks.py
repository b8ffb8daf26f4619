"""Visits: checks that find something or nothing, re-checks, no entry; and their withdrawal."""

from collections.abc import Collection
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from inspections.checks import actions as checks
from inspections.checks import withdrawing
from inspections.checks.catalogue import CatalogueItem
from inspections.checks.models import Checklist, ChecklistVersion, Inspection, Item
from inspections.checks.order_lists import asked_at
from inspections.checks.publishing import publish_version
from inspections.checks.visits import Given, Picture, Verdict, Visit
from inspections.checks.withdrawals import Withdrawal
from inspections.duties.models import Duty
from inspections.ledger.models import PhotoKind
from inspections.tracking.lookbacks.models import LookBack
from tests.walks.deeds import Step, deed, step
from tests.walks.ledger import grounds_first, issues
from tests.walks.world import World
from venues.models import Officer, Venue

SIDES = {"town": "town", "sector": "lead"}


def latest_list(venue: Venue) -> ChecklistVersion | None:
    """The checklist that is shown for a venue; none for a category without one."""
    rows = ChecklistVersion.objects.filter(
        checklist__category=venue.category_id, published__isnull=False
    )
    return rows.order_by("-number").first()


def a_uuid(world: World) -> UUID:
    """A number of the device; drawn, so that a walk can be walked again."""
    return UUID(int=world.random.getrandbits(128), version=4)


def visit(world: World, venue: Venue, **options: Any) -> Visit:
    """A visit that starts now, with a position near the venue."""
    given = {"uuid": a_uuid(world), "started": world.now, "lon": 113.6, "lat": 34.8}
    return Visit(**{**given, **options})


def full(world: World, venue: Venue, failed: Collection[str] = (), **options: Any) -> Visit | None:
    """A visit that answers every item; those that failed are shown."""
    version = latest_list(venue)
    if version is None:
        return None
    orders = asked_at(venue)
    items = Item.objects.filter(version__in=[version, *orders]).order_by("version", "position")
    answers, pictures = {}, list(options.pop("pictures", []))
    for item in items:
        answers[item.code] = _answer(item, fails=item.code in failed)
        if item.code in failed and item.photo_required:
            pictures.append(Picture(world.picture(), item_code=item.code))
    return visit(world, venue, version=version, orders=orders, answers=answers, pictures=pictures,
                 **options)  # fmt: skip


def _answer(item: Item, *, fails: bool) -> Given:
    number = (90.0 if fails else 1.0) if item.is_numeric else None
    return Given("fail" if fails else "pass", number, "seen today" if fails else "")


def filed(venue: Venue, made: Visit | None, by: Officer | None) -> Step | None:
    """The step of filing a visit."""
    return step(checks.file_inspection, venue, made, by=by)


def inspector(world: World, venue: Venue) -> Officer | None:
    """Somebody who may file at a venue."""
    return world.of(
        world.any(["town", "town", "lead", "lead", "co", "command"]), "inspector", venue
    )


def some_items(world: World, venue: Venue, most: int = 2) -> list[str]:
    """One or two items that fail."""
    version = latest_list(venue)
    if version is None:
        return []
    known = issues().filter(venue=venue, state__in=["open", "rectified", "rechecked"])
    items = version.items.exclude(code__in=known.values("item_code"))
    codes = items.order_by("position").values_list("code", flat=True)
    return world.random.sample(list(codes), min(len(codes), world.random.randint(1, most)))


@deed("duty.fulfil", steady=10)
def check_what_is_owed(world: World) -> Step | None:
    """A clean check; where a plate hangs before anywhere else."""
    owed = Duty.objects.filter(day=world.today, state="owed")
    plates = owed.filter(reason="plate")
    duty = world.some(plates if plates.exists() and world.chance(0.8) else owed)
    if duty is None:
        return None
    venue = world.venues().get(pk=duty.venue_id)
    by = world.of(SIDES[duty.side], "inspector", venue)
    return filed(venue, full(world, venue), by)


@deed("issue.seen_again", steady=2)
def check_that_finds(world: World) -> Step | None:
    venue = world.quiet_venue()
    if venue is None:
        return None
    failed = some_items(world, venue)
    known = issues().filter(venue=venue, item__isnull=False)
    if world.chance(0.3) and (again := world.some(known, state__in=["open", "rectified"])):
        failed = [again.item_code]
    return filed(venue, full(world, venue, failed), inspector(world, venue))


@deed("duty.fulfil_late")
def file_later(world: World) -> Step | None:
    """The check of a day that is over, filed now."""
    first = world.today - timedelta(days=3)
    late = Duty.objects.filter(day__gte=first, day__lt=world.today).exclude(reason="plate")
    duty = world.some(late, state__in=["owed", "missed"])
    if duty is None:
        return None
    venue = world.venues().get(pk=duty.venue_id)
    started = world.now - timedelta(days=(world.today - duty.day).days)
    by = world.of(SIDES[duty.side], "inspector", venue)
    return filed(venue, full(world, venue, started=started), by)


@deed("venue.escalate")
def find_it_shut(world: World) -> Step | None:
    """No entry; most likely where the last visit had none either."""
    venue = world.quiet_venue()
    shut = Inspection.objects.filter(outcome="no_entry", received__gt=world.later(days=-3))
    last = world.some(shut.filter(side="town", venue__state="active"))
    if last is not None and world.chance(0.7):
        venue = world.venues().get(pk=last.venue_id)
    if venue is None:
        return None
    pictures = [Picture(world.picture(), PhotoKind.NO_ENTRY)]
    made = visit(world, venue, no_entry_reason=world.words("shut"), pictures=pictures)
    return filed(venue, made, world.of("town", "inspector", venue))


def _recheck(world: World, *, passed: bool, ceased: bool = False) -> Step | None:
    rows = issues()
    if not passed and world.chance(0.8):
        rows = rows.filter(venue__standing__plate_hung=False)
    issue = world.some(grounds_first(world) if passed else rows, state="rectified")
    if issue is None:
        return None
    by = inspector(world, issue.venue)
    verdict = Verdict(passed, "" if passed else world.words("still so"), issue.event_seq, ceased)
    company = [world.of("town", "inspector", issue.venue)] if ceased else []
    pictures = [Picture(world.picture(), issue_id=issue.pk)] if ceased else []
    if None in company or by in company:
        return None
    made = visit(world, issue.venue, verdicts={issue.pk: verdict}, co_inspectors=company,
                 pictures=pictures)  # fmt: skip
    return filed(issue.venue, made, by)


@deed("issue.pass_recheck", "issue.close", steady=4)
def pass_recheck(world: World) -> Step | None:
    return _recheck(world, passed=True, ceased=world.chance(0.1))


@deed("issue.fail_recheck", "issue.miss_measure", "issue.explain_no_measure")
def fail_recheck(world: World) -> Step | None:
    return _recheck(world, passed=False)


@deed("look_back.hold", "look_back.find_again", "look_back.find_shut", steady=1)
def go_back(world: World) -> Step | None:
    """Whoever was sent goes and looks."""
    look_back = world.some(LookBack.objects.filter(officer__isnull=False), state="sent")
    if look_back is None or look_back.officer_id is None:
        return None
    venue = world.venues().get(pk=look_back.venue_id)
    by = world.officer(look_back.officer_id)
    chance = 1.0 if venue.standing.plate_hung else world.random.random()
    if chance < 0.2:
        pictures = [Picture(world.picture(), PhotoKind.NO_ENTRY)]
        return filed(venue, visit(world, venue, no_entry_reason="shut", pictures=pictures), by)
    item = look_back.issue.item_code if look_back.issue else ""
    return filed(venue, full(world, venue, [item] if chance < 0.6 else []), by)


def _fresh_visits(world: World) -> Any:
    """Visits that may be withdrawn for their age, and nobody asked that yet."""
    return Inspection.objects.select_related("venue__district", "officer").filter(
        received__gt=world.later(hours=-23), withdrawals__isnull=True
    )


@deed("withdrawal.ask_withdrawal", "withdrawal.refuse_withdrawal", "withdrawal.grant_withdrawal")
def ask_withdrawal(world: World) -> Step | None:
    inspection = world.some(_fresh_visits(world), side__in=["town", "sector", "joint", "command"])
    if inspection is None:
        return None
    by = world.officer(inspection.officer_id)
    if world.careless == "person":
        by = world.who("inspector") or by
    return step(withdrawing.ask_withdrawal, inspection, by=by, reason=world.words("mixed up"))


@deed(
    "issue.unsee", "issue.withdraw", "duty.undo", "duty.undo_late", "part.correct_result",
    "look_back.take_back_look_back",
)  # fmt: skip
def ask_for_what_it_did(world: World) -> Step | None:
    """To withdraw a visit that did more than look."""
    did: dict[str, dict[str, Any]] = {
        "issue.withdraw": {"opened_issues__state": "open"},
        "issue.unsee": _saw_again(world),
        "duty.undo": {"outcome": "clean", "side__in": ["town", "sector"]},
        "duty.undo_late": {"business_day__lt": world.today, "side__in": ["town", "sector"]},
        "part.correct_result": {"side": "joint", "outcome": "issues"},
        "look_back.take_back_look_back": {"look_backs__state__in": ["held", "recurred"]},
    }  # fmt: skip
    rows = _fresh_visits(world).exclude(rechecks__isnull=False)
    found = (world.some(rows.filter(**did[each])) for each in world.rarest_first(did))
    inspection = next((each for each in found if each is not None), None)
    if inspection is None:
        return None
    by = world.officer(inspection.officer_id)
    return step(withdrawing.ask_withdrawal, inspection, by=by, reason=world.words("wrong door"))


def _saw_again(world: World) -> dict[str, Any]:
    """The condition of being the visit that saw an open issue again."""
    seen = issues().filter(state="open", times_seen__gt=1, last_seen__gt=world.later(hours=-23))
    issue = world.any(seen.order_by("pk"))
    if issue is None:
        return {"pk": None}
    return {"venue": issue.venue, "started": issue.last_seen, "opened_issues__isnull": True}


def _asked(world: World) -> tuple[Withdrawal | None, Officer | None]:
    rows = Withdrawal.objects.select_related("inspection__venue", "inspection__officer")
    ask = world.some(rows, state="asked")
    by = world.who("reviewer", ask.inspection.officer.organisation_id) if ask else None
    return ask, by


@deed("withdrawal.grant_withdrawal", "issue.unsee", "duty.undo", "duty.undo_late")
def grant_withdrawal(world: World) -> Step | None:
    ask, by = _asked(world)
    return step(withdrawing.grant_withdrawal, ask, by=by, remark=world.words("so be it"))


@deed("withdrawal.refuse_withdrawal")
def refuse_withdrawal(world: World) -> Step | None:
    ask, by = _asked(world)
    return step(withdrawing.refuse_withdrawal, ask, by=by, reason=world.words("it stands"))


@deed("checklist.publish")
def publish(world: World) -> Step | None:
    """A new version: the same items, one of them in other words."""
    checklist = world.some(Checklist.objects.filter(code="catering"))
    latest = checklist.versions.order_by("-number").first() if checklist else None
    if latest is None:
        return None
    rows = list(latest.items.select_related("answering").order_by("position"))
    items = [_as_listed(item) for item in rows]
    items[0] = replace(items[0], text=world.words("text"))
    return step(publish_version, checklist, items, by=world.command("leader"),
                reason=world.words("clearer"))  # fmt: skip


def _as_listed(item: Item) -> CatalogueItem:
    names = [each.name for each in fields(CatalogueItem) if each.name != "answering"]
    answering = item.answering.code if item.answering else ""
    return CatalogueItem(**{name: getattr(item, name) for name in names}, answering=answering)

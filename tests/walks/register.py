"""The register: venues, accounts, posts on loan, and what command sets for the district."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from inspections.duties import actions as duties
from tests.walks.deeds import Step, deed, step
from tests.walks.world import Badge, World
from venues import accounts, governing, lending
from venues import actions as register
from venues.models import Loan, Officer, Person
from venues.rules import SCHEME_DEFAULTS

# Set to and fro: what the walk needs to come round is left alone.
VALUES = ("recheck_days", "sign_off_days", "recurrence_days", "measure_days")
MOST_VENUES = 24
BY_NAME = ("inspector", "dept", "police-reviewer", "co", "neighbour-colleague", "co-reviewer")


@deed("venue.confirm")
def add_or_confirm(world: World) -> Step | None:
    """An inspector adds a venue from the phone; a reviewer confirms it."""
    venue = world.some(world.venues(), state="pending")
    if venue is not None:
        return step(register.confirm, venue, by=world.of("town", "reviewer", venue))
    if world.venues().exclude(state="ended").count() > MOST_VENUES:
        return None
    given = {"name": world.words("Kitchen"), "category": world.cast.category,
             "area": world.cast.neighbour, "capacity": 20}  # fmt: skip
    by = world.who("inspector", world.towns[world.cast.neighbour.pk])
    return step(register.create_venue, given, by=by)


@deed("venue.edit")
def edit(world: World) -> Step | None:
    venue = world.some(world.venues(), state__in=["pending", "active", "paused"])
    if venue is None:
        return None
    by = world.of(world.any(["town", "command"]), "inspector", venue)
    return step(register.edit_venue, venue, {"address": world.words("Lane")}, by=by)


@deed("venue.pause", "duty.drop")
def pause(world: World) -> Step | None:
    venue = world.quiet_venue()
    if venue is None:
        return None
    by = world.of(world.any(["town", "command"]), "inspector", venue)
    return step(register.pause, venue, by=by, reason=world.words("a holiday"))


@deed("venue.resume", "duty.owe_again", steady=1)
def resume(world: World) -> Step | None:
    venue = world.some(world.venues(), state="paused")
    by = world.of(world.any(["town", "command"]), "inspector", venue) if venue else None
    return step(register.resume, venue, by=by)


@deed("venue.end")
def end(world: World) -> Step | None:
    """Only those that were added on the way, so that enough are left."""
    added = world.venues().filter(name__startswith="Kitchen", standing__unclosed=0)
    venue = world.some(added, state__in=["active", "paused", "pending"])
    return step(register.end, venue, by=world.command(), reason=world.words("closed down"))


@deed("venue.assign_town")
def assign_town(world: World) -> Step | None:
    """One without a plate or an issue moves to and fro."""
    rows = world.venues().filter(standing__plate_hung=False, standing__unclosed=0)
    venue = world.some(rows, state__in=["active", "paused"])
    area = world.any([world.cast.town, world.cast.neighbour])
    return step(register.assign_town, venue, area, by=world.command())


@deed("venue.override_leads")
def override_leads(world: World) -> Step | None:
    """Another department leads a venue, or its category's again."""
    rows = world.venues().filter(standing__plate_hung=False)
    venue = world.some(rows, state="active")
    if venue is None:
        return None
    follow = venue.lead_overrides.exists()
    market, other = world.cast.department, world.any(world.departments)
    lead, co = (market, []) if other == market else (other, [market])
    return step(governing.override_leads, venue, lead, co, by=world.command("leader"),
                reason=world.words("nearer"), follow=follow)  # fmt: skip


@deed("charge.set_leads")
def set_leads(world: World) -> Step | None:
    """The co-leads of a category change; its lead stays."""
    fire = next(each for each in world.departments if each.code == "fire")
    others = [each for each in world.departments if each not in (fire, world.cast.department)]
    more = [world.any(others)] if world.chance(0.5) else []
    return step(governing.set_leads, world.cast.category, world.cast.district,
                world.cast.department, [fire, *more], by=world.command("leader"),
                reason=world.words("more eyes"))  # fmt: skip


@deed("venue.reveal_contact")
def reveal_contact(world: World) -> Step | None:
    venue = world.venue()
    by = (
        world.of(world.any(["town", "lead", "co", "command"]), "inspector", venue)
        if venue
        else None
    )
    return step(register.reveal_contact, venue, by=by)


@deed("scheme_value.set_value")
def set_value(world: World) -> Step | None:
    key = world.any(VALUES)
    usual = SCHEME_DEFAULTS[key].value
    value = usual + world.random.randint(0, 2)
    return step(governing.set_value, key, world.cast.district, value, by=world.command("leader"),
                reason=world.words("experience"))  # fmt: skip


@deed("interval.set_intervals")
def set_intervals(world: World) -> Step | None:
    given = {"town_routine": world.random.randint(3, 9), "town_problem": world.random.randint(1, 3),
             "sector_routine": world.random.randint(5, 14), "sector_problem": 2}  # fmt: skip
    return step(duties.set_intervals, world.cast.category, world.cast.district, given,
                by=world.command("leader"), reason=world.words("less often"))  # fmt: skip


# Accounts


def _account(world: World, *, active: bool) -> Officer | None:
    """One of the accounts that are moved to and fro; the others keep the district going."""
    keys = [world.cast[name].pk for name in BY_NAME]
    badges = [each for each in world.roster if each.pk in keys and each.active is active]
    badge: Badge | None = world.any(badges)
    return world.officer(badge.pk) if badge else None


@deed("officer.create_account")
def create_account(world: World) -> Step | None:
    person = Person.objects.create(name=world.words("Somebody"))
    made = Officer(username=f"new-{world.count()}", post="inspector", person=person,
                   organisation=world.any(world.departments))  # fmt: skip
    made.set_unusable_password()
    return step(accounts.create_account, made, by=world.administrator())


@deed("officer.change_account")
def change_account(world: World) -> Step | None:
    account = _account(world, active=True)
    person = Person.objects.create(name=world.words("Successor")) if account else None
    return step(accounts.change_account, account, {"person": person}, by=world.administrator(),
                reason=world.words("married"))  # fmt: skip


@deed("officer.move_account")
def move_account(world: World) -> Step | None:
    added = Officer.objects.filter(username__startswith="new-")
    account = world.some(added)
    given = {
        "organisation": world.any(world.departments),
        "post": world.any(["inspector", "reviewer"]),
    }
    return step(accounts.change_account, account, given, by=world.administrator())


@deed("officer.disable_account")
def disable_account(world: World) -> Step | None:
    return step(accounts.change_account, _account(world, active=True), {"is_active": False},
                by=world.administrator())  # fmt: skip


@deed("officer.enable_account", steady=1)
def enable_account(world: World) -> Step | None:
    return step(accounts.change_account, _account(world, active=False), {"is_active": True},
                by=world.administrator())  # fmt: skip


def _note(account: Officer, name: str, *, by: Any) -> Officer:
    """A new password, as the pages set it: with its event in one transaction."""
    with transaction.atomic():
        row = Officer.objects.get(pk=account.pk)
        row.set_password("a-new-river-42")
        row.save(update_fields=["password"])
        return accounts.note_password(row, name, by=by)


@deed("officer.reset_password")
def reset_password(world: World) -> Step | None:
    account = _account(world, active=True)
    return step(_note, account, "reset_password", by=world.administrator())


@deed("officer.change_password")
def change_password(world: World) -> Step | None:
    account = _account(world, active=True)
    by = account if world.careless != "person" else world.who("")
    return step(_note, account, "change_password", by=by)


@deed("officer.lend_post")
def lend_post(world: World) -> Step | None:
    badges = [each for each in world.roster if each.active and "reviewer" in each.posts]
    by = world.officer(world.any(badges).pk)
    borrower = world.any(lending.borrowers_for(by))
    until = world.today + timedelta(days=world.random.randint(1, 9))
    return step(lending.lend_post, by=by, borrower=borrower, until=until) if borrower else None


@deed("officer.end_loan")
def end_loan(world: World) -> Step | None:
    rows = Loan.objects.select_related("lender", "borrower").filter(until__gte=world.today)
    loan = world.some(rows, ended=None)
    if loan is None:
        return None
    by = world.officer(world.any([loan.lender_id, loan.borrower_id]))
    return step(lending.end_loan, loan, by=by)

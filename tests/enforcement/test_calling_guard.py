"""Whom an operation called, and how long they act there, cannot be set beside its acts."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from inspections.enforcement import actions as joint
from inspections.enforcement.models import Operation, OperationIssue, PartRating
from inspections.verify.of_operations import CHECKS
from inspections.verify.running import ask
from tests.cast import Cast
from tests.duties.days import MONDAY, at
from tests.enforcement import stages
from tests.enforcement.test_corrections import revise
from tests.enforcement.test_guards import off_the_ledger
from tests.rules import rule
from venues.models import Area, Invitation, Officer, Organisation, Person
from venuewatch.workflow import clock


def sql(statement: str, *values: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def broken() -> list[str]:
    return [str(each.check.question) for each in ask(CHECKS) if each.broken]


@rule("R-JOINT-1")
def test_the_agencies_asked_for_stay(cast: Cast) -> None:
    operation = stages.blown(cast)
    rows = Operation.wanted.through.objects.filter(operation=operation)
    other = stages.agency("market")

    for attempt in (
        operation.wanted.clear,
        lambda: operation.wanted.add(other),
        rows.delete,
        lambda: rows.update(organisation=other),
        lambda: sql("DELETE FROM inspections_operation_wanted"),
        lambda: sql("UPDATE inspections_operation_wanted SET organisation_id = %s", other.pk),
        lambda: sql("INSERT INTO inspections_operation_wanted (operation_id, organisation_id)"
                    " VALUES (%s, %s)", operation.pk, other.pk),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert {each.code for each in operation.wanted.all()} == {"police", "health"}


@rule("R-JOINT-1")
def test_the_issues_of_a_whistle_come_with_it(cast: Cast) -> None:
    operation = stages.blown(cast)
    cast.check(failed="A1")
    issue = cast.venue.issues.get(severity="general")

    with pytest.raises(DatabaseError, match="R-JOINT-1"), transaction.atomic():
        OperationIssue.objects.create(operation=operation, issue=issue)


@rule("R-JOINT-1", "R-TRACK-4")
@pytest.mark.parametrize(
    ("change", "message"),
    [("town_id = NULL", "R-JOINT-1"), ("end_reason = 'x'", "R-TRACK-4"),
     ("town_id = NULL, event_seq = event_seq + 1", "R-JOINT-1")],
)  # fmt: skip
def test_town_and_reason_change_with_no_statement(cast: Cast, change: str, message: str) -> None:
    operation = stages.convened(cast)
    with pytest.raises(DatabaseError, match=message):
        sql(f"UPDATE inspections_operation SET {change} WHERE id = %s", operation.pk)
    words = {"town": None} if "town" in change else {"end_reason": "x"}
    with pytest.raises(DatabaseError, match=message), transaction.atomic():
        Operation.objects.filter(pk=operation.pk).update(**words)


@rule("R-SCOPE-1")
def test_nobody_is_invited_beside_an_operation(cast: Cast) -> None:
    operation = stages.convened(cast)
    postal = stages.agency("postal")
    for reference in ("nothing", operation.whistle):
        with pytest.raises(DatabaseError, match="R-SCOPE-1"), transaction.atomic():
            Invitation.objects.create(venue=cast.venue, organisation=postal, reference=reference)
    with pytest.raises(DatabaseError, match="R-SCOPE-1"):
        sql("INSERT INTO venues_invitation (venue_id, organisation_id, reference, since, acting)"
            " VALUES (%s, %s, 'x', now(), true)", cast.venue.pk, postal.pk)  # fmt: skip


@rule("R-SCOPE-1")
def test_an_invitation_lasts_as_long_as_the_part(cast: Cast) -> None:
    stages.convened(cast)
    rows = Invitation.objects.all()
    for attempt in (
        rows.delete,
        lambda: rows.update(acting=False),
        lambda: rows.update(acting=False, until=clock.now()),
        lambda: rows.update(since=clock.now()),
        lambda: rows.update(reference=F("reference") + "x"),
        lambda: sql("UPDATE venues_invitation SET venue_id = %s", cast.venue_next_door.pk),
        lambda: sql("DELETE FROM venues_invitation"),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert broken() == []


@rule("R-SCOPE-1", "R-JOINT-4")
def test_whoever_left_or_came_to_the_end_is_not_let_in_again(cast: Cast) -> None:
    operation = stages.convened(cast)
    with at(MONDAY, 10):
        part = stages.part_of(operation, "health")
        joint.decline_part(part, by=cast["health-reviewer"], reason="nobody is free")
    left = Invitation.objects.get(organisation__code="health")
    with pytest.raises(DatabaseError, match="R-SCOPE-1"), transaction.atomic():
        Invitation.objects.filter(pk=left.pk).update(acting=True)

    with at(MONDAY, 11):
        joint.cancel(stages.fresh(operation), by=cast["command"], reason="not needed")
    for change in ("acting = true, until = NULL", "until = NULL", "until = until + '1 year'"):
        with pytest.raises(DatabaseError, match="R-SCOPE-1"):
            sql(f"UPDATE venues_invitation SET {change}")
    assert broken() == []


def officer_of(organisation: Organisation, name: str) -> Officer:
    return Officer.objects.create(
        username=name, post="reviewer", organisation=organisation,
        person=Person.objects.create(name=name),
    )  # fmt: skip


def command_elsewhere(cast: Cast) -> Officer:
    """A reviewer of another district's command."""
    area = Area.objects.create(
        code="elsewhere", name="Elsewhere", kind="district", parent=cast.district.parent
    )
    command = Organisation.objects.create(
        code="elsewhere", name="Elsewhere", short="E", kind="command", area=area
    )
    return officer_of(command, "elsewhere")


@rule("R-JOINT-3", "R-JOINT-4")
def test_only_the_agency_or_its_command_corrects(cast: Cast) -> None:
    off_the_ledger(cast)
    for who in (cast["health-reviewer"], cast["town-reviewer"], command_elsewhere(cast)):
        with pytest.raises(DatabaseError, match="R-JOINT-3"):
            revise(str(who.pk), str(who.person_id))
    revise(str(cast["police"].pk), str(cast["police"].person_id))


@rule("R-JOINT-3")
def test_only_command_releases(cast: Cast) -> None:
    part = stages.part_of(stages.convened(cast), "police")
    for who in (cast["police-reviewer"], cast["town-reviewer"], command_elsewhere(cast)):
        with pytest.raises(DatabaseError, match="R-JOINT-3"), transaction.atomic():
            part.steps.create(
                kind="release", officer=who, person_id=who.person_id, words="not needed"
            )


@rule("R-JOINT-4")
def test_only_the_town_rates_and_never_itself(cast: Cast) -> None:
    operation = stages.closed(cast)
    leader, by_command = cast["town-leader"], cast["command-leader"]
    for code, who in (
        ("health", cast["police-reviewer"]), ("health", cast["neighbour-reviewer"]),
        ("health", by_command), ("town", leader),
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match="R-JOINT-4"), transaction.atomic():
            PartRating.objects.create(
                part=stages.part_of(operation, code), stars=5, officer=who, person_id=who.person_id
            )
    joint.rate(stages.part_of(operation, "health"), by=leader, stars=5)

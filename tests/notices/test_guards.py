"""What the database refuses of notices, whoever asks; and two who issue at once."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from inspections.ledger.models import Issue
from inspections.plates.models import Plate
from inspections.tracking.notices import actions as notices
from inspections.tracking.notices.models import Notice, NoticeVenue
from tests.cast import Cast
from tests.notices import stages
from tests.racing import all_at_once
from tests.rules import rule
from venuewatch.workflow.models import Counter

ISSUE = ("state = 'issued', issued_at = now(), event_seq = event_seq + 1,"
         " number = 'DB-410108-2026-0001', issuer_id = {0}, issuer_person_id = {1}")  # fmt: skip


def sql(statement: str, notice: Notice) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE inspections_notice SET {statement} WHERE id = %s", [notice.pk])


def issue(cast: Cast, by: str = "command-leader") -> str:
    Counter.objects.update_or_create(series="notice/410108-2026", defaults={"value": 1})
    return ISSUE.format(cast[by].pk, cast[by].person_id)


@rule("R-NOTICE-1")
def test_not_issued_without_an_issue_and_a_plate_for_every_venue(cast: Cast) -> None:
    notice = stages.drafted(cast)
    empty = notices.draft_notice(stages.texts(), [], by=cast["command"])
    for each in (notice, empty):
        with pytest.raises(DatabaseError, match="R-NOTICE-1"):
            sql(issue(cast), each)
    cast.check(failed="A1")
    NoticeVenue.objects.filter(venue=cast.venue).update(issue=Issue.objects.get())

    with pytest.raises(DatabaseError, match="R-NOTICE-1"):
        sql(issue(cast), notice)


@rule("R-NOTICE-1", "R-SCOPE-5")
def test_not_issued_by_its_drafter(cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="R-SCOPE-5"):
        sql(issue(cast, "command"), stages.drafted(cast))


@rule("R-NOTICE-1")
@pytest.mark.parametrize(
    "change",
    ["number = 'DB-410108-2026-0009'", "number = 'x'", "number = ''", "title = 'x'", "text = 'x'",
     "deadline = now()", "severity = 'general'", "file = 'x'", "area_id = 1", "state = 'draft'",
     "drafter_person_id = NULL", "level = 'district'", "issued_at = now()", "issuer_id = NULL",
     "issuer_id = drafter_id, issuer_person_id = drafter_person_id"],
)  # fmt: skip
def test_what_was_issued_stays(cast: Cast, change: str) -> None:
    notice = stages.issued(cast)

    with pytest.raises(DatabaseError):
        sql(f"{change}, event_seq = event_seq + 1", notice)


@rule("R-SCOPE-5")
def test_it_names_its_peoples_own_persons(cast: Cast) -> None:
    notice, other = stages.drafted(cast), cast["inspector"].person_id
    leader = cast["command-leader"].pk
    issue(cast)
    with pytest.raises(DatabaseError, match="R-SCOPE-5"):
        sql(ISSUE.format(leader, other), notice)
    with pytest.raises(DatabaseError, match="R-SCOPE-5"):
        sql(f"drafter_id = {leader}, event_seq = event_seq + 1", notice)
    notice.pk, notice.draft, notice.drafter_person_id = None, "TG-9", other
    with pytest.raises(DatabaseError, match="R-SCOPE-5"), transaction.atomic():
        notice.save(force_insert=True)


@rule("R-TRACK-4")
def test_what_changes_on_a_draft_is_told_by_an_event(cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="R-TRACK-4"):
        sql("title = 'x'", stages.drafted(cast))


@rule("R-NOTICE-1")
@pytest.mark.parametrize("build", [stages.issued, stages.dropped, stages.withdrawn])
def test_its_venues_stay_once_it_is_no_draft(cast: Cast, build: object) -> None:
    notice = build(cast)  # type: ignore[operator]  # a stage
    rows, venue = NoticeVenue.objects.filter(notice=notice), cast.chess_room
    for attempt in (
        rows.delete,
        lambda: rows.update(found="x"),
        lambda: rows.update(issue=None),
        NoticeVenue(notice=notice, venue=venue).save,
        lambda: NoticeVenue.objects.bulk_create([NoticeVenue(notice=notice, venue=venue)]),
    ):
        with pytest.raises(DatabaseError, match="R-NOTICE-1"), transaction.atomic():
            attempt()


@rule("R-NOTICE-1", "R-NOTICE-2")
@pytest.mark.parametrize("build", [stages.dropped, stages.withdrawn])
def test_what_has_ended_stays_and_nothing_is_deleted(cast: Cast, build: object) -> None:
    notice = build(cast)  # type: ignore[operator]  # a stage
    with pytest.raises(DatabaseError):
        sql("state = 'issued', event_seq = 99", notice)
    with pytest.raises(DatabaseError), transaction.atomic():
        Notice.objects.all().delete()


@rule("R-NOTICE-1")
def test_a_notice_starts_as_a_draft(cast: Cast) -> None:
    notice = stages.issued(cast)
    notice.pk, notice.draft, notice.number = None, "TG-9", "DB-9"
    notice.deadline += timedelta(days=1)
    notice.document_number = "other"

    with pytest.raises(DatabaseError, match="R-NOTICE-1"), transaction.atomic():
        notice.save(force_insert=True)


@rule("R-NOTICE-1")
@pytest.mark.django_db(transaction=True)
def test_two_issue_at_once_and_one_does(cast: Cast) -> None:
    notice = stages.drafted(cast)
    act = lambda: notices.issue_notice(notice, by=cast["command-leader"])  # noqa: E731 — twice

    results = all_at_once(act, act)

    assert sorted(type(each).__name__ for each in results) == ["Notice", "Stale"]
    assert (Issue.objects.count(), Plate.objects.count()) == (2, 2)

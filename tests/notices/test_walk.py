"""A notice and what comes of it: an issue and a plate proposal for every venue it names."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inspections.ledger.models import Issue
from inspections.ledger.rules import end_of_day
from inspections.plates.models import Plate
from inspections.tracking.notices import actions as notices
from inspections.tracking.notices.models import Notice
from inspections.tracking.notices.naming import read_venues
from tests.cast import Cast
from tests.notices import stages
from tests.plates import stages as plated
from tests.rules import rule
from venues.models import Venue
from venuewatch.workflow import clock
from venuewatch.workflow.models import Event
from venuewatch.workflow.rules import NotAllowed, Refused, Stale


@rule("R-NOTICE-1", "R-PLATE-1", "R-TRACK-4")
def test_issuing_opens_an_issue_and_proposes_a_plate_for_every_venue(cast: Cast) -> None:
    notice = stages.issued(cast)

    assert notice.number == f"DB-410108-{timezone.localdate().year}-0001"
    issues = list(Issue.objects.order_by("venue__code"))
    assert [(each.venue.code, each.source, each.severity, each.description) for each in issues] == [
        ("V1", "notice", "serious", "exits locked at night"),
        ("V2", "notice", "serious", "gas bottles in the kitchen"),
    ]
    last = end_of_day(notice.deadline)
    assert all(last - timedelta(hours=1) < each.due <= last for each in issues)
    plates = Plate.objects.order_by("venue__code")
    assert [(each.state, each.proposer, each.grounds.get().issue) for each in plates] == [
        ("proposed", None, issues[0]), ("proposed", None, issues[1]),
    ]  # fmt: skip
    ground = plates[0].grounds.get()
    assert (ground.kind, ground.document_number) == ("superior", "City 2026-14")
    assert [each.issue for each in notice.venues.order_by("venue__code")] == issues


@rule("R-NOTICE-1")
def test_a_district_notice_is_cited_by_our_number(cast: Cast) -> None:
    notice = stages.issued(cast, level="district", document_number="")

    ground = Plate.objects.earliest("pk").grounds.get()
    assert (ground.kind, ground.document_number) == ("district", notice.number)


@rule("R-NOTICE-1", "R-PLATE-1", "R-PLATE-2")
@pytest.mark.parametrize(("build", "kind"), [("proposed", "superior"), ("hung", "found_hanging")])
def test_where_a_plate_is_current_its_grounds_grow(cast: Cast, build: str, kind: str) -> None:
    plate = getattr(plated, build)(cast)

    notice = stages.issued(cast)

    issue = notice.venues.get(venue=cast.venue).issue
    assert Plate.objects.filter(venue=cast.venue).get() == plate
    assert plate.grounds.get(issue=issue).kind == kind
    assert plate.grounds.count() == 2


@rule("R-NOTICE-1")
def test_all_of_it_or_nothing(cast: Cast) -> None:
    notice = stages.drafted(cast)
    Venue.objects.filter(pk=cast.venue_next_door.pk).update(state="ended")

    with pytest.raises(Refused) as refusal:
        notices.issue_notice(notice, by=cast["command-leader"])

    assert "V2" in str(refusal.value)
    assert not Issue.objects.exists()
    assert not Plate.objects.exists()


@rule("R-NOTICE-1", "R-SCOPE-5")
def test_the_leader_issues_what_another_drafted(cast: Cast) -> None:
    notice = stages.drafted(cast)
    with pytest.raises(NotAllowed):
        notices.issue_notice(notice, by=cast["command-reviewer"])
    own = notices.edit_notice(notice, stages.texts(), [(cast.venue, "")], by=cast["command-leader"])

    with pytest.raises(Refused):
        notices.issue_notice(own, by=cast["command-leader"])


@rule("R-NOTICE-1")
@pytest.mark.parametrize(
    ("options", "field"),
    [({"document_number": ""}, "document_number"), ({"title": " "}, "title"),
     ({"deadline": timezone.localdate() - timedelta(days=1)}, "deadline")],
)  # fmt: skip
def test_a_draft_says_enough(cast: Cast, options: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        stages.drafted(cast, **options)

    assert list(refusal.value.errors) == [field]
    assert not Notice.objects.exists()


@rule("R-NOTICE-1")
def test_a_superiors_notice_is_issued_once_and_one_without_venues_never(cast: Cast) -> None:
    stages.issued(cast)
    again = stages.drafted(cast)
    empty = notices.draft_notice(stages.texts(document_number="x"), [], by=cast["command"])

    for notice in (again, empty):
        with pytest.raises(Refused):
            notices.issue_notice(notice, by=cast["command-leader"])


@rule("R-NOTICE-1")
def test_numbers_have_no_gaps_though_drafts_are_dropped(cast: Cast) -> None:
    first = stages.issued(cast)
    stages.dropped(cast)
    second = stages.issued(cast, document_number="City 2026-15")

    assert (first.number[-4:], second.number[-4:], second.draft[-4:]) == ("0001", "0002", "0003")
    assert Notice.objects.known_as(second.draft).get() == second


@rule("R-NOTICE-2")
def test_withdrawing_takes_back_what_was_not_rechecked(cast: Cast) -> None:
    notice = stages.issued(cast)
    kept, gone = Issue.objects.order_by("venue__code")
    cast.recheck(cast.report(kept))
    with pytest.raises(NotAllowed):
        notices.withdraw_notice(notice, by=cast["command"], reason="wrong")

    notices.withdraw_notice(notice, by=cast["command-leader"], reason="wrong list")

    states = {each.pk: each.state for each in Issue.objects.all()}
    assert states == {kept.pk: "rechecked", gone.pk: "void"}
    plates = dict(Plate.objects.values_list("venue__code", "state"))
    assert plates == {"V1": "proposed", "V2": "refused"}
    assert Event.objects.filter(subject_type="notice", name="withdraw_notice").count() == 1


@rule("R-NOTICE-2")
def test_withdrawing_takes_back_what_was_only_reported(cast: Cast) -> None:
    notice = stages.issued(cast)
    reported = cast.report(Issue.objects.get(venue=cast.venue))

    notices.withdraw_notice(notice, by=cast["command-leader"], reason="wrong list")

    assert Issue.objects.get(pk=reported.pk).state == "void"


@rule("R-NOTICE-1")
def test_a_draft_whose_day_has_passed_is_changed_before_it_is_issued(cast: Cast) -> None:
    notice = stages.drafted(cast)

    with (
        clock.at(timezone.now() + timedelta(days=6)),
        pytest.raises(Refused, match="已过"),
    ):
        notices.issue_notice(notice, by=cast["command-leader"])


@rule("R-NOTICE-2", "R-PLATE-1")
def test_a_plate_with_other_grounds_stays(cast: Cast) -> None:
    plate = plated.proposed(cast)
    notice = stages.issued(cast)

    notices.withdraw_notice(notice, by=cast["command-leader"], reason="wrong list")

    assert Plate.objects.get(pk=plate.pk).state == "proposed"


@rule("R-NOTICE-1")
def test_a_page_that_was_overtaken_is_stale(cast: Cast) -> None:
    notice = stages.drafted(cast)
    notices.edit_notice(notice, stages.texts(), [(cast.venue, "")], by=cast["command-reviewer"])

    with pytest.raises(Stale):
        notices.issue_notice(notice, by=cast["command-leader"], seen=notice.event_seq)


@rule("R-NOTICE-1")
def test_each_bad_line_is_told_and_the_good_ones_are_kept(cast: Cast) -> None:
    Venue.objects.filter(pk=cast.chess_room.pk).update(state="ended")
    text = "V1\n\n  V2，gas bottles, two\nV9 what\nV1 again\nV4"

    named = read_venues(text, cast["command"])

    assert [(venue.code, words) for venue, words in named.venues.values()] == [
        ("V1", ""), ("V2", "gas bottles, two"),
    ]  # fmt: skip
    assert len(named.errors) == 3
    for place, code in ((4, "V9"), (5, "V1"), (6, "V4")):
        assert any(str(place) in each and code in each for each in named.errors)

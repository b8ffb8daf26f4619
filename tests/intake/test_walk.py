"""A matter's whole way over the desk: both are asked, one confirms, the caller is answered."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from inspections.ledger.models import Issue
from inspections.tracking.intake import actions as desk
from inspections.tracking.intake.models import Intake
from tests.cast import Cast
from tests.intake import stages
from tests.rules import rule
from venues.models import Venue
from venuewatch.workflow.models import Event
from venuewatch.workflow.rules import NotAllowed, Refused, Stale


def events_of(intake: Intake) -> list[str]:
    rows = Event.objects.filter(subject_type="intake", subject_id=intake.pk).order_by("seq")
    return list(rows.values_list("name", flat=True))


@rule("R-INTAKE-1", "R-INTAKE-2", "R-INTAKE-3", "R-INTAKE-4", "R-TRACK-4")
def test_from_receipt_to_feedback(cast: Cast) -> None:
    matter = stages.closed(cast)

    assert matter.number == f"SL-410108-{timezone.localdate().year}-0001"
    assert (matter.state, matter.answered_at is not None) == ("closed", True)
    assert events_of(matter) == [
        "receive", "dispatch", "find_unconfirmed", "find_confirmed", "conclude_confirmed",
        "feed_back",
    ]  # fmt: skip
    issue = Issue.objects.get()
    assert (issue.source, issue.severity, issue.venue, issue.opened_by) == (
        "tip", "serious", cast.venue, cast["dept"],
    )  # fmt: skip


@rule("R-INTAKE-3")
def test_nobody_found_it_so(cast: Cast) -> None:
    matter = stages.unconfirmed(cast)

    assert matter.state == "unconfirmed"
    assert not Issue.objects.exists()
    assert stages.feed_back(cast, matter, satisfied="no").state == "closed"


@rule("R-INTAKE-3")
def test_the_second_who_confirms_names_the_same_issue(cast: Cast) -> None:
    matter = stages.confirm(cast, stages.dispatched(cast), by="inspector")
    assert matter.state == "dispatched"
    issue = Issue.objects.get()

    assert stages.confirm(cast, matter, issue=issue).state == "confirmed"
    assert Issue.objects.count() == 1


@rule("R-INTAKE-3")
def test_an_issue_that_a_check_found_will_do(cast: Cast) -> None:
    matter = stages.half_verified(cast)
    found = cast.check(failed="B1", by="dept").opened_issues.get()

    assert stages.confirm(cast, matter, issue=found).state == "confirmed"


@rule("R-INTAKE-2", "R-INTAKE-3")
def test_not_theirs_comes_back_to_the_desk_and_only_the_rest_is_asked_anew(cast: Cast) -> None:
    matter = stages.returned(cast)
    assert (matter.state, matter.round) == ("received", 2)
    with pytest.raises(Refused) as refusal:
        desk.dispatch(matter, stages.both(), by=cast["command"])
    assert list(refusal.value.errors) == ["town"]

    again = desk.dispatch(matter, [stages.ask("sector", "fire")], by=cast["command"])
    with pytest.raises(NotAllowed):
        desk.find_unconfirmed(again, by=cast["dept"], words="not ours")

    assert stages.confirm(cast, again, by="co").state == "confirmed"


@rule("R-INTAKE-2")
def test_both_are_asked_each_by_a_moment_to_come(cast: Cast) -> None:
    matter = stages.received(cast)
    for asks, field in (
        ([], "asks"),
        ([stages.ask("town", "town")], "sector"),
        ([*stages.both()[:1], stages.ask("sector", "market", days=-1)], "sector_due"),
    ):
        with pytest.raises(Refused) as refusal:
            desk.dispatch(matter, asks, by=cast["command"])
        assert field in refusal.value.errors


@rule("R-INTAKE-1")
def test_who_found_out_names_the_venue(cast: Cast) -> None:
    matter = stages.dispatched(cast, venue=None, place="the noodle house by the river")
    with pytest.raises(Refused) as refusal:
        stages.confirm(cast, matter)
    assert list(refusal.value.errors) == ["venue"]
    assert stages.fresh(matter).event_seq == matter.event_seq

    stages.confirm(cast, matter, venue=cast.venue)

    assert stages.fresh(matter).venue == cast.venue
    with pytest.raises(Refused):
        desk.name_venue(stages.fresh(matter), cast.venue_next_door, by=cast["command"])


@rule("R-INTAKE-3")
def test_a_venue_that_has_ended_takes_no_new_issue(cast: Cast) -> None:
    matter = stages.half_verified(cast)
    Venue.objects.filter(pk=cast.venue.pk).update(state="ended")

    with pytest.raises(Refused) as refusal:
        stages.confirm(cast, matter)

    assert list(refusal.value.errors) == ["venue"]


@rule("R-INTAKE-1")
@pytest.mark.parametrize(
    ("options", "field"),
    [({"words": " "}, "words"), ({"venue": None, "place": ""}, "place"),
     ({"at": timezone.now() + timedelta(hours=1)}, "at")],
)  # fmt: skip
def test_what_is_received_says_enough(cast: Cast, options: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        stages.received(cast, **options)

    assert list(refusal.value.errors) == [field]


@rule("R-INTAKE-5")
def test_a_duplicate_is_answered_with_the_one_it_repeats(cast: Cast) -> None:
    original = stages.confirmed(cast)
    repeated = stages.merged(cast, original)
    assert (repeated.state, repeated.duplicate_of, repeated.answered_at) == (
        "duplicate", original, None,
    )  # fmt: skip

    stages.feed_back(cast, stages.fresh(original))

    after = stages.fresh(repeated)
    assert after.answered_at == stages.fresh(original).answered_at
    assert events_of(after)[-1] == "fed_back_together"


@rule("R-INTAKE-5")
def test_it_repeats_neither_itself_nor_a_duplicate_nor_what_has_ended(cast: Cast) -> None:
    first, third = stages.received(cast), stages.received(cast)
    second = stages.merged(cast, first)
    over = stages.closed(cast)
    for matter, original in ((third, third), (third, second), (third, over), (first, third)):
        with pytest.raises(Refused):
            desk.merge(stages.fresh(matter), original, by=cast["command"])
    with pytest.raises(Stale):
        desk.merge(second, third, by=cast["command"])


@rule("R-INTAKE-6", "R-TRACK-4")
def test_no_event_holds_the_callers_words_or_contact(cast: Cast) -> None:
    matter = stages.closed(cast)
    desk.log_call(matter, by=cast["command"], partner="caller", reached=True, words="thanks, Li")
    desk.reveal_callback(stages.confirmed(cast), by=cast["command"])

    texts = " ".join(json.dumps(each.body) for each in Event.objects.all())

    for secret in (stages.WORDS, "5678", "thanks"):
        assert secret not in texts


@rule("R-INTAKE-6")
def test_the_contact_is_shown_to_who_calls_or_verifies_and_leaves_a_trace(cast: Cast) -> None:
    matter = stages.dispatched(cast)
    assert matter.masked_callback == "138******5678"[:3] + "*" * 6 + "5678"

    for name in ("command", "inspector", "dept"):
        assert desk.reveal_callback(stages.fresh(matter), by=cast[name]) == stages.CALLBACK
    for name in ("neighbour", "co", "outsider"):
        with pytest.raises(NotAllowed):
            desk.reveal_callback(stages.fresh(matter), by=cast[name])
    with pytest.raises(NotAllowed):
        desk.reveal_callback(stages.closed(cast), by=cast["command"])
    traces = Event.objects.filter(subject_type="officer", name="reveal_callback")
    assert traces.count() == 3

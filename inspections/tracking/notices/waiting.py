"""Which notices wait for whom: drafts, for a leader of command who did not draft them."""

from inspections.tracking.notices.models import Notice, NoticeQuerySet
from inspections.tracking.notices.rules import NoticeState
from venues.models import Officer
from venues.rules import Post
from venues.scoping import is_of_command, posts_of


def waiting_for(officer: Officer) -> NoticeQuerySet:
    """The drafts that this person may issue."""
    if not is_of_command(officer) or Post.LEADER not in posts_of(officer):
        return Notice.objects.none()
    rows = Notice.objects.visible_to(officer).filter(state=NoticeState.DRAFT)
    return rows.exclude(drafter_person=officer.person_id)

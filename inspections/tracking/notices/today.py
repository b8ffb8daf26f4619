"""My work today with notices: the drafts that a leader of command is to issue."""

from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.checks.sections import Part, Section, first_of
from inspections.tracking.notices.waiting import waiting_for
from venues.models import Officer


def to_issue(officer: Officer) -> Section | None:
    """Drafts of notices."""
    rows = waiting_for(officer).order_by("pk")
    whole = f"{reverse('notices:list')}?waits=on"
    section = first_of(rows, heading=_("Notices to be issued"), act=_("Decide"), whole=whole)
    return section if section.rows else None


PARTS = (Part("notices/waiting.html", 4, to_issue),)

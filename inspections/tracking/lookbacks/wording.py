"""A look-back in words."""

from django.utils.translation import gettext as _

from inspections.tracking.lookbacks.models import LookBack
from venuewatch.workflow.rules import Words


def words_of(look_back: LookBack) -> Words:
    """What is to be looked at again."""
    if look_back.issue is not None:
        issue = look_back.issue
        return issue.item_text or issue.description
    plate = look_back.subject.event_key
    return str(_("what the plate hung for: %s") % plate)

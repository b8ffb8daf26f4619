"""My work today with look-backs: for command, where nobody goes. Whoever is sent has them on the
round (`rounds`).
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.checks.sections import Part, Section, first_of
from inspections.tracking.lookbacks.models import LookBack
from venues.models import Officer
from venues.scoping import is_of_command


def without_person(officer: Officer) -> Section | None:
    """The look-backs for which command must name somebody."""
    if not is_of_command(officer):
        return None
    rows = LookBack.objects.visible_to(officer).without_person()
    section = first_of(
        rows.select_related("venue__town", "issue", "plate").order_by("owed_day", "pk"),
        heading=_("Look-backs for which nobody goes"), act=_("Send somebody"),
        whole=f"{reverse('look_backs:list')}?nobody=on",
    )  # fmt: skip
    return section if section.rows else None


PARTS = (Part("look_backs/waiting.html", 4, without_person),)

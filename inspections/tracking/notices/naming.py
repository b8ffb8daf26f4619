"""Reading which venues a notice names: each bad line with its cause, the good ones kept."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from inspections.tracking.notices.rules import MOST_VENUES, lines_of
from venues.models import Officer, Venue
from venues.rules import VISITED

LONGEST = 400


@dataclass
class Named:
    """The venues of a text, each with its own words; and a sentence for every bad line."""

    venues: dict[int, tuple[Venue, str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def read_venues(text: str, officer: Officer) -> Named:
    """The venues that a text names by code, one a line, among those that the officer sees."""
    lines = lines_of(text)
    found = Named()
    if len(lines) > MOST_VENUES:
        found.errors.append(_("A notice names at most %d venues.") % MOST_VENUES)
        return found
    rows = Venue.objects.visible_to(officer).filter(code__in={code for _n, code, _w in lines})
    known = {venue.code: venue for venue in rows.select_related("district", "town", "category")}
    for place, code, words in lines:
        venue = known.get(code)
        if sentence := _fault(venue, words, found):
            values = {"line": place, "code": code, "fault": sentence}
            found.errors.append(_("Line %(line)d, %(code)s: %(fault)s") % values)
        elif venue is not None:
            found.venues[venue.pk] = (venue, words)
    return found


def _fault(venue: Venue | None, words: str, found: Named) -> str:
    if venue is None:
        return _("there is no venue with this code")
    if venue.state not in VISITED:
        return _("the venue is %s") % venue.get_state_display()
    if venue.pk in found.venues:
        return _("the venue stands in an earlier line already")
    if len(words) > LONGEST:
        return _("at most %d characters") % LONGEST
    return ""


def text_of(rows: list[tuple[str, str]]) -> str:
    """The text that names these venues: codes, and what was found there."""
    return "\n".join(" ".join(filter(None, row)) for row in rows)

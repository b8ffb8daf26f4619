"""Colours on the map: which is worse, and their letters. Pure."""

from django.utils.translation import pgettext_lazy

from venues.rules import Colour
from venuewatch.workflow.rules import Words

# What a place that stands for many is coloured by. White is milder than yellow: everything at
# such a venue is rectified, so R-VENUE-1 names it first and it is not the worse of the two.
WORST_FIRST = (Colour.BLACK, Colour.RED, Colour.YELLOW, Colour.WHITE, Colour.GREEN)

LETTERS: dict[str, Words] = {
    Colour.BLACK: pgettext_lazy("letter of a black plate on the map", "B"),
    Colour.RED: pgettext_lazy("letter of red on the map", "R"),
    Colour.YELLOW: pgettext_lazy("letter of yellow on the map", "Y"),
    Colour.WHITE: pgettext_lazy("letter of white on the map", "W"),
    Colour.GREEN: pgettext_lazy("letter of green on the map", "G"),
}

"""Numbers as people type them."""

import re
from math import isfinite

# A comma for the point; before three digits it may group thousands, and nobody shall guess.
_COMMA = re.compile(r"^\s*([+-]?\d+),(\d{1,2}|\d{4,})\s*$")


def number_in(text: str) -> float | None:
    """The finite number that a text is, in whatever digits; None for all else ("1_0", "1,000")."""
    try:
        number = float(_COMMA.sub(r"\1.\2", text))
    except ValueError:
        return None
    return number if isfinite(number) and "_" not in text else None

"""What a request asks for, read with care: anybody can write anything into it."""

MOST_DIGITS = 18  # what a key in the database can hold


def whole_number(text: str) -> int | None:
    """The whole number that these ASCII digits write; None for everything else."""
    plain = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if plain else None

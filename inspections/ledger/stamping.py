"""The caption under a photo: when, where and by whom, drawn so that nothing of it is covered."""

from collections.abc import Sequence
from functools import lru_cache

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

INK, PAPER = (255, 255, 255), (17, 17, 17)
NARROWEST = 320
SMALLEST, LARGEST, LETTERS_A_LINE = 16, 40, 48

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def stamp(picture: Image.Image, lines: Sequence[str]) -> Image.Image:
    """The RGB picture on paper, with these lines under it; long ones are wrapped."""
    width = max(picture.width, NARROWEST)
    size = min(LARGEST, max(SMALLEST, max(picture.size) // LETTERS_A_LINE))
    font, knows_chinese = _font(size)
    margin, step = size // 2, size * 4 // 3
    written = [part for line in lines for part in _wrapped(line, font, width - 2 * margin)]
    if not knows_chinese:
        written = [each for each in map(_latin, written) if each]
    paper = Image.new("RGB", (width, picture.height + margin * 2 + step * len(written)), PAPER)
    paper.paste(picture, ((width - picture.width) // 2, 0))
    pen = ImageDraw.Draw(paper)
    for place, words in enumerate(written):
        pen.text((margin, picture.height + margin + step * place), words, fill=INK, font=font)
    return paper


@lru_cache(maxsize=LARGEST)
def _font(size: int) -> tuple[Font, bool]:
    """The font that the settings name; else Pillow's own, which has Latin letters only."""
    try:
        return ImageFont.truetype(settings.PHOTO_FONT, size), True
    except OSError:
        return ImageFont.load_default(size), False


def _wrapped(line: str, font: Font, width: int) -> list[str]:
    """Chinese has no spaces to break at: a line ends after whichever letter still fits."""
    parts = [""]
    for letter in line:
        if parts[-1] and font.getlength(parts[-1] + letter) > width:
            parts.append("")
        parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]


def _latin(words: str) -> str:
    """What Pillow's own font can draw of the words: times, numbers, coordinates."""
    kept = "".join(letter for letter in words if letter.isascii()).strip(" ·,()")
    return kept if any(letter.isalnum() for letter in kept) else ""

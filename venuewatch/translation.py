"""Texts: collect them from code and templates, and compile the translations, without gettext.

Django's `templatize` turns a template into something that reads like code, and Babel does the
rest. English is the source, so only other languages have a catalogue.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import gettext_noop, to_locale
from django.utils.translation.template import templatize

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Django's own sentences that we say in words of our own: its Chinese is wrong here.
SAID_BETTER = (gettext_noop("Null characters are not allowed."),)
CODE = ("venuewatch", "venues", "inspections")
TEMPLATES = ("templates",)
COMMENT_TAGS = ("Translators:",)
_CHINESE = re.compile("[\u4e00-\u9fff]")
_PLACEHOLDER = re.compile(r"(%\(\w+\)[a-z]|\{\w*\})")
_WIDE = str.maketrans(",:;()?!", "，：；（）？！")
Found = tuple[int, str | tuple[str, ...], list[str], str | None]


@dataclass
class State:
    """What stands between a catalogue and being complete: lists of English texts."""

    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    untranslated: list[str] = field(default_factory=list)
    fuzzy: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """One line for each text, for a person; none when all is well."""
        return [
            f"{kind}: {text}"
            for kind in ("missing", "stale", "untranslated", "fuzzy", "wrong")
            for text in getattr(self, kind)
        ]


def languages() -> list[str]:
    """Locales that have a catalogue: all languages but the source."""
    return [to_locale(code) for code, _name in settings.LANGUAGES if code != "en"]


def catalog_path(locale: str) -> Path:
    """Where the catalogue of `locale` lies."""
    return Path(settings.LOCALE_PATHS[0]) / locale / "LC_MESSAGES" / "django.po"


def collect(root: Path) -> Catalog:
    """All texts in the code and templates under `root`."""
    catalog = Catalog(charset="utf-8")
    for path in _sources(root):
        place = path.relative_to(root).as_posix()
        for _line, message, comments, context in _texts(path):
            catalog.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return catalog


def update(locale: str, root: Path) -> Catalog:
    """Bring the catalogue of `locale` in line with the code; the file changes only if texts did."""
    path = catalog_path(locale)
    catalog, before = _read(locale), _bytes_of(path)
    template = collect(root)
    template.creation_date = catalog.creation_date
    catalog.update(template, no_fuzzy_matching=True)
    for message in catalog:
        if message.id:
            message.string = _widened(message.string)
    after = _written(catalog)
    if after != before:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(after)
    return catalog


def state(locale: str, root: Path) -> State:
    """Compare the catalogue of `locale` with the code, and each translation with its text."""
    kept, wanted, found = _read(locale), collect(root), State()
    for message in wanted:
        if message.id and kept.get(message.id, message.context) is None:
            found.missing.append(_text(message.id))
    for message in kept:
        if not message.id:
            continue
        text = _text(message.id)
        if wanted.get(message.id, message.context) is None:
            found.stale.append(text)
        elif not all(message.string if isinstance(message.string, tuple) else [message.string]):
            found.untranslated.append(text)
        elif message.fuzzy:
            found.fuzzy.append(text)
        found.wrong += [f"{text} ({error})" for error in message.check(kept)]
        if _widened(message.string) != message.string:
            found.wrong.append(f"{text} (half-width punctuation in Chinese)")
    return found


def compile_catalogs() -> None:
    """Write the compiled catalogues that are older than their texts."""
    for locale in languages():
        source = catalog_path(locale)
        target = source.with_suffix(".mo")
        if not source.exists() or _is_newer(target, source):
            continue
        with target.open("wb") as file:
            write_mo(file, _read(locale))


def _widened(translation: Any) -> Any:
    """A Chinese text, or its plurals, with the punctuation of its script; placeholders stay."""
    if isinstance(translation, tuple | list):
        return tuple(_widened(each) for each in translation)
    if not translation or not _CHINESE.search(translation):
        return translation
    parts = _PLACEHOLDER.split(translation)
    return "".join(part if place % 2 else part.translate(_WIDE) for place, part in enumerate(parts))


def _sources(root: Path) -> Iterator[Path]:
    for folder in CODE:
        found = (root / folder).rglob("*.py")
        yield from sorted(path for path in found if "migrations" not in path.parts)
    for folder in TEMPLATES:
        found = (path for path in (root / folder).rglob("*") if path.is_file())
        yield from sorted(path for path in found if path.suffix in {".html", ".txt"})


def _texts(path: Path) -> Iterator[Found]:
    source = path.read_text()
    if path.suffix != ".py":
        code = templatize(source, origin=str(path))
        source = "\n".join(line.lstrip() for line in code.splitlines())
    file = BytesIO(source.encode())
    yield from extract("python", file, KEYWORDS, COMMENT_TAGS, options={"encoding": "utf-8"})


def _read(locale: str) -> Catalog:
    path = catalog_path(locale)
    if not path.exists():
        return Catalog(
            locale=locale,
            charset="utf-8",
            project="VenueWatch",
            version="1",
            header_comment=f"# VenueWatch's texts in {locale}; `make translate` keeps the list.",
            last_translator="VenueWatch",
            language_team="VenueWatch",
            msgid_bugs_address="VenueWatch",
            revision_date=datetime.now(UTC),
            fuzzy=False,
        )
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def _written(catalog: Catalog) -> bytes:
    file = BytesIO()
    write_po(file, catalog, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return file.getvalue()


def _bytes_of(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _is_newer(target: Path, source: Path) -> bool:
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime


def _text(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]

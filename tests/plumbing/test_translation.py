"""Texts are collected from code and templates, and their translations are checked."""

from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from venuewatch.translation import catalog_path, collect, compile_catalogs, state, update

TEMPLATE = """{% load i18n %}
<h1>{% translate "Ledger" %}</h1>
    {% if a %}
  <p title="{% translate 'it is "late"' %}">
    {% blocktranslate count n=n trimmed %}
      {{ n }} issue
    {% plural %}
      {{ n }} issues
    {% endblocktranslate %}</p>
{% endif %}{{ _("Close") }}
"""
CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
NAME = _("Venue")
def said(n): return ngettext("%(n)s day", "%(n)s days", n) + pgettext("month", "May")
"""


@pytest.fixture
def tree(tmp_path: Path, settings: Settings) -> Path:
    """A small project with texts in a template and in code."""
    for folder in ("templates", "venues"):
        (tmp_path / folder).mkdir()
    (tmp_path / "templates" / "ledger.html").write_text(TEMPLATE)
    (tmp_path / "venues" / "rules.py").write_text(CODE)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return tmp_path


def translate(old: str, new: str) -> None:
    path = catalog_path("zh_Hans")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_every_text_is_found(tree: Path) -> None:
    found = {str(message.id) for message in collect(tree) if message.id}
    assert {"Ledger", 'it is "late"', "Close", "Venue", "May"} < found
    assert "('%(n)s issue', '%(n)s issues')" in found
    assert "('%(n)s day', '%(n)s days')" in found


def test_new_untranslated_stale_and_wrong_texts_are_named(tree: Path) -> None:
    assert "missing: Venue" in state("zh_Hans", tree).lines()
    update("zh_Hans", tree)
    assert "untranslated: Venue" in state("zh_Hans", tree).lines()
    translate('msgid "Venue"\nmsgstr ""', 'msgid "Venue"\nmsgstr "重点场所"')
    translate('days"\nmsgstr[0] ""', 'days"\nmsgstr[0] "%(m)s天"')
    lines = state("zh_Hans", tree).lines()
    assert "untranslated: Venue" not in lines
    assert [line for line in lines if line.startswith("wrong: %(n)s day")]
    (tree / "venues" / "rules.py").write_text("")
    assert "stale: Venue" in state("zh_Hans", tree).lines()


def test_chinese_gets_the_punctuation_of_its_script(tree: Path) -> None:
    update("zh_Hans", tree)
    translate('msgid "Venue"\nmsgstr ""', 'msgid "Venue"\nmsgstr "场所(%(a)s):是,否;.xlsx?"')
    translate('days"\nmsgstr[0] ""', 'days"\nmsgstr[0] "%(n)s天!"')
    assert "wrong: Venue (half-width punctuation in Chinese)" in state("zh_Hans", tree).lines()

    update("zh_Hans", tree)

    text = catalog_path("zh_Hans").read_text()
    assert 'msgstr "场所（%(a)s）：是，否；.xlsx？"' in text
    assert 'msgstr[0] "%(n)s天！"' in text
    assert not [line for line in state("zh_Hans", tree).lines() if "half-width" in line]


def test_fuzzy_texts_are_named(tree: Path) -> None:
    update("zh_Hans", tree)
    translate('msgid "Venue"\nmsgstr ""', '#, fuzzy\nmsgid "Venue"\nmsgstr "场所"')
    assert "fuzzy: Venue" in state("zh_Hans", tree).lines()


def test_updating_twice_changes_nothing(tree: Path) -> None:
    update("zh_Hans", tree)
    before = catalog_path("zh_Hans").read_bytes()
    update("zh_Hans", tree)
    assert catalog_path("zh_Hans").read_bytes() == before


def test_compiled_catalogues_follow_their_texts(tree: Path) -> None:
    update("zh_Hans", tree)
    translate('msgid "Venue"\nmsgstr ""', 'msgid "Venue"\nmsgstr "重点场所"')
    compile_catalogs()
    compiled = catalog_path("zh_Hans").with_suffix(".mo")
    assert "重点场所".encode() in compiled.read_bytes()


def test_a_host_compiles_without_touching_the_texts(tree: Path) -> None:
    update("zh_Hans", tree)
    translate('msgid "Venue"\nmsgstr ""', 'msgid "Venue"\nmsgstr "重点场所"')
    before = catalog_path("zh_Hans").read_bytes()

    call_command("translate", "--compile")

    compiled = catalog_path("zh_Hans").with_suffix(".mo")
    assert "重点场所".encode() in compiled.read_bytes()
    assert catalog_path("zh_Hans").read_bytes() == before

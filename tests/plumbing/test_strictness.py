"""The tests' own traps snap."""

import socket
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.template import Context, Origin, Template, engines

from tests.rules import marked_rules
from tests.strictness import TEMPLATES


def rendered(source: str, origin: str) -> str:
    engine = engines["django"].engine  # type: ignore[attr-defined]  # Django's own backend has it
    return Template(source, Origin(origin), engine=engine).render(Context({"known": 1}))


@pytest.mark.parametrize("source", ["{{ unknown }}", "{{ known.unknown }}"])
def test_an_unknown_variable_fails_in_our_templates(source: str) -> None:
    with pytest.raises(AssertionError, match="unknown"):
        rendered(source, f"{TEMPLATES}/page.html")


def test_others_templates_may_name_what_they_like() -> None:
    assert rendered("<{{ unknown }}>", "library/page.html") == "<>"


def test_a_condition_may_ask_for_what_is_missing() -> None:
    assert rendered("{% if unknown %}a{% else %}b{% endif %}", f"{TEMPLATES}/page.html") == "b"


@pytest.mark.django_db
def test_rows_without_an_order_come_reversed() -> None:
    unordered = [row.pk for row in ContentType.objects.all()]
    assert unordered != [row.pk for row in ContentType.objects.order_by("pk")]


def test_the_network_is_refused() -> None:
    with socket.socket() as outside, pytest.raises(PermissionError):
        outside.connect(("192.0.2.1", 80))


@pytest.mark.parametrize("arguments", [(), ("R-ISSUE",), ("issue 1",)])
def test_a_mark_names_a_rule(arguments: tuple[str, ...]) -> None:
    mark = SimpleNamespace(args=arguments)
    item = SimpleNamespace(nodeid="test", iter_markers=lambda _name: [mark])
    with pytest.raises(pytest.UsageError):
        marked_rules([item])  # type: ignore[list-item]  # all that is asked of an item

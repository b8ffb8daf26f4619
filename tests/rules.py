"""The mark that ties a test to the rule of the scheme which it holds."""

import re
from collections import defaultdict
from collections.abc import Iterable

import pytest

RULE_ID = re.compile(r"R-[A-Z]+-\d+")

rule = pytest.mark.rule


def marked_rules(items: Iterable[pytest.Item]) -> dict[str, list[str]]:
    """Rule id → node ids of the tests that cite it, both sorted.

    Raises `pytest.UsageError` for a mark without an id or with a malformed one.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for item in items:
        for mark in item.iter_markers("rule"):
            if not mark.args or not all(RULE_ID.fullmatch(str(name)) for name in mark.args):
                raise pytest.UsageError(f"{item.nodeid}: rule{mark.args!r} names no rule")
            for name in mark.args:
                found[name].add(item.nodeid)
    return {name: sorted(found[name]) for name in sorted(found)}

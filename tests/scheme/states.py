"""docs/states.md: a state diagram and the acts of every transition table in the tree."""

import ast
from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple

from django.utils.translation import override

from tests.scheme.citations import ROOT, sources
from tests.scheme.diagrams import acts, diagram
from venuewatch.workflow.models import Subject
from venuewatch.workflow.rules import TransitionTable
from venuewatch.workflow.subjects import kinds

INTRODUCTION = """\
# States and acts

Made by `make docs` from the transition tables that the portal runs on: every table in the tree is
here, and `make check` fails where this page is out of date. An arrow from or to the dot is a
beginning or an end; acts that leave the state alone stand in the list below each diagram. Which
rule asks for what: [scheme.md](scheme.md).
"""


class Found(NamedTuple):
    """A transition table, where it stands, and whose it is."""

    file: str
    name: str
    table: TransitionTable
    subject: type[Subject] | None

    @property
    def heading(self) -> str:
        """What moves through the table, in English."""
        if self.subject is None:
            return self.name.removesuffix("_TABLE").replace("_", " ").capitalize()
        with override("en"):
            words = str(self.subject._meta.verbose_name)
        return words[0].upper() + words[1:]


def found() -> list[Found]:
    """Every transition table that a module of the product builds, in the order of the files."""
    subjects = {id(each.workflow): each for each in kinds().values()}
    return [
        Found(file, name, table, subjects.get(id(table)))
        for file, module, name in _built()
        for table in (getattr(import_module(module), name),)
    ]


def _built() -> Iterator[tuple[str, str, str]]:
    """File, module and name of each `NAME = TransitionTable(…)`."""
    for path in sources():
        file = path.relative_to(ROOT)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and _builds_a_table(node.value):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                yield str(file), ".".join(file.with_suffix("").parts), ast.unparse(target)


def _builds_a_table(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func) == TransitionTable.__name__


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield INTRODUCTION
    tables = sorted(found(), key=lambda each: each.heading)
    for each in tables:
        yield f"- [{each.heading}](#{each.heading.lower().replace(' ', '-')})"
    for each in tables:
        yield f"\n## {each.heading}\n"
        yield f"`{each.name}` in [{each.file}](../{each.file})\n"
        yield from diagram(each.table)
        yield ""
        yield from acts(each.table)

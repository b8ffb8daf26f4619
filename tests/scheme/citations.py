"""Where the code and the tests cite the rules of the scheme."""

import ast
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.rules import RULE_ID

ROOT = Path(__file__).resolve().parent.parent.parent
CODE = ("venuewatch", "venues", "inspections")


def in_code() -> dict[str, list[tuple[str, str]]]:
    """Rule id → (file, name) of every definition of the product that cites it, sorted."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for file in sources():
        for rule, name in _cited(file.read_text(encoding="utf-8")):
            found[rule].add((str(file.relative_to(ROOT)), name))
    return {rule: sorted(places) for rule, places in found.items()}


def in_tests() -> dict[str, list[tuple[str, int]]]:
    """Rule id → (file, number of its tests that cite the rule), from what pytest collects."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "rules.json"
        command = [sys.executable, "-m", "pytest", "--collect-only", "-qq"]
        options = ["-p", "no:cacheprovider", "--rules", str(file)]
        environment = {name: value for name, value in os.environ.items() if name != "CI"}
        done = subprocess.run(
            [*command, *options],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"the tests cannot be collected:\n{done.stdout}{done.stderr}")
        cited: dict[str, list[str]] = json.loads(file.read_text())
    return {rule: _by_file(nodes) for rule, nodes in cited.items()}


def sources() -> Iterator[Path]:
    """The modules of the product, but not its migrations."""
    for package in CODE:
        for file in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file


def _cited(source: str) -> Iterator[tuple[str, str]]:
    """Every rule id in a module with the innermost class or function around it, "" for none."""
    spans = list(_spans(ast.parse(source), ""))
    for number, line in enumerate(source.splitlines(), 1):
        for rule in RULE_ID.findall(line):
            around = [span for span in spans if span[0] <= number <= span[1]]
            yield rule, max(around)[2] if around else ""


def _spans(node: ast.AST, prefix: str) -> Iterator[tuple[int, int, str]]:
    """First line, last line and dotted name of each definition in a module."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef):
            name = f"{prefix}{child.name}"
            yield child.lineno, child.end_lineno or child.lineno, name
            yield from _spans(child, f"{name}.")


def _by_file(nodes: list[str]) -> list[tuple[str, int]]:
    """The files of node ids with their number of test functions, parameters not counted."""
    functions = {node.partition("[")[0] for node in nodes}
    files = [each.partition("::")[0] for each in functions]
    return sorted((file, files.count(file)) for file in set(files))

"""Write docs/scheme.md and docs/states.md, or with `--check` say where they disagree with the tree.

python -m tests.scheme [--check]
"""

import os
import sys
from collections.abc import Iterator
from typing import Any

import django
import yaml

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "venuewatch.settings")

from venuewatch.translation import compile_catalogs

compile_catalogs()  # the diagrams name each state in Chinese, and texts are read once
django.setup()

from tests.scheme import states  # noqa: E402 — after the apps are ready
from tests.scheme.citations import ROOT, in_code, in_tests  # noqa: E402

PAGE = ROOT / "docs" / "scheme.md"
STATES = ROOT / "docs" / "states.md"
RULES = ROOT / "docs" / "rules.yaml"
INTRODUCTION = """\
# The scheme in code

Made by `make docs` from docs/rules.yaml, what the code cites and what the tests cite; `make check`
fails where it is out of date, where a built rule has no code or no test, and where the code cites a
rule that is not listed. The states and acts behind the rules: [states.md](states.md).
"""


def main(arguments: list[str]) -> int:
    """Write or check the pages; returns the exit status."""
    rules: dict[str, Any] = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    code, tests = in_code(), in_tests()
    problems = list(_problems(rules, code, tests))
    pages = {
        PAGE: "\n".join(_page(rules["built"], code, tests)) + "\n",
        STATES: states.page(),
    }
    for file, text in pages.items():
        if "--check" not in arguments:
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            problems.append(f"docs/{file.name} is out of date: make docs")
    for problem in problems:
        print(problem)  # noqa: T201 — that is what it is run for
    return 1 if problems else 0


def _problems(rules: dict[str, Any], code: dict[str, Any], tests: dict[str, Any]) -> Iterator[str]:
    """A sentence for every rule without code or test, and for every citation of no rule."""
    built, later = rules["built"], rules["later"]
    for rule in built:
        if rule not in code:
            yield f"{rule} is built, but no code cites it"
        if rule not in tests:
            yield f"{rule} is built, but no test cites it"
    for rule in sorted({*code, *tests} - {*built, *later}):
        yield f"{rule} is cited, but docs/rules.yaml does not list it"


def _page(built: dict[str, str], code: dict[str, Any], tests: dict[str, Any]) -> Iterator[str]:
    yield INTRODUCTION
    yield "| rule | code | tests |\n|---|---|---|"
    for rule, words in built.items():
        places = "<br>".join(_place(file, name) for file, name in code.get(rule, []))
        proofs = "<br>".join(_proof(file, count) for file, count in tests.get(rule, []))
        yield f"| **{rule}** {words} | {places} | {proofs} |"


def _place(file: str, name: str) -> str:
    return f"[{file}](../{file})" + (f" `{name}`" if name else "")


def _proof(file: str, count: int) -> str:
    return f"[{file}](../{file}) ({count})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

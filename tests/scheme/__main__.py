"""Write docs/scheme.md, or with `--check` say where it and the tree do not agree.

python -m tests.scheme [--check]
"""

import os
import sys
from collections.abc import Iterator
from typing import Any

import django
import yaml

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "venuewatch.settings")
django.setup()

from inspections.checks.rules import WITHDRAWAL_TABLE  # noqa: E402 — after the apps are ready
from inspections.ledger.rules import HAND_OVER_TABLE, ISSUE_TABLE  # noqa: E402
from inspections.plates.rules import PLATE_TABLE, SUGGESTION_TABLE  # noqa: E402
from inspections.reports.rules import REPORT_TABLE  # noqa: E402
from inspections.tracking.intake.rules import INTAKE_TABLE  # noqa: E402
from inspections.tracking.notices.rules import NOTICE_TABLE  # noqa: E402
from tests.scheme.citations import ROOT, in_code, in_tests  # noqa: E402
from tests.scheme.diagrams import acts, diagram  # noqa: E402
from venues.rules import VENUE_TABLE  # noqa: E402

PAGE = ROOT / "docs" / "scheme.md"
RULES = ROOT / "docs" / "rules.yaml"
TABLES = {
    "An issue": ISSUE_TABLE,
    "A black plate": PLATE_TABLE,
    "A suggestion of a black plate": SUGGESTION_TABLE,
    "A notice": NOTICE_TABLE,
    "A matter of the intake desk": INTAKE_TABLE,
    "A daily report": REPORT_TABLE,
    "The hand-over of an issue": HAND_OVER_TABLE,
    "A venue on the register": VENUE_TABLE,
    "The withdrawal of a visit": WITHDRAWAL_TABLE,
}
INTRODUCTION = """\
# The scheme in code

Made by `make docs` from docs/rules.yaml, the transition tables, what the code cites and what the
tests cite; `make check` fails where it is out of date, where a built rule has no code or no test,
and where the code cites a rule that is not listed.
"""


def main(arguments: list[str]) -> int:
    """Write or check the page; returns the exit status."""
    rules: dict[str, Any] = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    code, tests = in_code(), in_tests()
    problems = list(_problems(rules, code, tests))
    page = "\n".join(_page(rules["built"], code, tests)) + "\n"
    if "--check" not in arguments:
        PAGE.write_text(page, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page:
        problems.append("docs/scheme.md is out of date: make docs")
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
    for heading, table in TABLES.items():
        yield f"\n## {heading}\n"
        yield from diagram(table)
        yield ""
        yield from acts(table)


def _place(file: str, name: str) -> str:
    return f"[{file}](../{file})" + (f" `{name}`" if name else "")


def _proof(file: str, count: int) -> str:
    return f"[{file}](../{file}) ({count})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

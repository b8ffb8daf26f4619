"""The repository keeps its shape: sizes, names, arrows that linters cannot see, clean files."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ("venuewatch", "venues", "inspections")
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50
FORBIDDEN_MODULES = {"utils", "helpers", "services", "mixins", "misc", "common"}
SIGNALS = re.compile(r"\b(post_save|pre_save|post_delete|pre_delete|m2m_changed|Signal\()")
TEXT = {".py", ".md", ".toml", ".txt", ".json", ".html", ".js", ".css", ".yaml", ".yml", ".po", ""}
# Spelled in parts, so that this file does not name what it forbids.
INDEX_HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"))]
INDEX_HOSTS += [".".join(parts) for parts in (("npmjs", "org"), ("npmmirror", "com"))]
MACHINE_PATHS = ["/" + name + "/" for name in ("work", "root", "home", "Users")]
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\bsrc=)", re.IGNORECASE
)

OPTIONS = re.compile(r"manage\.py ([a-z_]+)[^`\n]* (--[a-z-]+)")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def tracked() -> list[Path]:
    """Files of the repository, those not yet added among them; not what is ignored."""
    listed = subprocess.run(
        ["/usr/bin/env", "git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git clone")
    return [path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file()]


def modules(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, Function):
            yield node


def lines_of(node: Function) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def test_files_are_short() -> None:
    own = [*modules(*PRODUCT, "tests")]
    own += [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    own += [p for p in (ROOT / "venuewatch" / "static").rglob("*") if p.suffix in {".js", ".css"}]
    long = {name_of(path): path.read_text().count("\n") for path in own}
    assert {name: count for name, count in long.items() if count >= MAX_FILE_LINES} == {}


def test_functions_are_short() -> None:
    long = [
        f"{name_of(path)}:{node.name} ({lines_of(node)})"
        for path in modules(*PRODUCT, "tests")
        for node in functions(path)
        if lines_of(node) >= MAX_FUNCTION_LINES
    ]
    assert long == []


def test_no_module_is_a_drawer() -> None:
    drawers = [
        name_of(path) for path in modules(*PRODUCT, "tests") if path.stem in FORBIDDEN_MODULES
    ]
    assert drawers == []


def test_imports_stand_on_top() -> None:
    hidden = [
        f"{name_of(path)}:{node.name}"
        for path in modules(*PRODUCT)
        for node in functions(path)
        if any(isinstance(inner, ast.Import | ast.ImportFrom) for inner in ast.walk(node))
        and not (path.name == "apps.py" and node.name == "ready")
    ]
    assert hidden == []


def test_nothing_happens_by_signal() -> None:
    assert [name_of(path) for path in modules(*PRODUCT) if SIGNALS.search(path.read_text())] == []


def test_no_file_names_a_machine_or_an_index() -> None:
    wrong = []
    for path in tracked():
        if path.suffix not in TEXT:
            continue
        text = path.read_text()
        found = [word for word in (*INDEX_HOSTS, *MACHINE_PATHS) if word in text]
        wrong += [f"{name_of(path)}: {word}" for word in found]
    assert wrong == []


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    for path in ROOT.glob("requirements*.txt"):
        pinned = re.findall(r"^[a-z0-9][^ ]*==[^ ]+", path.read_text(), re.MULTILINE)
        hashed = re.findall(
            r"^[a-z0-9][^\n]*\\\n    --hash=sha256:", path.read_text(), re.MULTILINE
        )
        assert len(pinned) == len(hashed) > 0, path.name
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert '"integrity"' in lock


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def test_templates_hold_no_inline_script_or_style() -> None:
    """The Content-Security-Policy would refuse them in the browser."""
    wrong = [name_of(path) for path in templates() if INLINE.search(path.read_text())]
    assert wrong == []


def test_every_template_is_used() -> None:
    sources = [path.read_text() for path in (*modules(*PRODUCT), *templates())]
    everything = "\n".join(sources)
    unused = []
    for path in templates():
        name = path.relative_to(ROOT / "templates").as_posix()
        # A page for a status is found by its number, one for signing in by Django's own views, a
        # part of a form by crispy-forms.
        if re.fullmatch(r"[45]\d\d\.html|registration/\w+\.html|bootstrap5/\w+\.html", name):
            continue
        if f'"{name}"' not in everything and f"'{name}'" not in everything:
            unused.append(name)
    assert unused == []


def test_templates_write_days_as_people_do() -> None:
    """2022年4月7日 or 7 Apr 2022, by the filter `day`; other dates are for addresses and titles."""
    bare = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "templates").rglob("*.html")
        if '|date:"Y-m-d"' in path.read_text()
    ]
    assert bare == []


def test_documented_commands_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    named = {
        target
        for path in documents
        if path.exists()
        for target in re.findall(r"`make ([a-z-]+)", path.read_text())
    }
    assert {"demo", "test"} <= named
    assert named - targets == set()


def test_documented_options_exist() -> None:
    """`manage.py NAME --option` in a document is one that the command has."""
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    named = {
        (command, option)
        for path in documents
        for command, option in re.findall(
            r"manage\.py ([a-z_]+)[^`\n]* (--[a-z-]+)", path.read_text()
        )
    }
    known = get_commands()
    unknown = {
        f"{command} {option}"
        for command, option in named
        if command not in known
        or option
        not in load_command_class(known[command], command).create_parser("", command).format_help()
    }
    assert ("translate", "--compile") in named
    assert unknown == set()


def test_ci_runs_what_the_readme_promises() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert "export CI=true" in script
    assert "make check" in script
    assert "make test" in script

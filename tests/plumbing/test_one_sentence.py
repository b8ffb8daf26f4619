"""What goes wrong at the prompt is said in one sentence, without a traceback."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR


def demo(**environment: str) -> "subprocess.CompletedProcess[str]":
    return manage("demo", **environment)


def manage(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "venuewatch.settings", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def assert_one_sentence(done: "subprocess.CompletedProcess[str]", *words: str) -> None:
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "８０００"])
def test_bad_port(port: str) -> None:
    assert_one_sentence(demo(PORT=port), "PORT is a number from 1 to 65535", port)


def test_taken_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert_one_sentence(demo(PORT=port), f"Port {port}", "choose another")


def test_ctrl_c_in_the_middle_of_a_command() -> None:
    done = manage("shell", "-v", "0", "-c", "raise KeyboardInterrupt")

    assert done.returncode == 130
    assert done.stderr.strip() == "Stopped."


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_unreachable_postgresql(tmp_path: Path) -> None:
    port = unused_port()
    done = demo(
        PORT=str(unused_port()),
        DATABASE_URL=f"postgres://someone:secret@127.0.0.1:{port}/portal",
        VENUEWATCH_DATA=str(tmp_path),
    )
    assert_one_sentence(done, f"PostgreSQL at 127.0.0.1:{port} does not answer", "DATABASE_URL")
    assert "secret" not in done.stderr


def test_unreachable_redis() -> None:
    port = unused_port()
    done = demo(PORT=str(unused_port()), REDIS_URL=f"redis://:secret@127.0.0.1:{port}/0")
    assert_one_sentence(done, f"Redis at 127.0.0.1:{port} does not answer", "REDIS_URL")
    assert "secret" not in done.stderr


def test_unwritable_data_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    done = demo(PORT=str(unused_port()), VENUEWATCH_DATA=str(file / "data"))
    assert_one_sentence(done, f"{file / 'data'} cannot be written", "VENUEWATCH_DATA")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "foo"),
        ("DATABASE_URL", "postgres://someone:secret@localhost:abc/portal"),
        ("DATABASE_URL", "postgres://someone:secret@localhost:99999/portal"),
        ("DATABASE_URL", "postgres://someone:secret@[::1/portal"),
        ("DATABASE_URL", "postgres://localhost"),
        ("DATABASE_URL", "sqlite:///x"),
        ("REDIS_URL", "foo"),
        ("REDIS_URL", "redis://:secret@localhost:abc/0"),
        ("REDIS_URL", "http://localhost/"),
        ("REDIS_DATABASE", "first"),
        ("MAP_TILES", "https://tiles.example/a.png"),
        ("MAP_TILES", "tiles.example/{z}/{x}/{y}.png"),
        ("MAP_TILES", "https://{s}.tiles.example/{z}/{x}/{y}.png"),
        ("MAP_TILES", "https://tiles.example:x/{z}/{x}/{y}.png"),
        ("MAP_TILES", "https://tiles.example; script-src */{z}/{x}/{y}.png"),
        ("MAP_TILES", "https://someone:secret@tiles.example/{z}/{x}/{y}.png"),
        ("PORTAL_ADDRESS", "portal.example.cn"),
        ("PORTAL_ADDRESS", "https://portal.example.cn/start"),
        ("PORTAL_ADDRESS", "https://:8000"),
    ],
)
def test_setting_that_means_nothing(name: str, value: str) -> None:
    done = demo(PORT=str(unused_port()), **{name: value})
    assert_one_sentence(done, name)
    assert "secret" not in done.stderr


def test_data_folder_that_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    done = demo(PORT=str(unused_port()), VENUEWATCH_DATA=str(file))
    assert_one_sentence(done, f"{file} cannot be written", "VENUEWATCH_DATA")
    assert file.read_text() == ""


@pytest.mark.parametrize("command", ["verify", "migrate", "load_demo", "import_history"])
def test_every_command_says_that_postgresql_does_not_answer(command: str, tmp_path: Path) -> None:
    port = unused_port()
    address = f"postgres://someone:secret@127.0.0.1:{port}/portal"
    more = (str(tmp_path),) if command == "import_history" else ()
    done = manage(command, *more, DATABASE_URL=address, VENUEWATCH_DATA=str(tmp_path))
    assert_one_sentence(done, f"PostgreSQL at 127.0.0.1:{port} does not answer", "DATABASE_URL")
    assert "secret" not in done.stderr


@pytest.mark.parametrize("missing", ["SECRET_KEY", "TRUSTED_PROXIES"])
def test_production_without_what_it_needs(missing: str) -> None:
    complete = {"SECRET_KEY": "x" * 60, "TRUSTED_PROXIES": "1"}
    wrong = {"SECRET_KEY": "", "TRUSTED_PROXIES": "many"}
    environment = complete | {missing: wrong[missing]}
    assert_one_sentence(manage("verify", PRODUCTION="1", **environment), missing)


@pytest.mark.parametrize("target", ["demo", "test"])
def test_old_python(tmp_path: Path, target: str) -> None:
    """`make` on a machine whose every Python is too old."""
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text())
    for name in ("requirements.txt", "requirements-redis.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("")
    done = subprocess.run(
        ["/usr/bin/env", "make", target, "CANDIDATES=false"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    said = [line for line in done.stdout.splitlines() if not line.startswith("make")]
    assert said == ["VenueWatch needs Python 3.11 or newer; install it or name it: make PYTHON=…"]


@pytest.mark.parametrize("command", ["verify", "plan_day"])
def test_a_database_without_its_tables(tmp_path: Path, command: str) -> None:
    done = manage(command, VENUEWATCH_DATA=str(tmp_path), DATABASE_URL="", REDIS_URL="")
    assert_one_sentence(done, "manage.py migrate")

"""A real Celery worker on the test's own database and broker."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator

import psutil
import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from venuewatch.embedded import SUPERUSER, servers

START_SECONDS = 60
STOP_SECONDS = 60


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Before the test database is made, drop those of runs that were killed."""
    if os.environ.get("DATABASE_URL"):
        return
    servers.ensure()
    with psycopg.connect(
        host=str(servers.sockets), user=SUPERUSER, dbname="postgres", autocommit=True
    ) as server:
        for (name,) in server.execute("SELECT datname FROM pg_database").fetchall():
            run = re.fullmatch(r"test_venuewatch_(\d+)(_gw\d+)?", name)
            if run and not psutil.pid_exists(int(run[1])):
                drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                server.execute(drop.format(sql.Identifier(name)))


@pytest.fixture(scope="module")
def celery_worker_process(django_db_setup: None) -> Iterator["subprocess.Popen[str]"]:
    """A worker process, ready to take tasks; use it with `transactional_db`, never with `db`.

    It ends with its module: it would take the follow-ups of tests that run them themselves.
    """
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "TEST_REDIS_DATABASE": str(settings.REDIS_DATABASE),
    }
    command = [sys.executable, "-m", "celery", "-A", "venuewatch", "worker"]
    options = ["--concurrency=1", "--loglevel=INFO", "--without-gossip", "--without-mingle"]
    with subprocess.Popen(
        [*command, *options],
        env=environment,
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as worker:
        ready, log = threading.Event(), list[str]()
        threading.Thread(target=_follow, args=(worker, ready, log), daemon=True).start()
        try:
            assert ready.wait(START_SECONDS), "".join(log)
            assert worker.poll() is None, "".join(log)
            yield worker
        finally:
            worker.terminate()
            worker.wait(STOP_SECONDS)


def _follow(worker: "subprocess.Popen[str]", ready: threading.Event, log: list[str]) -> None:
    """Keep the pipe empty, and say when the worker is ready or gone."""
    assert worker.stdout is not None
    for line in worker.stdout:
        log.append(line)
        if " ready." in line:
            ready.set()
    ready.set()

"""A real worker on a real broker."""

import subprocess

import pytest

from venuewatch.celery import app


@pytest.mark.usefixtures("transactional_db")
def test_the_worker_answers(celery_worker_process: "subprocess.Popen[str]") -> None:
    assert celery_worker_process.poll() is None
    assert len(app.control.ping(timeout=10, limit=1)) == 1


def test_beat_wakes_the_follow_ups_every_minute() -> None:
    entry = app.conf.beat_schedule["run-due"]
    assert (entry["task"], entry["schedule"]) == ("workflow.run_due", 60.0)


def test_beat_empties_the_outbox_every_minute() -> None:
    entry = app.conf.beat_schedule["deliver"]
    assert (entry["task"], entry["schedule"]) == ("inspections.deliver", 60.0)

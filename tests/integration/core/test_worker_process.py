"""A worker as a process: it stops cleanly when told, and with the process it was started beside."""

import os
import signal
import subprocess
import sys
import time

import pytest
from flask import Flask

from core.jobs import queries
from tests.architecture.test_sizes import ROOT
from tests.builders import an_installation


def _started(app: Flask, *options: str) -> subprocess.Popen[bytes]:
    """A worker in a process of its own, on the database of the test."""
    environment = {**os.environ, "DATABASE_URL": app.config["DATABASE_URL"], "DEMO": "0"}
    command = [sys.executable, "-m", "flask", "--app", "app", "jobs", "work", *options]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE)


def _looks_for_work(app: Flask) -> bool:
    for _ in range(600):
        with app.app_context():
            last = queries.find_last_look()
        if last is not None:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_stops_cleanly_when_told(app: Flask, number: signal.Signals) -> None:
    an_installation()
    worker = _started(app)
    try:
        assert _looks_for_work(app)
        worker.send_signal(number)
        _, said = worker.communicate(timeout=30)
    finally:
        worker.kill()
    assert (worker.returncode, said) == (0, b"")


def test_a_worker_ends_with_the_process_it_was_started_beside(app: Flask) -> None:
    worker = _started(app, "--with-parent", "1")  # which is not its parent: as if that had ended meanwhile
    _, said = worker.communicate(timeout=60)
    assert (worker.returncode, said) == (0, b"")

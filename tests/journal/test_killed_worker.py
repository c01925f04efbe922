"""A worker killed with -9 in the middle of a job neither loses nor strands it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from beside.journal.models import Job, JobState
from tests.journal import tasks
from tests.journal.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
LEASE = 1.5


@pytest.fixture
def spawn() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start real worker processes on this test's database; all are killed at the end."""
    names = {alias: str(connections[alias].settings_dict["NAME"]) for alias in settings.DATABASES}
    started: list[subprocess.Popen[bytes]] = []

    def start(*mode: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.journal.worker_process", json.dumps(names), str(LEASE), *mode]
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_the_next_worker_does_what_a_killed_one_began(
    spawn: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    tasks.leaves_a_trace.enqueue(str(trace))
    _kill_in_mid_job(spawn(), trace)
    assert Job.objects.get().state == JobState.RUNNING

    spawn()
    until(lambda: Job.objects.filter(state=JobState.DONE).exists(), 30)
    assert trace.read_text().split() == ["begun", "begun", "ended"]
    assert Job.objects.get().attempts == 2


def test_without_taking_back_the_job_would_be_stranded(
    spawn: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    tasks.leaves_a_trace.enqueue(str(trace))
    _kill_in_mid_job(spawn("strand"), trace)

    spawn("strand")
    alive = tmp_path / "alive"
    alive.touch()
    tasks.leaves_a_trace.enqueue(str(alive))
    until(lambda: Job.objects.filter(state=JobState.DONE).count() == 1, 30)
    time.sleep(2 * LEASE)
    assert Job.objects.filter(state=JobState.RUNNING).count() == 1
    assert trace.read_text().split() == ["begun"]


def _kill_in_mid_job(process: subprocess.Popen[bytes], trace: Path) -> None:
    until(lambda: trace.exists() and trace.read_text() == "begun\n", 30)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

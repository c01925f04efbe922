"""The worker: prompt, steady, and not to be stopped by a job."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from beside.journal import doorbell, events, leases, periodic, worker
from beside.journal.models import Job, JobState, PeriodicSlot
from tests.journal import tasks
from tests.journal.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_doorbell_wakes_a_worker_within_100_ms(
    start_worker: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_POLL", 30.0)
    start_worker()
    time.sleep(0.3)
    took = []
    for number in range(10):
        tasks.note.enqueue(str(number))
        took.append(until(lambda n=number: str(n) in tasks.ran))
    assert sorted(took)[5] < 0.1


def test_the_bell_rings_after_the_commit_and_not_before() -> None:
    before = doorbell.heard()
    with transaction.atomic():
        tasks.note.enqueue("x")
        assert doorbell.heard() == before
    assert doorbell.heard() == before + 1


def test_without_the_bell_the_poll_finds_the_job(
    start_worker: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    start_worker()
    time.sleep(0.3)
    monkeypatch.setattr(doorbell, "ring", lambda: None)
    tasks.note.enqueue("polled")
    until(lambda: tasks.ran == ["polled"], 3)


def test_a_slow_mail_holds_up_nothing_else(start_worker: Callable[..., None]) -> None:
    start_worker()
    tasks.slow_mail.enqueue(2.0)
    until(lambda: Job.objects.filter(state=JobState.RUNNING).exists())
    tasks.note.enqueue("at once")
    assert until(lambda: tasks.ran == ["at once"]) < 1.5


def test_the_heartbeat_keeps_a_long_job_with_its_worker(start_worker: Callable[..., None]) -> None:
    start_worker(lease=timedelta(seconds=0.6))
    tasks.sleepy.enqueue("long", 2.5)
    until(lambda: tasks.ran == ["long"])
    start_worker(lease=timedelta(seconds=0.6))
    until(lambda: Job.objects.filter(state=JobState.DONE).exists())
    assert tasks.ran == ["long"]
    assert Job.objects.get().attempts == 1


def test_without_a_heartbeat_a_long_job_would_be_taken_twice(
    start_worker: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker.Worker, "_heartbeat", lambda self: None)
    start_worker(lease=timedelta(seconds=0.6))
    tasks.sleepy.enqueue("long", 2.5)
    until(lambda: tasks.ran == ["long"])
    start_worker(lease=timedelta(seconds=0.6))
    until(lambda: tasks.ran == ["long", "long"], 5)


def test_a_failing_job_does_not_stop_the_worker(start_worker: Callable[..., None]) -> None:
    start_worker()
    tasks.broken.enqueue("x")
    tasks.note.enqueue("after")
    until(lambda: tasks.ran == ["after"])


def test_trouble_with_the_database_does_not_stop_the_worker(
    start_worker: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_AFTER_TROUBLE", 0.1)
    real, failures = leases.take_job, []

    def sometimes(queue: str, lease: timedelta) -> Job | None:
        if len(failures) < 3:
            failures.append(queue)
            raise OSError("the database is away")
        return real(queue, lease)

    monkeypatch.setattr(leases, "take_job", sometimes)
    start_worker()
    tasks.note.enqueue("survived")
    until(lambda: tasks.ran == ["survived"])
    assert len(failures) == 3


def test_a_stopped_worker_lets_its_job_end() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=worker.Worker(stop).run)
    thread.start()
    tasks.sleepy.enqueue("ends", 0.8)
    until(lambda: tasks.ran == ["ends"])
    stop.set()
    thread.join(timeout=5)
    assert not thread.is_alive()
    assert Job.objects.get().state == JobState.DONE


def test_several_workers_run_each_turn_of_a_slot_once(start_worker: Callable[..., None]) -> None:
    periodic.every(seconds=1, name="test.tick")(tasks.tick)
    try:
        for _ in range(3):
            start_worker()
        until(lambda: len(tasks.ran) >= 1)
        time.sleep(0.5)
        assert tasks.ran == ["tick"]
        until(lambda: len(tasks.ran) >= 3, 5)
        assert PeriodicSlot.objects.filter(name="test.tick").count() == 1
    finally:
        periodic.forget("test.tick")


def test_a_slot_that_fails_comes_round_again(start_worker: Callable[..., None]) -> None:
    periodic.every(seconds=0.2, name="test.broken")(tasks.broken_tick)
    try:
        start_worker()
        until(lambda: PeriodicSlot.objects.filter(failures__gte=2).exists(), 5)
        slot = PeriodicSlot.objects.get(name="test.broken")
        assert slot.error == "builtins.RuntimeError"
    finally:
        periodic.forget("test.broken")


def test_one_name_is_one_task() -> None:
    periodic.every(seconds=1, name="test.one")(tasks.tick)
    try:
        with pytest.raises(ValueError, match=r"test\.one"):
            periodic.every(seconds=1, name="test.one")(tasks.broken_tick)
    finally:
        periodic.forget("test.one")


def test_every_follower_of_an_event_runs_once() -> None:
    for follower in (tasks.hears, tasks.hears_too, tasks.hears):
        events.follow("test.happened", follower)
    try:
        for _ in range(2):
            events.announce("test.happened", key="c1:4", conversation="c1", level=3)
        worker.drain()
        assert sorted(tasks.ran) == ["hears c1 3", "hears too c1 3"]
    finally:
        events.unfollow("test.happened", tasks.hears)
        events.unfollow("test.happened", tasks.hears_too)


def test_an_event_vanishes_with_its_cause() -> None:
    events.follow("test.happened", tasks.hears)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            events.announce("test.happened", key="c1:5", conversation="c1", level=3)
            raise RuntimeError
        assert not Job.objects.exists()
    finally:
        events.unfollow("test.happened", tasks.hears)


def test_an_event_carries_no_words() -> None:
    with pytest.raises(ValueError, match="conversation"):
        events.announce("test.happened", key="c1:6", conversation="I feel awful", level=1)

"""Enqueuing, taking, failing, dying."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django_tasks.exceptions import TaskResultDoesNotExist

from beside.foundation import clock
from beside.journal import leases, queue, upkeep, worker
from beside.journal.models import Job, JobState, PeriodicSlot
from tests.journal import tasks

pytestmark = pytest.mark.django_db


def test_an_enqueued_task_runs_once() -> None:
    result = tasks.note.enqueue("one")
    assert Job.objects.get().state == JobState.READY
    assert worker.drain() == 1
    assert worker.drain() == 0
    assert tasks.ran == ["one"]
    result.refresh()
    assert result.is_finished and result.finished_at is not None


def test_a_task_knows_its_own_number() -> None:
    result = tasks.knows_itself.enqueue()
    worker.drain()
    assert tasks.ran == [f"{result.id} 1"]


def test_an_unknown_result_is_refused() -> None:
    for missing in (str(uuid.uuid4()), "nothing"):
        with pytest.raises(TaskResultDoesNotExist):
            tasks.note.get_result(missing)


def test_a_job_vanishes_with_the_transaction_it_was_made_in() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        tasks.note.enqueue("never")
        raise RuntimeError
    assert not Job.objects.exists()


def test_urgent_jobs_go_first() -> None:
    tasks.note.enqueue("later")
    tasks.urgent.enqueue("first")
    worker.drain()
    assert tasks.ran == ["first", "later"]


def test_a_job_waits_for_its_time() -> None:
    tasks.note.using(run_after=clock.now() + timedelta(minutes=5)).enqueue("waits")
    assert worker.drain() == 0
    with clock.moved(timedelta(minutes=6)):
        assert worker.drain() == 1


def test_a_key_is_enqueued_once_even_after_it_ran() -> None:
    first = queue.once(tasks.note, "greeting:1", "hello")
    again = queue.once(tasks.note, "greeting:1", "hello again")
    assert first.id == again.id
    worker.drain()
    assert queue.once(tasks.note, "greeting:1", "hello").is_finished
    worker.drain()
    assert tasks.ran == ["hello"]


def test_a_failed_job_is_tried_later_and_later() -> None:
    tasks.broken.enqueue("x")
    with clock.frozen(clock.now()):
        pauses = []
        for attempt in range(1, 14):
            job = Job.objects.get()
            with clock.frozen(max(job.due_at, clock.now())):
                worker.run_job(_taken())
                job.refresh_from_db()
                assert (job.state, job.attempts) == (JobState.READY, attempt)
                pauses.append((job.due_at - clock.now()).total_seconds())
    for attempt, pause in enumerate(pauses):
        longest = min(900, 2**attempt)
        assert longest / 2 <= pause <= longest


def test_the_last_attempt_makes_a_dead_letter() -> None:
    tasks.broken.enqueue("x")
    Job.objects.update(attempts=leases.ATTEMPTS - 1)
    worker.run_job(_taken())
    job = queue.dead().get()
    assert job.finished_at is not None and job.attempts == leases.ATTEMPTS
    with clock.moved(timedelta(days=1)):
        assert worker.drain() == 0


def test_a_hopeless_job_is_not_tried_again() -> None:
    tasks.hopeless.enqueue()
    worker.run_job(_taken())
    assert queue.dead().count() == 1


def test_a_job_that_kills_its_workers_dies_too() -> None:
    tasks.note.enqueue("killer")
    Job.objects.update(attempts=leases.ATTEMPTS, state=JobState.RUNNING)
    assert leases.take_job("default", leases.LEASE) is None
    assert queue.dead().get().error.endswith("WorkerLost")


def test_an_error_keeps_its_place_and_none_of_the_words() -> None:
    tasks.broken.enqueue("the words of a person")
    worker.run_job(_taken())
    job = Job.objects.get()
    assert job.error == "builtins.RuntimeError"
    assert "tasks.py" in job.place and "broken" in job.place
    assert "person" not in job.error + job.place


def test_a_task_the_program_no_longer_has_fails_like_any_other() -> None:
    tasks.note.enqueue("x")
    for gone in ("tests.journal.tasks.gone", "os.getcwd"):
        Job.objects.update(task=gone, due_at=clock.now(), state=JobState.READY)
        assert worker.run_job(_taken()) is not None
    assert Job.objects.get().attempts == 2


def test_only_the_present_holder_may_end_a_job() -> None:
    tasks.note.enqueue("x")
    asleep = _taken()
    with clock.moved(leases.LEASE + timedelta(seconds=1)):
        awake = _taken()
        assert awake.pk == asleep.pk and awake.attempts == 2
        assert not leases.renew(asleep, leases.LEASE)
        assert not leases.job_done(asleep)
        assert not leases.job_failed(asleep, RuntimeError())
        assert leases.renew(awake, leases.LEASE)
        assert leases.job_done(awake)
    assert Job.objects.get().state == JobState.DONE


def test_a_held_job_is_nobody_elses_while_the_lease_lasts() -> None:
    tasks.note.enqueue("x")
    held = _taken()
    with clock.moved(leases.LEASE - timedelta(seconds=1)):
        assert leases.take_job("default", leases.LEASE) is None
        leases.renew(held, leases.LEASE)
    with clock.moved(2 * leases.LEASE - timedelta(seconds=3)):
        assert leases.take_job("default", leases.LEASE) is None
    with clock.moved(2 * leases.LEASE):
        assert leases.take_job("default", leases.LEASE) is not None


def test_a_slot_whose_worker_was_killed_is_taken_by_the_next() -> None:
    PeriodicSlot.objects.create(name="test.slot", due_at=clock.now())
    killed = leases.take_slot({"test.slot"}, leases.LEASE)
    assert killed is not None
    assert leases.take_slot({"test.slot"}, leases.LEASE) is None
    with clock.moved(leases.LEASE + timedelta(seconds=1)):
        following = leases.take_slot({"test.slot"}, leases.LEASE)
        assert following is not None
        assert not leases.slot_ended(killed, timedelta(seconds=60), None)
        assert leases.slot_ended(following, timedelta(seconds=60), None)
        assert leases.take_slot({"test.slot"}, leases.LEASE) is None
    with clock.moved(leases.LEASE + timedelta(seconds=61)):
        assert leases.take_slot({"test.slot"}, leases.LEASE) is not None


def test_overdue_says_how_late_the_latest_is() -> None:
    assert queue.overdue() == 0
    tasks.note.enqueue("x")
    with clock.moved(timedelta(seconds=90)):
        assert 89 < queue.overdue() < 95


def test_an_idle_worker_takes_no_lock(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):
        assert leases.take_job("default", leases.LEASE) is None


def test_finished_jobs_are_forgotten_after_a_week_and_dead_ones_stay() -> None:
    tasks.note.enqueue("x")
    worker.drain()
    tasks.hopeless.enqueue()
    worker.run_job(_taken())
    upkeep.forget_finished.call()
    assert Job.objects.count() == 2
    with clock.moved(queue.KEPT + timedelta(minutes=1)):
        upkeep.forget_finished.call()
    assert Job.objects.get().state == JobState.DEAD


def test_a_dead_letter_is_revived_by_a_person_and_that_is_written_down() -> None:
    from beside.journal import audit

    tasks.hopeless.enqueue()
    worker.run_job(_taken())
    actor = uuid.uuid4()
    job = queue.dead().get()
    upkeep.revive(job_id=job.pk, actor=actor)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.READY, 0)
    assert audit.lines(actor=actor, act="job.revived").get().about == f"job:{job.pk}"


@pytest.mark.django_db(transaction=True)
def test_many_workers_run_every_job_exactly_once() -> None:
    for number in range(120):
        tasks.note.enqueue(str(number))
    wrong: list[BaseException] = []

    def work() -> None:
        try:
            while Job.objects.filter(state=JobState.READY).exists():
                worker.drain()
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert sorted(tasks.ran, key=int) == [str(number) for number in range(120)]


@pytest.mark.django_db(transaction=True)
def test_one_key_enqueued_by_many_at_the_same_moment_is_one_job() -> None:
    together = threading.Barrier(6)
    ids: list[str] = []

    def enqueue() -> None:
        together.wait()
        ids.append(queue.once(tasks.note, "same", "x").id)
        connection.close()

    threads = [threading.Thread(target=enqueue) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 6 and len(set(ids)) == 1
    assert Job.objects.count() == 1


def _taken() -> Job:
    job = leases.take_job("default", leases.LEASE)
    assert job is not None
    return job

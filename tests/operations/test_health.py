"""How the house says how it is: to administrators in full, to machines in a word, to nobody else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from beside.conversations import actions
from beside.foundation import clock
from beside.journal.models import Job, JobState, PeriodicSlot
from beside.operations import health, records, retention
from beside.operations.backups import drill, taking
from beside.operations.checks import copies, work
from beside.people.models import Person
from tests import world
from tests.conversations.conftest import make_chat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_records() -> Iterator[None]:
    """Records are files: none from another test."""
    for path in records.folder().glob("*.json"):
        path.unlink()
    yield


def state_of(name: str) -> str:
    """What one check says now."""
    return next(line.finding.state for line in health.report().lines if line.name == name)


def test_an_administrator_sees_every_check(client: Client, odile: Person) -> None:
    page = world.sign_in(client, odile).get("/health")
    text = page.content.decode()
    assert page.status_code == 200
    assert [line.name for line in health.report().lines if f'id="{line.name}"' not in text] == []
    assert "A dead disk takes all since the last backup" in text and 'href="/health"' in text


def test_the_page_speaks_french(client: Client, odile: Person) -> None:
    client.cookies["beside_language"] = "fr"
    page = world.sign_in(client, odile).get("/health", headers={"Accept-Language": "fr"})
    assert "Santé" in page.content.decode()


def test_others_find_nothing_there(client: Client, maya: Person, ines: Person, outsider: Person) -> None:
    for person in (maya, ines, outsider):
        for path in ("/health", "/health/kept", "/health/kept/audit"):
            assert world.sign_in(Client(), person).get(path).status_code == 404
    assert client.get("/health").headers["Location"].startswith("/in")


def test_machines_are_told_states_and_nothing_else(client: Client) -> None:
    assert client.get("/health/live").json() == {"live": True}
    told = client.get("/health/ready").json()
    assert told == {"ready": True, "checks": {"database": "ok", "keys": "ok"}}


def test_a_red_check_that_people_depend_on_sends_them_elsewhere(client: Client) -> None:
    health.check("database-2", ready=True)(lambda: health.Finding(health.RED, "away"))
    try:
        answer = client.get("/health/ready")
    finally:
        health.forget("database-2")
    assert answer.status_code == 503 and answer.json()["ready"] is False


def test_a_check_that_cannot_be_asked_is_red() -> None:
    def broken() -> health.Finding:
        raise OSError

    health.check("broken")(broken)
    try:
        assert state_of("broken") == health.RED
    finally:
        health.forget("broken")


def test_what_is_a_day_over_its_time_is_red_until_it_is_destroyed() -> None:
    chat = make_chat()
    actions.say(seat=chat.seeker, words="hello", client_id="a").result(10)
    actions.end(seat=chat.seeker)
    with clock.moved(timedelta(hours=47)):
        assert state_of("retention") == health.OK
    with clock.moved(timedelta(hours=49)):
        assert state_of("retention") == health.RED
        retention.sweep.func()
        assert state_of("retention") == health.OK


def test_a_worker_that_fell_silent_is_red() -> None:
    assert work.worker().state == health.WARN
    PeriodicSlot.objects.create(name="x", due_at=clock.now(), started_at=clock.now())
    assert work.worker().state == health.OK
    with clock.moved(timedelta(minutes=2)):
        assert work.worker().state == health.RED


def test_work_that_failed_for_good_is_named() -> None:
    now = clock.now()
    Job.objects.create(task="t", queue="default", due_at=now, enqueued_at=now, state=JobState.DEAD)
    assert work.dead_letters() == health.Finding(health.WARN, work.dead_letters().sentence, 1)
    PeriodicSlot.objects.create(name="operations.backup", due_at=now, failures=3, error="a.b.Full")
    assert work.slots().state == health.RED and "operations.backup (Full)" in work.slots().sentence


def test_a_missed_backup_is_red(settings: object, tmp_path: object) -> None:
    settings.BACKUP_FOLDER = tmp_path  # type: ignore[attr-defined]
    assert copies.backup().state == health.WARN
    records.keep(taking.RECORD, good=True)
    assert copies.backup().state != health.RED
    with clock.moved(timedelta(hours=31)):
        records.keep(taking.RECORD, good=False, why="The disk is full.")
        assert copies.backup().state == health.RED and "The disk is full." in copies.backup().sentence


def test_for_real_people_no_backup_at_all_is_red(settings: object) -> None:
    settings.IS_PRODUCTION, settings.BACKUP_FOLDER = True, None  # type: ignore[attr-defined]
    assert copies.backup().state == health.RED


def test_a_drill_that_failed_is_red_and_one_long_ago_is_told() -> None:
    assert copies.drill_restore().state == health.WARN
    records.keep(drill.RECORD, good=True, sentence="All of it opens.")
    assert copies.drill_restore().sentence == "All of it opens."
    with clock.moved(timedelta(days=91)):
        assert copies.drill_restore().state == health.WARN
    records.keep(drill.RECORD, good=False, sentence="3 rows are missing.")
    assert copies.drill_restore().state == health.RED

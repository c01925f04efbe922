"""Somebody is called until they answer; then the second level. One is open for each thing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connections, transaction
from django.db.utils import IntegrityError

from beside.conversations import actions as conversations
from beside.foundation import clock
from beside.foundation.errors import Closed, NotForYou
from beside.journal.models import AuditLine, Job
from beside.people.models import Person, Role
from beside.safety import actions, queries
from beside.safety.models import Alert
from tests.safety.conftest import Chat
from tests.world import make_colleague, make_seeker

NIGHT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def night() -> Iterator[None]:
    """The clock stands still."""
    with clock.frozen(NIGHT):
        yield


def raised(subject: str = "case:1", level: int = 3, **more: object) -> Alert:
    """An alert to be answered within 30 seconds; the second level after a minute."""
    facts = {"kind": "help", "due_seconds": 30, "second_after_seconds": 60, **more}
    return actions.raise_alert(subject=subject, level=level, **facts)  # type: ignore[arg-type]


def calls() -> list[tuple[int, int]]:
    """Turn and stage of every call that was announced, in order."""
    jobs = Job.objects.filter(key__startswith="alert.called:", task__endswith="call_people")
    facts = [job.arguments["kwargs"] for job in jobs]
    return sorted((fact["turn"], fact["stage"]) for fact in facts)


def after(seconds: int) -> int:
    """So many seconds into the night, everything due is called. Returns how many."""
    with clock.frozen(NIGHT + timedelta(seconds=seconds)):
        return sum(actions.call_again(alert=alert) for alert in queries.alerts_to_call())


def test_one_is_open_for_each_kind_and_subject(db: None, night: None) -> None:
    first, again = raised(), raised(level=2)
    other = raised("case:2")
    assert first.pk == again.pk != other.pk
    assert (first.level, first.calls) == (3, 1)
    assert calls() == [(1, 1), (1, 1)]
    with pytest.raises(IntegrityError), transaction.atomic():
        first.pk = None
        first.save(force_insert=True)


def test_it_is_called_again_until_somebody_answers(db: None, night: None, ines: Person) -> None:
    alert = raised()
    assert [after(at) for at in (29, 30, 31, 60, 61)] == [0, 1, 0, 1, 0]
    assert calls() == [(1, 1), (2, 1), (3, 2)]
    actions.acknowledge_alert(alert=alert, actor=ines)
    assert [after(at) for at in (90, 900)] == [0, 0]


def test_the_pauses_grow_to_a_quarter_of_an_hour(db: None, night: None) -> None:
    raised()
    at = [second for second in range(5400) if after(second)]
    assert at[:4] == [30, 60, 90, 120]
    pauses = [later - sooner for sooner, later in pairwise(at)]
    assert max(pauses) == 900 and pauses == sorted(pauses)


def test_a_call_that_two_sweeps_find_is_made_once(db: None, night: None) -> None:
    alert = raised()
    with clock.frozen(NIGHT + timedelta(seconds=30)):
        assert [actions.call_again(alert=alert) for _each in range(2)] == [True, False]


def test_a_higher_level_calls_anew(db: None, night: None, ines: Person) -> None:
    alert = raised(level=2)
    actions.acknowledge_alert(alert=alert, actor=ines)
    assert raised(level=2).acknowledged_at is not None
    higher = raised(level=4)
    assert (higher.level, higher.acknowledged_at, higher.calls) == (4, None, 2)
    assert calls() == [(1, 1), (2, 1)]


def test_who_answers_first_stays_named_and_owns_it(db: None, night: None, ines: Person) -> None:
    alert, other = raised(), make_colleague("Ida", Role.SUPERVISOR)
    actions.acknowledge_alert(alert=alert, actor=ines)
    again = actions.acknowledge_alert(alert=alert, actor=other)
    assert again.acknowledged_by == again.owner == ines
    assert [line.actor for line in AuditLine.objects.filter(act="alert.acknowledged")] == [ines.pk]


def test_what_is_over_can_be_raised_again(db: None, night: None, ines: Person) -> None:
    alert = raised()
    done = actions.resolve_alert(alert=alert, actor=ines)
    assert (done.is_open, done.acknowledged_by) == (False, ines)
    assert actions.resolve_alert(alert=alert, actor=ines).resolved_at == done.resolved_at
    with pytest.raises(Closed):
        actions.acknowledge_alert(alert=alert, actor=ines)
    assert raised().pk != alert.pk


def test_what_ends_by_itself_calls_nobody(db: None, night: None) -> None:
    raised()
    assert actions.resolve_alerts(kind="help", subject="case:1") == 1
    assert actions.resolve_alerts(kind="help", subject="case:1") == 0
    assert after(600) == 0


def test_who_may_see_one(db: None, night: None, ines: Person, maya: Person, odile: Person) -> None:
    alert = raised()
    own = raised("case:2", owner=maya, role=Role.MANAGER)
    assert queries.alerts_for(ines) == [alert]
    assert queries.alerts_for(maya) == queries.alerts_for(odile) == [own]
    for person, other in ((maya, alert), (ines, own), (make_seeker().person, alert), (odile, alert)):
        with pytest.raises(NotForYou):
            queries.alert(person, other.pk)
        with pytest.raises(NotForYou):
            actions.acknowledge_alert(alert=other, actor=person)
        with pytest.raises(NotForYou):
            actions.resolve_alert(alert=other, actor=person)


@pytest.mark.parametrize(("kind", "subject"), [("I am afraid", "x"), ("help", "I am afraid"), ("help", "")])
def test_it_takes_no_words(db: None, kind: str, subject: str) -> None:
    with pytest.raises(ValueError):
        raised(subject, kind=kind)


@pytest.mark.parametrize("level", [-1, 5])
def test_levels_have_bounds(db: None, level: int) -> None:
    with pytest.raises(IntegrityError):
        raised(level=level)


def test_an_erased_chat_leaves_times_and_no_link(chat: Chat) -> None:
    alert = actions.raise_alert(
        kind="danger", conversation=chat.conversation, level=4, due_seconds=60, second_after_seconds=180
    )
    assert alert.subject == str(chat.conversation.pk)
    conversations.erase(conversation=chat.conversation, actor=None)
    assert actions.forget_alerts(conversation_id=chat.conversation.pk) == 0
    actions.resolve_alert(alert=alert, actor=make_colleague("Ines", Role.SUPERVISOR))
    kept = Alert.objects.get()
    assert (kept.conversation, kept.subject) == (None, "gone")
    assert kept.raised_at and kept.acknowledged_at


def test_many_at_once_make_one(transactional_db: None) -> None:
    def once(_turn: int) -> int:
        try:
            return raised().pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(once, range(24)))) == 1
    assert calls() == [(1, 1)]

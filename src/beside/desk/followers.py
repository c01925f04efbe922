"""What the desk does after something happened elsewhere, and every few seconds."""

import time
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django_tasks import task

from beside.conversations.queries import conversation_by_id
from beside.desk import actions, hints, queries
from beside.desk.actions import calls, cool_off, reports, rota, steady, supervision, switchboard
from beside.desk.actions.course import forget_courses, hear, look_after
from beside.desk.queries import course as courses
from beside.foundation import clock
from beside.foundation.errors import DomainError
from beside.gateway import presence

SWEEP_SECONDS = 5
ROTA_SECONDS = 300
SILENT_FOR = timedelta(seconds=15)
"""How long a listener's connection may be down before the chat is told."""

_GRACE_SECONDS = 60.0
_started = time.monotonic()


@task()
def move_up(conversation: str, level: int, **_facts: str | int) -> None:
    """After "concern.raised": the person moves up the line, or the chat is marked."""
    signals = str(_facts.get("signals", ""))
    actions.raise_urgency(
        conversation_id=UUID(conversation),
        level=int(level),
        signals=[signal for signal in signals.split(",") if signal],
    )
    steady.danger_read(conversation_id=UUID(conversation), level=int(level))


@task(priority=50)
def call_for_danger(conversation: str, level: int, **_facts: str | int) -> None:
    """After "concern.raised": a supervisor has to say that they know of it."""
    calls.call_for_danger(conversation=conversation_by_id(UUID(conversation)), level=int(level))


@task()
def show_calls(**_facts: str | int) -> None:
    """After "alert.called" and "alert.changed": open pages of the staff look again."""
    hints.desk_changed()


@task()
def follow_end(conversation: str, reason: str, **_facts: str | int) -> None:
    """After "conversation.closed": the chat and the place in line are over too."""
    actions.conversation_closed(conversation_id=UUID(conversation), reason=reason)


@task()
def stop_reading(conversation: str, **_facts: str | int) -> None:
    """After "conversation.closed": who only read along has no place there any more."""
    supervision.forget_reading(conversation_id=UUID(conversation))


@task()
def forget_notes(conversation: str) -> None:
    """After "conversation.erased": what the listener noted about it goes too."""
    actions.forget_notes(conversation_id=UUID(conversation))


@task()
def mark_left(person: str, **_facts: str | int) -> None:
    """After "seeker.left": whoever listens sees that the person stepped away."""
    actions.seeker_left(person_id=UUID(person))


@task()
def ask_around() -> None:
    """After "desk.decided": somebody came, left, or has room; whoever can be asked is asked."""
    actions.ask_around()


@task()
def sweep() -> None:
    """Every few seconds: offers, who is gone or back, time, danger without help. A refusal stops no other."""
    actions.release_stale_offers()
    actions.look_after_hand_overs(is_gone=_is_gone)
    actions.ask_around()
    _look_after_lines()
    for chat in queries.lost_too_long():
        with suppress(DomainError):
            actions.listener_gone(conversation=chat.conversation)
    for chat in queries.running_out():
        with suppress(DomainError):
            actions.tell_the_time(conversation=chat.conversation)
    for chat in hear(chats=courses.to_look_after()):
        with suppress(DomainError):
            look_after(conversation=chat.conversation)
    forget_courses()
    for request in queries.uncovered():
        actions.tell_supervisors(request=request)
    _look_after_calls()
    actions.call_for_missed()
    actions.expire_requests()


@task()
def look_after_rota() -> None:
    """Every few minutes: planned shifts are laid out, and who said they would come is reminded."""
    rota.look_after_rota()


@task()
def tidy_up() -> None:
    """Every hour: reports whose day has passed are called for; what is old enough is forgotten."""
    reports.call_for_overdue()
    reports.forget_reports()
    cool_off.forget_cool_offs()


def _look_after_calls() -> None:
    switchboard.close_if_left()
    calls.look_after_calls(settled=time.monotonic() - _started > _GRACE_SECONDS)


def _look_after_lines() -> None:
    """Of nearly everybody there is nothing to do: they are here, and were."""
    lost = queries.people_lost()
    for person_id in queries.people_talking():
        if person_id not in lost and presence.here(person_id):
            continue
        with suppress(DomainError):
            _look_after(person_id)


def _look_after(person_id: UUID) -> None:
    if presence.here(person_id):
        actions.listener_back(person_id=person_id)
    elif _is_lost(person_id):
        actions.release_offers_of(person_id=person_id)
        actions.listener_lost(person_id=person_id)


def _is_gone(person_id: UUID) -> bool:
    return not presence.here(person_id) and _is_lost(person_id)


def _is_lost(person_id: UUID) -> bool:
    """Gone for a while; after a restart, everybody gets a minute to come back."""
    last = presence.last_here(person_id)
    if last is None:
        return time.monotonic() - _started > _GRACE_SECONDS
    return clock.now() - last > SILENT_FOR

"""Calling somebody until they answer. Nothing else writes alerts.

Every call is announced as "alert.called" (alert, kind, level, stage, turn), every answer and every end as
"alert.changed" (alert, kind): who follows them tells the pages, the mailboxes and the pager. When the level
of one that somebody has answered rises, that answer counts no more. `due_seconds` is the time to answer in.
"""

import re
import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.conversations.models import Conversation
from beside.foundation import clock
from beside.foundation.errors import Closed, NotForYou
from beside.journal import audit, events
from beside.people.models import Person, Role
from beside.safety.models import Alert
from beside.safety.models.alerts import AlertQuerySet

_CODE = re.compile(r"[a-z][a-z0-9-]{0,23}")
_SUBJECT = re.compile(r"[\w.:@+/=-]{1,80}")


@transaction.atomic
def raise_alert(
    *,
    kind: str,
    conversation: Conversation | None = None,
    subject: str = "",
    owner: Person | None = None,
    level: int,
    due_seconds: int,
    second_after_seconds: int,
    role: str = Role.SUPERVISOR,
    on_call: bool = False,
) -> Alert:
    """Call the owner, or whoever holds `role`, until somebody answers. One is open for each kind and subject.

    A higher level calls anew, else raising it again changes nothing. Raises ValueError for words.
    """
    about = _subject(kind, subject, conversation)
    fresh = {"conversation": conversation, "owner": owner, "role": role, "level": level, "on_call": on_call}
    clocks = _clocks(due_seconds, second_after_seconds)
    alert, made = _not_over().get_or_create(kind=kind, subject=about, defaults={**fresh, **clocks})
    if made:
        _announce_call(alert)
    elif level > alert.level:
        _rise(alert, level)
    return alert


@transaction.atomic
def acknowledge_alert(*, alert: Alert, actor: Person) -> Alert:
    """Say "I have it": no more calls. The first who said so stays named; they own it, if nobody did.

    Raises NotForYou for somebody it is not for, Closed when it is over.
    """
    held = _held(alert, actor)
    if not held.is_open:
        raise Closed(_("This is over already."))
    if not held.is_answered:
        held.acknowledged_by, held.acknowledged_at = actor, clock.now()
        held.owner = held.owner or actor
        held.save(update_fields=["acknowledged_by", "acknowledged_at", "owner"])
        audit.record(actor=actor.pk, act="alert.acknowledged", about=f"alert:{held.pk}", reason=held.kind)
        _announce_change(held)
    return held


@transaction.atomic
def resolve_alert(*, alert: Alert, actor: Person) -> Alert:
    """Say that it is over. Who ends it has also answered it. Twice is once. Raises NotForYou."""
    held = _held(alert, actor)
    if held.is_open:
        if not held.is_answered:
            held = acknowledge_alert(alert=held, actor=actor)
        _end(held)
        audit.record(actor=actor.pk, act="alert.resolved", about=f"alert:{held.pk}", reason=held.kind)
    return held


@transaction.atomic
def resolve_alerts(*, kind: str, subject: str) -> int:
    """What an alert was about is over by itself: nobody is called any more. Returns how many were open."""
    held = Alert.objects.select_for_update().open().filter(kind=kind, subject=subject)
    return sum(1 for alert in held if _end(alert))


def call_again(*, alert: Alert) -> bool:
    """Nobody has answered in time: call again, and from its time on the second level. False when answered."""
    with transaction.atomic():
        due = Alert.objects.select_for_update().unanswered()
        held = due.filter(pk=alert.pk, next_at__lte=clock.now()).first()
        if held is None:
            return False
        _call(held)
    return True


@transaction.atomic
def forget_alerts(*, conversation_id: uuid.UUID) -> int:
    """The chat is gone: what is over keeps its times, and no longer says about whom. Returns how many.

    What still waits for an answer keeps its chat until somebody has answered.
    """
    over = Alert.objects.filter(conversation_id=conversation_id, resolved_at__isnull=False)
    return over.update(conversation=None, subject="gone")


def _subject(kind: str, subject: str, conversation: Conversation | None) -> str:
    """What it is about: an id; without one, the conversation's."""
    about = subject or (str(conversation.pk) if conversation else "")
    if not _CODE.fullmatch(kind) or not _SUBJECT.fullmatch(about):
        raise ValueError(f"{kind!r} about {about!r} is not a kind and an id.")
    return about


def _clocks(due: int, second_after: int) -> dict[str, Any]:
    now = clock.now()
    times = {"due_seconds": due, "second_after_seconds": second_after}
    return {**times, "raised_at": now, "next_at": now + timedelta(seconds=due)}


def _not_over() -> AlertQuerySet:
    return Alert.objects.select_for_update().open()


def _held(alert: Alert, actor: Person) -> Alert:
    seen = Alert.objects.visible_to(actor).filter(pk=alert.pk).exists()
    if not seen:
        raise NotForYou()
    return Alert.objects.select_for_update().get(pk=alert.pk)


def _rise(alert: Alert, level: int) -> None:
    alert.level, alert.acknowledged_by, alert.acknowledged_at = level, None, None
    alert.save(update_fields=["level", "acknowledged_by", "acknowledged_at"])
    _call(alert)


def _call(alert: Alert) -> None:
    now = clock.now()
    alert.calls += 1
    alert.next_at = now + alert.pause
    if alert.second_at is None and now >= alert.raised_at + timedelta(seconds=alert.second_after_seconds):
        alert.second_at = now
    alert.save(update_fields=["calls", "next_at", "second_at"])
    _announce_call(alert)


def _end(alert: Alert) -> bool:
    alert.resolved_at = clock.now()
    gone = alert.conversation is not None and alert.conversation.erased_at is not None
    if gone:
        alert.conversation, alert.subject = None, "gone"
    alert.save(update_fields=["resolved_at", "conversation", "subject"])
    _announce_change(alert)
    return True


def _announce_call(alert: Alert) -> None:
    events.announce(
        "alert.called",
        key=f"{alert.pk}:{alert.calls}",
        alert=alert.pk,
        kind=alert.kind,
        level=alert.level,
        stage=alert.stage,
        turn=alert.calls,
    )


def _announce_change(alert: Alert) -> None:
    state = "over" if not alert.is_open else "answered"
    key = f"{alert.pk}:{alert.calls}:{state}"
    events.announce("alert.changed", key=key, alert=alert.pk, kind=alert.kind)

"""Telling us what went wrong, with a receipt number, and answering it by a day that was named."""

import secrets
import uuid
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from beside.conversations.models import Conversation
from beside.desk.actions.floor import decision
from beside.desk.models import Chat, Matter, Report
from beside.desk.queries import abuse
from beside.foundation import clock, vault
from beside.foundation.errors import Closed, Invalid
from beside.foundation.text import clean
from beside.journal import audit, keys
from beside.people import tokens
from beside.people.models import Person
from beside.safety import actions as safety

OVERDUE = "report-overdue"
ANSWERED_WITHIN = timedelta(days=7)
KEPT_FOR = timedelta(days=90)
"""After the answer: words and answer are destroyed then."""

MOST = 4000
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without what looks alike when it is written down: 0 and O, 1 and I."""


def report(
    *,
    matter: str,
    words: str,
    person: Person | None = None,
    conversation: Conversation | None = None,
    asked_with: str = "",
) -> str:
    """Keep a report and return its receipt number, which nobody can look up again. Not in a transaction.

    Whoever listened in `conversation` is named, and never sees it. `asked_with`: the mark of the page. Raises
    Invalid, Closed for a second press.
    """
    said = _usable(words, matter)
    number, key_id = _number(), keys.make("report", uuid.uuid4().hex)
    try:
        with transaction.atomic():
            facts = _facts(matter, person, conversation) | _sealed(said, key_id)
            Report.objects.create(
                receipt=tokens.hashed(number), key_id=key_id, asked_with=asked_with[:64] or None, **facts
            )
    except IntegrityError:
        keys.destroy(key_id)
        raise Closed(_("This has been sent already. Its number was on the page before.")) from None
    return number


def answer_report(*, report: Report, actor: Person, words: str) -> Report:
    """Answer a report. Not for the one it is about. Raises NotForYou, Invalid, Closed when answered."""
    said = clean(words)
    if not said or len(said) > MOST:
        raise Invalid(_("Write an answer of up to %(most)s characters.") % {"most": MOST})
    abuse.report_for(actor, report.pk)
    key = keys.get(report.key_id)
    with decision():
        held = abuse.report_for(actor, report.pk)
        if held.answered_at is not None:
            raise Closed(_("A colleague has answered this already."))
        held.answer = vault.seal(key, said.encode(), _bound(held.key_id, "answer"))
        held.answered_at, held.answered_by = clock.now(), actor
        held.save(update_fields=["answer", "answered_at", "answered_by"])
        audit.record(actor=actor.pk, act="report.answered", about=f"report:{held.pk}")
    safety.resolve_alerts(kind=OVERDUE, subject=f"report:{held.pk}")
    return held


def words_of(report: Report) -> tuple[str, str]:
    """What was told and what was answered, opened. The caller has looked whether it may be read."""
    return _opened(report, "words"), _opened(report, "answer")


def call_for_overdue() -> int:
    """Reports whose day has passed: supervisors are called, then the second level. Returns how many."""
    late = list(abuse.overdue())
    for one in late:
        safety.raise_alert(
            kind=OVERDUE,
            subject=f"report:{one.pk}",
            level=1,
            due_seconds=3600,
            second_after_seconds=24 * 3600,
        )
    return len(late)


def forget_reports() -> int:
    """What was answered long ago: words and answer are destroyed, the row stays as a count. Idempotent."""
    old = Report.objects.filter(answered_at__lt=clock.now() - KEPT_FOR, words__isnull=False)
    for one in (found := list(old)):
        keys.destroy(one.key_id)
        Report.objects.filter(pk=one.pk).update(words=None, answer=None, person=None, conversation=None)
    return len(found)


def _facts(matter: str, person: Person | None, conversation: Conversation | None) -> dict[str, Any]:
    chat = Chat.objects.filter(conversation=conversation).first() if conversation else None
    return {
        "matter": matter,
        "person": person,
        "conversation": conversation,
        "named": chat.listener if chat and matter == Matter.LISTENER else None,
        "made_at": clock.now(),
        "due_on": clock.today() + ANSWERED_WITHIN,
    }


def _sealed(said: str, key_id: int) -> dict[str, Any]:
    return {"words": vault.seal(keys.get(key_id), said.encode(), _bound(key_id, "words"))}


def _usable(words: str, matter: str) -> str:
    said = clean(words)
    if matter not in Matter.values:
        raise Invalid(_("Choose what it is about."))
    if not said or len(said) > MOST:
        raise Invalid(_("Write what happened, in up to %(most)s characters.") % {"most": MOST})
    return said


def _number() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(16))
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def _bound(key_id: int, part: str) -> str:
    return f"report:{key_id}:{part}"


def _opened(report: Report, part: str) -> str:
    sealed = report.words if part == "words" else report.answer
    if not sealed:
        return ""
    return vault.unseal(keys.get(report.key_id), bytes(sealed), _bound(report.key_id, part)).decode()

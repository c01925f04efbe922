"""What is written down afterwards: the wrap-up by the listener, one answer by the person."""

import json
import uuid
from collections.abc import Mapping, Sequence, Set
from typing import Any

from django.utils.translation import gettext_lazy as _

from beside.conversations.models import Conversation, Seat, Side
from beside.desk.actions.floor import decision
from beside.desk.actions.suicide import check_question
from beside.desk.categories import CATEGORIES
from beside.desk.models import AfterChat, Chat, Contact, Outcome, RecordKind, WrapUp
from beside.desk.queries import cues
from beside.desk.queries.record import answerable, fields_of
from beside.desk.record import MOST_CHOICES, Field
from beside.foundation import clock, vault
from beside.foundation.errors import Invalid, NotForYou
from beside.foundation.text import clean
from beside.journal import keys
from beside.people.models import Person

MOST_CATEGORIES = MOST_CHOICES
MOST_NOTE = 2000
HELPED = ("yes", "partly", "no")
QUESTIONS = ("helped", "distress")

Answers = Mapping[str, str | Sequence[str]]
"""{field: code, codes or words} for the fields that have no column of their own."""

_MORE = "\0"
"""Where sealed words begin with it, they are a note with the personal answers beside; else the note alone."""


def wrap_up(*, chat: Chat, actor: Person, suicide: str = "", **given: Any) -> WrapUp:
    """Save the short record of an ended chat: what `draft_wrap_up` takes, and all that is required.

    `suicide`: what became of that question, where the chat cued it. Raises Invalid for what is not on the
    form or is missing, NotForYou.
    """
    if given.get("contact") not in Contact.values or given.get("outcome") not in Outcome.values:
        raise Invalid(_("Choose the kind of contact and how it stood at the end."))
    fields = answerable(chat).values()
    if any(field.required and not (given.get("answers") or {}).get(field.code) for field in fields):
        raise Invalid(_("Something on the form is still missing."))
    _check_owner(chat, actor)
    is_named = cues.SUBJECT in given.get("categories", ())
    check_question(chat=chat, actor=actor, answer=suicide, named=is_named)
    kept = draft_wrap_up(chat=chat, actor=actor, **given)
    with decision():
        kept.saved_at = kept.saved_at or clock.now()
        kept.save(update_fields=["saved_at"])
    return kept


def draft_wrap_up(
    *,
    chat: Chat,
    actor: Person,
    contact: str = "",
    categories: Sequence[str] = (),
    urgency_out: int | None = None,
    outcome: str = "",
    note: str = "",
    answers: Answers | None = None,
) -> WrapUp:
    """Keep what is on the form so far; answers not named stay as they are. Raises NotForYou, Invalid."""
    _check(chat, actor, categories, urgency_out, note)
    fields = answerable(chat)
    said = {code: _answer(fields.get(code), given) for code, given in (answers or {}).items()}
    record, _made = WrapUp.objects.get_or_create(
        chat=chat, author=actor, defaults={"begun_at": clock.now(), "urgency_in": chat.request.urgency}
    )
    record.contact = contact if contact in Contact.values else ""
    record.outcome = outcome if outcome in Outcome.values else ""
    record.categories, record.urgency_out = list(dict.fromkeys(categories)), urgency_out
    _keep(record, clean(note), said, {code for code in said if fields[code].personal})
    return record


def note_of(record: WrapUp) -> str:
    """The wrap-up's note, opened. For its author's page only: the caller audits the reading."""
    return _opened(record)[0]


def answers_of(record: WrapUp) -> dict[str, Any]:
    """What was answered beside the columns, the personal answers opened. For its author's page only."""
    return {**record.answers, **_hidden(record)}


def answer_after(
    *, conversation: Conversation, person: Person, helped: str = "", distress: int | None = None
) -> AfterChat:
    """Did this help, and how hard is it now? Both can be skipped, together or one by one.

    Raises NotForYou for somebody else's chat, Invalid for an answer that is none.
    """
    if not Seat.objects.filter(conversation=conversation, person=person, side=Side.SEEKER).exists():
        raise NotForYou()
    if helped not in ("", *HELPED) or (distress is not None and not 0 <= distress <= 10):
        raise Invalid(_("Choose one of the answers, or skip."))
    given: dict[str, str | int] = {"helped": helped} if helped else {}
    if distress is not None:
        given["distress"] = distress
    answer, _made = AfterChat.objects.update_or_create(
        conversation=conversation, defaults={**given, "answered_on": clock.today()}
    )
    return answer


def asked_after(*, conversation: Conversation, person: Person, question: str) -> AfterChat:
    """A question after the chat was put, answered or not. Raises NotForYou, Invalid for one that is none."""
    if not Seat.objects.filter(conversation=conversation, person=person, side=Side.SEEKER).exists():
        raise NotForYou()
    if question not in QUESTIONS:
        raise Invalid(_("There is no such question."))
    held, _made = AfterChat.objects.get_or_create(
        conversation=conversation, defaults={"answered_on": clock.today()}
    )
    if question not in held.asked:
        held.asked = [*held.asked, question]
        held.save(update_fields=["asked"])
    return held


def _check_owner(chat: Chat, actor: Person) -> None:
    if chat.listener_id != actor.pk:
        raise NotForYou()


def _check(chat: Chat, actor: Person, categories: Sequence[str], urgency: int | None, note: str) -> None:
    _check_owner(chat, actor)
    if len(set(categories)) > MOST_CATEGORIES or not set(categories) <= _subjects(chat):
        raise Invalid(_("Choose up to %(most)s subjects from the list.") % {"most": MOST_CATEGORIES})
    if urgency is not None and not 0 <= urgency <= 4:
        raise Invalid(_("Choose how urgent it was at the end."))
    if len(note) > MOST_NOTE:
        raise Invalid(_("The note is too long: %(most)s characters are enough.") % {"most": MOST_NOTE})


def _subjects(chat: Chat) -> set[str]:
    """What a chat can have been about: the house's subjects, and the service's own."""
    own = [field.codes() for field in fields_of(chat) if field.code == "categories"]
    return {*CATEGORIES, *(code for codes in own for code in codes)}


def _answer(field: Field | None, given: str | Sequence[str]) -> str | list[str]:
    """One answer as it is kept. Raises Invalid for one that is not on the form."""
    if field is None:
        raise Invalid(_("This is not on the form."))
    if field.kind == RecordKind.WORDS:
        words = clean(given if isinstance(given, str) else "")
        if len(words) > MOST_NOTE:
            raise Invalid(_("This is too long: %(most)s characters are enough.") % {"most": MOST_NOTE})
        return words
    chosen = list(dict.fromkeys([given] if isinstance(given, str) else given))
    most = MOST_CHOICES if field.kind == RecordKind.MANY else 1
    if len(chosen) > most or not set(chosen) - {""} <= field.codes():
        raise Invalid(_("Choose from the answers there are, up to %(most)s.") % {"most": most})
    return chosen if field.kind == RecordKind.MANY else (chosen[0] if chosen else "")


def _keep(record: WrapUp, note: str, said: Mapping[str, Any], personal: Set[str]) -> None:
    """Put the answers where they belong: codes in the clear, what is personal under the note's key."""
    record.answers = _merged(record.answers, {code: said[code] for code in said if code not in personal})
    _seal(record, note, _merged(_hidden(record), {code: said[code] for code in personal}))


def _merged(before: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    return {code: answer for code, answer in {**before, **said}.items() if answer}


def _opened(record: WrapUp) -> tuple[str, dict[str, Any]]:
    """The note and the personal answers."""
    if not record.note or record.key_id is None:
        return "", {}
    words = vault.unseal(keys.get(record.key_id), bytes(record.note), _about(record)).decode()
    if not words.startswith(_MORE):
        return words, {}
    both = json.loads(words[len(_MORE) :])
    return both["note"], both["answers"]


def _hidden(record: WrapUp) -> dict[str, Any]:
    return _opened(record)[1]


def _seal(record: WrapUp, note: str, answers: Mapping[str, Any]) -> None:
    """Put the words on the row and save it. Each wording has a key of its own; the one before is destroyed.

    So an older wording that is put back into the table does not open, nor does it in a backup.
    """
    before = record.key_id
    if (note, dict(answers)) != _opened(record):
        record.key_id, record.note = None, None
        words = _MORE + json.dumps({"note": note, "answers": answers}) if answers else note
        if words:
            record.key_id = keys.make("wrap-up", f"{record.pk}.{uuid.uuid4().hex}")
            record.note = vault.seal(keys.get(record.key_id), words.encode(), _about(record))
    record.save()
    if before is not None and before != record.key_id:
        keys.destroy(before)


def _about(record: WrapUp) -> str:
    return f"wrap-up:{record.pk}"

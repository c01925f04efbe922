"""What is written down afterwards: the wrap-up by the listener, one answer by the person."""

import uuid
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from beside.conversations.models import Conversation, Seat, Side
from beside.desk.categories import CATEGORIES
from beside.desk.models import AfterChat, Chat, Contact, Outcome, WrapUp
from beside.foundation import clock, vault
from beside.foundation.errors import Invalid, NotForYou
from beside.foundation.text import clean
from beside.journal import keys
from beside.people.models import Person

MOST_CATEGORIES = 5
MOST_NOTE = 2000
HELPED = ("yes", "partly", "no")


def wrap_up(
    *,
    chat: Chat,
    actor: Person,
    contact: str,
    categories: Sequence[str],
    urgency_out: int,
    outcome: str,
    note: str = "",
) -> WrapUp:
    """Save the short record of an ended chat. Raises Invalid for what is not on the form, NotForYou."""
    if contact not in Contact.values or outcome not in Outcome.values:
        raise Invalid(_("Choose the kind of contact and how it stood at the end."))
    kept = draft_wrap_up(
        chat=chat,
        actor=actor,
        contact=contact,
        categories=categories,
        urgency_out=urgency_out,
        outcome=outcome,
        note=note,
    )
    kept.saved_at = clock.now()
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
) -> WrapUp:
    """Keep what is on the form so far; nothing is required yet. Raises NotForYou, Invalid."""
    _check(chat, actor, categories, urgency_out, note)
    record, _made = WrapUp.objects.get_or_create(
        chat=chat, author=actor, defaults={"begun_at": clock.now(), "urgency_in": chat.request.urgency}
    )
    record.contact = contact if contact in Contact.values else ""
    record.outcome = outcome if outcome in Outcome.values else ""
    record.categories, record.urgency_out = list(dict.fromkeys(categories)), urgency_out
    _seal(record, clean(note))
    return record


def note_of(record: WrapUp) -> str:
    """The wrap-up's note, opened. For its author's page only: the caller audits the reading."""
    if not record.note or record.key_id is None:
        return ""
    return vault.unseal(keys.get(record.key_id), bytes(record.note), _about(record)).decode()


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


def _check(chat: Chat, actor: Person, categories: Sequence[str], urgency: int | None, note: str) -> None:
    if chat.listener_id != actor.pk:
        raise NotForYou()
    if len(set(categories)) > MOST_CATEGORIES or not set(categories) <= set(CATEGORIES):
        raise Invalid(_("Choose up to %(most)s subjects from the list.") % {"most": MOST_CATEGORIES})
    if urgency is not None and not 0 <= urgency <= 4:
        raise Invalid(_("Choose how urgent it was at the end."))
    if len(note) > MOST_NOTE:
        raise Invalid(_("The note is too long: %(most)s characters are enough.") % {"most": MOST_NOTE})


def _seal(record: WrapUp, note: str) -> None:
    """Put the note on the row and save it. Each wording has a key of its own; the one before is destroyed.

    So an older wording that is put back into the table does not open, nor does it in a backup.
    """
    before = record.key_id
    if note != note_of(record):
        record.key_id, record.note = None, None
        if note:
            record.key_id = keys.make("wrap-up", f"{record.pk}.{uuid.uuid4().hex}")
            record.note = vault.seal(keys.get(record.key_id), note.encode(), _about(record))
    record.save()
    if before is not None and before != record.key_id:
        keys.destroy(before)


def _about(record: WrapUp) -> str:
    return f"wrap-up:{record.pk}"

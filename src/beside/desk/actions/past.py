"""Looking back at a chat that is over."""

from django.db import transaction

from beside.desk.models import Chat
from beside.journal import audit
from beside.people.models import Person


def read_past(*, chat: Chat, actor: Person) -> None:
    """Note in the audit trail, before a word is shown, that this person reads a chat again."""
    with transaction.atomic():
        audit.record(actor=actor.pk, act="conversation.read", about=str(chat.conversation_id))

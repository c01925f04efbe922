"""Sharing a line of the directory with the person: in the chat, in their language, and in the record."""

from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from beside.conversations import actions as conversations
from beside.conversations.drafts import Written
from beside.conversations.models import Conversation
from beside.conversations.queries import seat_of
from beside.desk.models import Shared
from beside.foundation import clock
from beside.foundation.errors import Closed
from beside.journal import audit, keys
from beside.people.models import Person
from beside.safety import searching, wording
from beside.safety.resources import Helpline

CARD = "resource"
MOST_WAYS = 3


def share(*, conversation: Conversation, actor: Person, code: str, mark: str) -> Shared:
    """Put a line of the directory into the chat, once for each `mark`, and write down that it was shared.

    Raises NotForYou off the chat, Invalid for no such line (or one whose check ran out), Closed at the end.
    """
    seat = seat_of(actor, conversation.pk)
    if not seat.conversation.is_open:
        raise Closed(_("This chat has ended already."))
    line = searching.by_code(code, clock.today())
    keys.get(conversation.key_id)
    with transaction.atomic():
        said = _card(conversation, actor, line, mark)
        facts = {"code": code, "by": actor, "shared_on": clock.today()}
        kept, made = Shared.objects.get_or_create(
            conversation=conversation, position=said.position, defaults=facts
        )
        if made:
            audit.record(actor=actor.pk, act="resource.shared", about=str(conversation.pk), reason=code)
    return kept


def card_of(line: Helpline) -> dict[str, Any]:
    """A line as the chat's card shows it, in the active language: title, for whom, up to three ways.

    `how` is the same in one sentence, for copies of the chat.
    """
    shown = wording.row(line)
    buttons = [*shown.buttons, *([shown.site] if shown.site else [])][:MOST_WAYS]
    ways = [{"say": one.words, "number": one.number, "href": one.href, "when": one.when} for one in buttons]
    how = ", ".join(f"{one.words} {one.number}" for one in buttons)
    return {"title": shown.name, "for": shown.who, "hint": shown.hint, "ways": ways, "how": how}


def _card(conversation: Conversation, actor: Person, line: Helpline, mark: str) -> Written:
    with translation.override(conversation.language):
        about = card_of(line)
    return conversations.card(
        conversation=conversation,
        card=CARD,
        client_id=f"{CARD}-{mark}"[:64],
        about=about,
        notice="resource.shared",
        facts={"who": actor.name, "what": about["title"], "how": about["how"]},
    )

"""What this room keeps about a person: that danger was read, and what was decided. Never a word."""

from django.utils.translation import gettext_lazy as _

from beside.conversations.models import Side
from beside.foundation.holdings import Holding
from beside.people.models import Person
from beside.safety.models import Alert, Concern
from beside.web import lengths


def about(person: Person) -> list[Holding]:
    """The concerns raised in this person's chats, and the calls about them, under the made-up name."""
    mine = Concern.objects.filter(conversation__seats__person=person, conversation__seats__side=Side.SEEKER)
    rows = [_facts(concern) for concern in mine.distinct().order_by("raised_at")]
    why = _("So that staff can answer for what they did when a life may have been at risk.")
    what = _("Decisions about danger, under the made-up name, without your words")
    found = [Holding(what, why, lengths.worded()["decisions"], len(rows), detail=rows)] if rows else []
    return [*found, *_calls(person)]


def _calls(person: Person) -> list[Holding]:
    """When somebody was called to one of this person's chats. Forgotten with the chat."""
    called = Alert.objects.filter(conversation__seats__person=person, conversation__seats__side=Side.SEEKER)
    rows = [
        {"raised": one.raised_at.isoformat(), "kind": one.kind, "level": str(one.level)}
        for one in called.distinct().order_by("raised_at")
    ]
    what = _("When staff called a supervisor to your chat, without your words")
    why = _("So that help came, and it can be seen how soon.")
    return [Holding(what, why, str(_("with the chat")), len(rows), detail=rows)] if rows else []


def _facts(concern: Concern) -> dict[str, str]:
    return {
        "conversation": str(concern.conversation_id),
        "raised": f"{concern.raised_at:%Y-%m-%d}",
        "level": str(concern.level),
        "signals": ", ".join(concern.signals),
        "state": "open" if concern.is_open else "closed",
    }

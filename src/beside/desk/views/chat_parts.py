"""What the desk puts beside the seeker's chat."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from beside.conversations.models import Conversation, Seat, Side
from beside.desk import queries
from beside.desk.models import Chat, Request
from beside.desk.queries.aftercare import follow_up_at
from beside.desk.queries.hand_overs import question_of


def about(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """How long there is, told at the start."""
    conversation = context.get("conversation")
    if not isinstance(conversation, Conversation):
        return ""
    running = Chat.objects.filter(conversation=conversation, ended_at=None)
    chat = running.select_related("listener__qualification").first()
    asked = Request.objects.select_related("service").filter(conversation=conversation).first()
    own = queries.current(asked) if asked is not None else queries.service()
    facts = {"chat": chat, "minutes": own.chat_minutes}
    return render_to_string("desk/chat_about.html", facts, request)


def question(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """The two answers on the card of a hand-over: for the person while it is asked, and in a mould."""
    conversation, seat, line = context.get("conversation"), context.get("seat"), context.get("line")
    if not isinstance(conversation, Conversation) or not isinstance(seat, Seat) or seat.side != Side.SEEKER:
        return ""
    position = getattr(line, "position", 0)
    asked = question_of(conversation.pk) if position else None
    if position and (asked is None or asked.asked_after != position):
        return ""
    facts = {"conversation": conversation, "listener": context.get("listener")}
    return render_to_string("desk/hand_over/_question.html", facts, request)


def options(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """Asking for someone else, while somebody is there; afterwards, a line that was promised."""
    conversation = context.get("conversation")
    if not isinstance(conversation, Conversation):
        return ""
    if not conversation.is_open:
        held = follow_up_at(conversation)
        facts = {"conversation": conversation, "follow_up": held}
        return render_to_string("desk/after/_waits.html", facts, request) if held else ""
    if not context.get("listener"):
        return ""
    return render_to_string("desk/chat_options.html", {"conversation": conversation}, request)

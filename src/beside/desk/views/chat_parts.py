"""What the desk puts beside the seeker's chat."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from beside.conversations.models import Conversation
from beside.desk import queries
from beside.desk.models import Chat


def about(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """How long there is, told at the start."""
    conversation = context.get("conversation")
    if not isinstance(conversation, Conversation):
        return ""
    chat = Chat.objects.select_related("listener").filter(conversation=conversation, ended_at=None).first()
    facts = {"chat": chat, "minutes": queries.service().chat_minutes}
    return render_to_string("desk/chat_about.html", facts, request)


def options(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """Asking for someone else, while somebody is there."""
    conversation = context.get("conversation")
    if not isinstance(conversation, Conversation) or not conversation.is_open or not context.get("listener"):
        return ""
    return render_to_string("desk/chat_options.html", {"conversation": conversation}, request)

"""Whether a chat touched on suicide, and whether it is written down that it was asked about."""

from beside.desk import routing
from beside.desk.models import Asked, Chat, SuicideQuestion

CUES = frozenset(
    {
        "attempt_in_progress",
        "doing_it",
        "intent",
        "plan",
        "means",
        "timeframe",
        "farewell",
        "ideation_active",
        "ideation_passive",
        "suicide_named",
        "past_attempt",
        "self_harm",
    }
)
"""Signals of the first reader after which a listener asks (practice of crisis lines: ask directly)."""

SUBJECT = "suicide"
"""The subject of a record that says the same."""


def is_cued(chat: Chat) -> bool:
    """Whether something in this chat or before it called for the question: a signal, or danger."""
    return chat.request.urgency >= routing.DANGER or bool(CUES & set(chat.request.signals))


def question_of(chat: Chat) -> SuicideQuestion | None:
    """What was written down about the question, if anything."""
    return SuicideQuestion.objects.filter(chat=chat).first()


def is_missing(chat: Chat) -> bool:
    """Cued, and nothing written down yet."""
    return is_cued(chat) and question_of(chat) is None


def asked_at_the_end(chat: Chat) -> list[tuple[str, object]]:
    """The answers to choose from before this running chat ends; none where nothing calls for it."""
    return list(Asked.choices) if chat.is_running and is_missing(chat) else []

"""What safety does after something happened elsewhere."""

from uuid import UUID

from django_tasks import task

from beside.conversations.queries import conversation_by_id
from beside.safety import actions


@task(priority=50)
def look_after_danger(conversation: str, position: int, level: int, signals: str = "") -> None:
    """After "danger.read": a concern, the card for the person, and word to whoever orders the line."""
    actions.raise_concern(
        conversation=conversation_by_id(UUID(conversation)),
        level=int(level),
        signals=[signal for signal in signals.split(",") if signal],
        position=int(position),
    )

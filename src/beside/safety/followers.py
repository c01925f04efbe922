"""What safety does after something happened elsewhere, and every few seconds."""

from uuid import UUID

from django_tasks import task

from beside.conversations.queries import conversation_by_id
from beside.safety import actions, calling, queries

SWEEP_SECONDS = 5
"""How often it is looked whether an alert was answered in time."""


@task(priority=50)
def look_after_danger(conversation: str, position: int, level: int, signals: str = "") -> None:
    """After "danger.read": a concern, the card for the person, and word to whoever orders the line."""
    actions.raise_concern(
        conversation=conversation_by_id(UUID(conversation)),
        level=int(level),
        signals=[signal for signal in signals.split(",") if signal],
        position=int(position),
    )


@task(priority=50)
def call_people(alert: int, turn: int, **_facts: str | int) -> None:
    """After "alert.called": mail, and the pager, for those who are not in the house. Late is never."""
    waiting = queries.waiting_alert(int(alert), int(turn))
    if waiting is not None:
        calling.call(waiting)


@task()
def forget_alerts(conversation: str) -> None:
    """After "conversation.erased": what is over no longer says about whom it was."""
    actions.forget_alerts(conversation_id=UUID(conversation))


@task()
def sweep() -> None:
    """Every few seconds: whoever has not answered is called again."""
    for alert in queries.alerts_to_call():
        actions.call_again(alert=alert)

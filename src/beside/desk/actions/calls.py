"""When the desk calls somebody, and when it stops: help asked for, danger in a chat, danger without anybody.

All of it through the one alert mechanism in `safety`; the clocks are here.
"""

from collections.abc import Iterable

from beside.conversations.models import Conversation
from beside.desk.models import Chat, Offer, Request
from beside.desk.queries import calls
from beside.journal import audit
from beside.people.models import Person
from beside.safety import actions as safety
from beside.safety import queries as alerts
from beside.safety.models import Alert

HELP, DANGER, UNCOVERED, UNSTAFFED, BEYOND = "help", "danger", "uncovered", "unstaffed", "beyond"

_CLOCKS = {
    HELP: (30, 60),
    DANGER: (60, 180),
    UNCOVERED: (60, 180),
    UNSTAFFED: (120, 300),
    BEYOND: (120, 3600),
}
"""For each kind: seconds to answer in, seconds until the second level is called (features §5, step 11).

That somebody is asked beyond their training is for supervisors: nobody at home is woken for it.
"""


def call_for_help(chat: Chat) -> Alert:
    """A listener asks for a supervisor, inside a decision. Asking twice is once."""
    return _call(HELP, chat.conversation, chat.request.urgency)


def help_is_over(chat: Chat, actor: Person) -> None:
    """The help has come, or is not needed. A supervisor who says so is named as the one who came."""
    held = alerts.open_alert(HELP, str(chat.conversation_id))
    if held is None:
        return
    if alerts.may_answer(actor, held) and actor.pk != chat.listener_id:
        safety.resolve_alert(alert=held, actor=actor)
    else:
        safety.resolve_alerts(kind=HELP, subject=held.subject)


def call_for_danger(*, conversation: Conversation, level: int) -> Alert | None:
    """A chat has reached urgency 3 or 4: a supervisor has to say that they know. None where nobody talks."""
    running = Chat.objects.filter(conversation=conversation, ended_at=None).exists()
    return _call(DANGER, conversation, level) if running and level >= calls.GRAVE else None


def call_for_uncovered(request: Request) -> Alert:
    """In line, in danger, and no counsellor is free."""
    return _call(UNCOVERED, request.conversation, request.urgency)


def call_for_beyond(request: Request, offer: Offer) -> None:
    """A listener is asked about somebody they are not trained for, inside a decision. It stands in the trail;
    supervisors are called, if they were not already because nobody trained is free. The trail does not say
    what the training would have been for: that somebody is under age is kept a day.
    """
    audit.record(actor=None, act="offer.beyond", about=f"offer:{offer.pk}")
    if alerts.open_alert(UNCOVERED, str(request.conversation_id)) is None:
        _call(BEYOND, request.conversation, request.urgency)


def look_after_calls(*, settled: bool = True) -> None:
    """What has begun is called, what has passed is called no more. `settled`: who is here is known by now."""
    for chat in calls.danger_unsaid():
        call_for_danger(conversation=chat.conversation, level=chat.request.urgency)
    if settled:
        for request in calls.unstaffed():
            _call(UNSTAFFED, request.conversation, request.urgency, on_call=True)
    _stop(HELP, calls.help_passed())
    _stop(DANGER, calls.danger_passed())
    _stop(UNCOVERED, calls.line_passed(UNCOVERED))
    _stop(UNSTAFFED, calls.line_passed(UNSTAFFED))
    _stop(BEYOND, calls.beyond_passed())


def _call(kind: str, conversation: Conversation, level: int, *, on_call: bool = False) -> Alert:
    due, second = _CLOCKS[kind]
    return safety.raise_alert(
        kind=kind,
        conversation=conversation,
        level=level,
        due_seconds=due,
        second_after_seconds=second,
        on_call=on_call,
    )


def _stop(kind: str, subjects: Iterable[str]) -> None:
    for subject in subjects:
        safety.resolve_alerts(kind=kind, subject=subject)

"""The course of a chat: its phase, and what silence brings. The service speaks where nobody else does."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.conversations import actions as conversations
from beside.conversations.models import Conversation
from beside.desk import hints
from beside.desk.actions.chats import finish, own_chat, running_chat, say
from beside.desk.actions.floor import decision
from beside.desk.actions.gaps import close_answers, note_answers
from beside.desk.models import Chat, Course, EndReason, RequestState
from beside.desk.models.course import PARTS
from beside.desk.queries import course as queries
from beside.desk.silence import NEVER_CLOSED_FROM, Step
from beside.foundation import clock
from beside.foundation.errors import Invalid
from beside.journal import audit, keys
from beside.people.models import Person
from beside.safety import actions as safety

LISTENER_SILENT, PERSON_SILENT = "listener-silent", "person-silent"
"""What supervisors are called for."""

CALL_SECONDS, SECOND_SECONDS = 120, 240

_WORDS = {
    Step.KIND: "silence.kind",
    Step.AGAIN: "silence.again",
    Step.CLOSE: "silence.close",
}


def set_phase(*, conversation: Conversation, actor: Person, phase: str) -> Course:
    """The listener says which part of the chat this is. Raises NotForYou, Closed, Invalid."""
    if phase not in PARTS:
        raise Invalid(_("Choose a part of the chat."))
    with transaction.atomic():
        chat = own_chat(conversation, actor)
        course, made = Course.objects.get_or_create(
            chat=chat, defaults={"phase": phase, "quiet_since": clock.now()}
        )
        if not made and course.phase != phase:
            course.phase = phase
            course.save(update_fields=["phase"])
    return course


def hear(*, chats: Sequence[Chat]) -> list[Chat]:
    """Note for many chats at once that somebody wrote, where no step was taken since. Returns the others.

    `chats` as `queries.to_look_after` gives them: in a busy hour nearly all of them, every few seconds.
    """
    going = [chat for chat in chats if getattr(chat, "course", None) is not None and not chat.course.step]
    heard, now = queries.heard_in(going), clock.now()
    with transaction.atomic():
        known = Course.objects.select_for_update().filter(pk__in=heard, step="")
        fresh = [course for course in known if course.heard < heard[course.pk].position]
        for course in fresh:
            last = heard[course.pk]
            course.heard, course.by_seeker, course.quiet_since = last.position, last.by_seeker, now
        Course.objects.bulk_update(fresh, ["heard", "by_seeker", "quiet_since"])
        noted = {course.pk for course in fresh}
        note_answers(chats=[chat for chat in going if chat.pk in noted])
    return [chat for chat in chats if chat.pk not in noted]


def look_after(*, conversation: Conversation) -> Step | None:
    """Look at one running chat: somebody wrote, and silence begins anew; or its next step is taken.

    Returns the step. Raises Closed when the chat has ended, Unavailable when it was erased.
    """
    if _hears(conversation):
        return None
    keys.get(conversation.key_id)
    with decision():
        chat = running_chat(conversation)
        Conversation.objects.select_for_update().get(pk=conversation.pk)  # nobody writes meanwhile
        course = Course.objects.get(chat=chat)
        if queries.heard(conversation).position != course.heard or not _with_its_listener(chat):
            return None
        step = queries.step_due(chat, course, queries.lengths(chat.request.service_id), clock.now())
        if step is not None:
            _take(chat, course, step)
    return step


def forget_courses() -> int:
    """What was kept of chats while they ran goes when they are over. Returns of how many."""
    over = list(queries.over().select_related("chat__conversation"))
    for course in over:
        _calls_end(course.chat.conversation)
        close_answers(chat=course.chat)
        course.delete()
    return len(over)


def _hears(conversation: Conversation) -> bool:
    """Whether something was written since the last look. No board changes by it, unless a nudge goes away."""
    with transaction.atomic():
        chat = running_chat(conversation)
        heard, now = queries.heard(conversation), clock.now()
        fresh = {"heard": heard.position, "by_seeker": heard.by_seeker, "quiet_since": now}
        course, made = Course.objects.get_or_create(chat=chat, defaults=fresh)
        if made or course.heard != heard.position:
            note_answers(chats=[chat])
        if made or course.heard == heard.position:
            return made
        was = course.step
        Course.objects.filter(chat=chat).update(**fresh, step="", step_at=None)
        if was:
            _calls_end(conversation)
            hints.desk_changed()
    return True


def _with_its_listener(chat: Chat) -> bool:
    """Nobody's line is down, and no one else is being asked."""
    return chat.lost_at is None and chat.request.state == RequestState.MATCHED


def _take(chat: Chat, course: Course, step: Step) -> None:
    course.step, course.step_at = step, clock.now()
    course.save(update_fields=["step", "step_at"])
    if step in _WORDS:
        stays = step == Step.AGAIN and chat.request.urgency >= NEVER_CLOSED_FROM
        notice = f"{_WORDS[step]}.open" if stays else _WORDS[step]
        say(chat, notice, f"silence-{course.heard}-{step}", who=chat.listener.name)
    if step in (Step.TOLD, Step.STAY):
        _call(chat, LISTENER_SILENT if step == Step.TOLD else PERSON_SILENT)
    if step == Step.CLOSE:
        audit.record(actor=None, act="chat.closed-in-silence", about=str(chat.conversation_id))
        finish(chat, EndReason.SILENT, None)
        conversations.close(conversation=chat.conversation, actor=None, reason=EndReason.SILENT)


def _call(chat: Chat, kind: str) -> None:
    safety.raise_alert(
        kind=kind,
        conversation=chat.conversation,
        level=chat.request.urgency,
        due_seconds=CALL_SECONDS,
        second_after_seconds=SECOND_SECONDS,
    )


def _calls_end(conversation: Conversation) -> None:
    for kind in (LISTENER_SILENT, PERSON_SILENT):
        safety.resolve_alerts(kind=kind, subject=str(conversation.pk))

"""What the console says to a listener about silence and time: to them alone, and with a way on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beside.desk.models import Chat, Course, Phase
from beside.desk.queries import course as courses
from beside.desk.queries.service import current
from beside.desk.queries.steady import pace_of
from beside.desk.silence import NEVER_CLOSED_FROM, Lengths, Step
from beside.foundation import clock

TEN, FIVE = timedelta(minutes=10), timedelta(minutes=5)
MOST_EXTENSIONS = 2

STILL: str | Promise = gettext_lazy("I’m still here. No hurry, and no need to find the right words.")
LAST: str | Promise = gettext_lazy("We have about ten minutes. What would you like to use them for?")
OVER: str | Promise = gettext_lazy("I need to close now. It isn’t because of anything you said.")
"""Drafts, in the language of the chat."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """One sentence to the listener. `key` changes when there is something new, `draft` is for the reply.

    `hand_on`: a colleague could carry on. `strong`: it should be seen first.
    """

    key: str
    words: str
    draft: str = ""
    hand_on: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Time:
    """The time contract of one chat. `more`: a supervisor may give `minutes` more once again."""

    ends_at: datetime
    left: int
    over: bool
    given: int
    more: bool
    minutes: int


def beside(chat: Chat) -> dict[str, Any]:
    """Where this chat is: its phase, its time, and what its listener should know of it now."""
    course = courses.course_of(chat)
    silent = _of_silence(chat, course, courses.lengths(chat.request.service_id)) if course else None
    timely = _of_time(chat)
    return {
        "phase": course.phase if course else Phase.MEET.value,
        "time": time_of(chat),
        "pace": pace_of(chat),
        "nudges": [nudge for nudge in (silent, timely) if nudge],
        "key": "-".join(nudge.key for nudge in (silent, timely) if nudge),
    }


def time_of(chat: Chat) -> Time:
    """Until when this chat goes, and what can be done about it."""
    left = chat.ends_at - clock.now()
    return Time(
        ends_at=chat.ends_at,
        left=max(0, round(left.total_seconds() / 60)),
        over=left <= timedelta(0),
        given=chat.extensions,
        more=chat.is_running and chat.extensions < MOST_EXTENSIONS,
        minutes=current(chat.request).extension_minutes,
    )


def _of_silence(chat: Chat, course: Course, known: Lengths) -> Nudge | None:
    if not chat.is_running or not course.step:
        return None
    quiet = int((clock.now() - course.quiet_since).total_seconds() // 60)
    key = f"{course.heard}-{course.step}"
    if course.by_seeker:
        return _of_the_listeners(course.step, key, quiet)
    return Nudge(key, _of_the_persons(chat, course.step, quiet, known), draft=_in_chat(chat, STILL))


def _of_the_listeners(step: str, key: str, quiet: int) -> Nudge:
    words = _("Nobody has answered for %(minutes)s minutes. One line is enough.") % {"minutes": quiet}
    if step == Step.TOLD:
        words = _("Nobody has answered for %(minutes)s minutes. A supervisor knows.") % {"minutes": quiet}
    if step == Step.OFFER:
        words = _("Nobody has answered for %(minutes)s minutes. A colleague could carry on.") % {
            "minutes": quiet
        }
    return Nudge(key, words, hand_on=step == Step.OFFER, strong=step != Step.NUDGE)


def _of_the_persons(chat: Chat, step: str, quiet: int, known: Lengths) -> str:
    facts = {"minutes": quiet, "close": int(known.close.total_seconds() // 60)}
    if step == Step.STAY:
        return _("Quiet for %(minutes)s minutes, and danger was read. Stay; a supervisor knows.") % facts
    if step == Step.NUDGE:
        return _("Quiet for %(minutes)s minutes. A short line that asks nothing can help.") % facts
    if chat.request.urgency >= NEVER_CLOSED_FROM:
        return _("Quiet for %(minutes)s minutes. The service said you are here. It will not close.") % facts
    return (
        _(
            "Quiet for %(minutes)s minutes. The service said you are here. "
            "At %(close)s minutes it closes kindly."
        )
        % facts
    )


def _of_time(chat: Chat) -> Nudge | None:
    left = chat.ends_at - clock.now()
    if not chat.is_running or left > TEN:
        return None
    key = f"{chat.extensions}-{'over' if left <= timedelta(0) else 'five' if left <= FIVE else 'ten'}"
    if left <= timedelta(0):
        words = _("The time is over. Close kindly, or ask a supervisor for more.")
        return Nudge(key, words, draft=_in_chat(chat, OVER), strong=True)
    if left <= FIVE:
        return Nudge(key, _("About five minutes left. The person was told."))
    return Nudge(key, _("About ten minutes left. The person was told."), draft=_in_chat(chat, LAST))


def _in_chat(chat: Chat, draft: str | Promise) -> str:
    with translation.override(chat.conversation.language):
        return str(draft)

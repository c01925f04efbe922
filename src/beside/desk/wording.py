"""The desk's codes in words: why a row stands there, what the service says in a chat, how long it takes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from beside.desk.models import Answer
from beside.desk.routing import DANGER, Refusal, Why

URGENT_TARGET = timedelta(seconds=60)
TARGET = timedelta(minutes=5)

_HOURS_FROM = 90

LONG = timedelta(minutes=20)
"""A wait that is said to be long."""

SAFE: dict[str, str | Promise] = {
    Answer.YES: _("Yes, I want to talk"),
    Answer.UNSURE: _("I’m not sure"),
    Answer.NO: _("No, I need help now"),
}
"""The three answers to "Are you safe right now?"."""

WHY: dict[Why, str | Promise] = {
    Why.LISTENER_LOST: _("Was talking already; somebody else is to carry on"),
    Why.SAID_NO: _("Said: not safe right now"),
    Why.SAID_UNSURE: _("Said: not sure about being safe"),
    Why.WORDS: _("Wrote words that can mean danger"),
    Why.WAITED: _("Moved up after a long wait"),
    Why.IN_TURN: _("In turn"),
    Why.NO_COUNSELLOR: _("Nobody trained is free: any listener may take this, and supervisors are told"),
    Why.NO_TRAINED: _("Nobody trained for people under age is free: any listener may take this"),
    Why.NOBODY_MAY: _("Nobody on shift may take this person: supervisors are told"),
    Why.NO_SPEAKER: _("Nobody on shift speaks %(language)s"),
}

REFUSALS: dict[Refusal, str | Promise] = {
    Refusal.AWAY: _("You are not taking anyone new just now."),
    Refusal.FULL: _("You have no room for one more chat."),
    Refusal.LANGUAGE: _("Someone who speaks the language comes first."),
    Refusal.COUNSELLOR_FIRST: _("Someone trained for danger is free and comes first."),
    Refusal.TRAINED_FIRST: _("Someone trained for people under age is free and comes first."),
    Refusal.TAKEN: _("A colleague is being asked."),
    Refusal.SERVICE: _("You are not on shift for this service."),
    Refusal.BLOCKED: _("They asked for somebody else this time."),
    Refusal.COOLING: _("You are taking the break after a heavy chat."),
    Refusal.QUALIFICATION: _("This needs a training that is not in your record."),
    Refusal.ENOUGH: _("You have had enough heavy chats in this shift."),
    Refusal.WISH_FIRST: _("Someone like the person they asked for comes first."),
    Refusal.EXPERT_FIRST: _("Someone who knows this subject comes first."),
}

LATE_REPORT = _("A report waits for an answer, and its day has passed.")

CALLS: dict[str, str | Promise] = {
    "help": _("A listener asks for a supervisor."),
    "danger": _("A chat has reached high urgency: a supervisor needs to know."),
    "uncovered": _(
        "Someone at the front of the line needs a colleague with training, and none is free. "
        "Come to the desk if you can."
    ),
    "beyond": _(
        "A listener is asked about someone whom they are not trained for, because nobody trained could be "
        "asked. Come to the desk if you can."
    ),
    "unstaffed": _("Someone in great danger is waiting, and nobody who may take them is here."),
    "listener-silent": _("Someone waits long for an answer in a chat."),
    "debrief": _("A listener would like to talk after a heavy chat."),
    "follow-up": _("Somebody was promised a line, and nobody has written it."),
    "person-silent": _("A person in whose words danger was read has gone quiet."),
}
"""What each call of the desk says, to those who have to come."""

NOTICES: dict[str, str | Promise] = {
    "chat.begun": _("We have about %(minutes)s minutes together."),
    "chat.lost": _(
        "%(who)s’s connection has gone. If %(who)s isn’t back in two minutes, someone else will join, "
        "and will have read this."
    ),
    "chat.found": _("%(who)s is back."),
    "chat.asking": _("%(who)s isn’t back. We are asking someone else, and you are first in line."),
    "chat.handing": _(
        "%(who)s is asking %(to)s to carry on. %(to)s can read this, so you won’t start again."
    ),
    "chat.may": _(
        "%(who)s would like to ask %(to)s to carry on with you. %(to)s will have read this, so you won’t "
        "start again. Is that all right?"
    ),
    "chat.may-line": _(
        "%(who)s would like to ask a colleague to carry on with you. Whoever comes will have read this, so "
        "you won’t start again. Is that all right?"
    ),
    "chat.may-counsellor": _(
        "%(who)s would like to ask a counsellor to carry on with you, who will have read this, so you won’t "
        "start again. Is that all right?"
    ),
    "chat.may-supervisor": _(
        "%(who)s would like to ask a supervisor to carry on with you, who will have read this, so you won’t "
        "start again. Is that all right?"
    ),
    "chat.may-both": _("%(who)s stays at first, so that you are together until the other one has written."),
    "chat.handing-on": _(
        "Thank you. We are asking who can carry on. Whoever comes can read this; %(who)s stays until then."
    ),
    "chat.declined": _("That is all right. %(who)s stays with you."),
    "chat.declined.staff": _("The person would rather stay with %(who)s."),
    "chat.together": _("%(who)s is here too, until %(to)s has written."),
    "chat.another": _("You asked for someone else. You are first in line; %(who)s stays until then."),
    "chat.another.staff": _("The person asked for someone else. Stay until a colleague has taken over."),
    "chat.stays": _("%(who)s stays with you."),
    "chat.stepped-in": _("%(who)s supervises here, and has joined you and %(listener)s."),
    "chat.taken-over": _("%(who)s carries on with you from here, and has read this: you won’t start again."),
    "chat.ten": _("We have about ten minutes left."),
    "chat.five": _("We have about five minutes left."),
    "chat.extended": _("We have %(minutes)s minutes more."),
    "chat.slowed": _(
        "Let us go a little slower, so that every word is read: for the next %(minutes)s minutes one message "
        "every %(seconds)s seconds goes. What you write meanwhile waits in the box. If you are in danger, "
        "write that: it goes at once."
    ),
    "chat.slowed.staff": _(
        "%(who)s slowed the messages: one every %(seconds)s seconds for %(minutes)s minutes. Words of danger "
        "go at once."
    ),
    "chat.unslowed": _("You can write as usual again."),
    "chat.unslowed.staff": _("Messages go as usual again."),
    "resource.shared": _("%(who)s shares %(what)s with you: %(how)s."),
    "silence.kind": _("%(who)s is still here. No hurry, and no need to find the right words."),
    "silence.again": _(
        "%(who)s is still here. If it is easier not to write now, that is fine. When it stays quiet for a "
        "few minutes more, this chat closes; you can start again at any hour."
    ),
    "silence.again.open": _(
        "%(who)s is still here. If it is easier not to write now, that is fine. One word is enough to go on."
    ),
    "silence.close": _(
        "This chat closes now because it has been quiet. It isn’t because of anything you said. You can "
        "come back at any hour, from the first page. If you made five words, they bring you back here."
    ),
}
"""What the service itself says in a chat. Registered with the conversations room by the wiring."""


def reasons(why: Iterable[Why], language: str) -> list[str]:
    """Reasons in words, in the reader's language."""
    return [str(WHY[one]) % {"language": language_name(language)} for one in why]


def refusal(code: Refusal | None) -> str:
    """A refusal in words, or nothing."""
    return str(REFUSALS[code]) if code else ""


def is_late(
    urgency: int, waited: timedelta, urgent: timedelta = URGENT_TARGET, usual: timedelta = TARGET
) -> bool:
    """Past the answer target: a minute in danger, five minutes otherwise, unless a service says its own."""
    return waited > (urgent if urgency >= DANGER else usual)


def language_name(code: str) -> str:
    """A language's name in the reader's language."""
    return str(translation.get_language_info(code)["name_translated"])


def own_name(code: str) -> str:
    """A language's name in itself."""
    return str(translation.get_language_info(code)["name_local"]).capitalize()


def wait(range_: tuple[int, int] | None) -> str:
    """A wait in words: always a range, never a countdown."""
    if range_ is None:
        return gettext("We don’t know yet how long it will take.")
    low, high = range_
    if low >= _HOURS_FROM:
        return gettext("Most people tonight wait %(low)s to %(high)s hours.") % _in_hours(low, high)
    return gettext("Most people tonight wait %(low)s to %(high)s minutes.") % {"low": low, "high": high}


def nobody(opens: str) -> str:
    """Said in line when everyone has gone home."""
    if opens:
        return gettext("No one is here until %(opens)s. Your place is kept.") % {"opens": opens}
    return gettext("No one is here at the moment. Your place is kept.")


def usual_wait(low: int | None, high: int | None) -> str:
    """The wait on the first page."""
    if low is None or high is None:
        return gettext("We don’t know yet how long it takes tonight")
    if low >= _HOURS_FROM:
        return gettext("Usually %(low)s to %(high)s hours tonight") % _in_hours(low, high)
    return gettext("Usually %(low)s to %(high)s minutes tonight") % {"low": low, "high": high}


def how_it_stands(state: str, low: int | None, high: int | None, opens: str) -> str:
    """How a service stands, in a few words beside its name."""
    if state == "closed":
        return gettext("Closed until %(opens)s") % {"opens": opens} if opens else gettext("Closed just now")
    return gettext("Very full tonight") if state == "full" else usual_wait(low, high)


def _in_hours(low: int, high: int) -> dict[str, int]:
    least = low // 60
    return {"low": least, "high": max(least + 1, ceil(high / 60))}


def busy(waited: timedelta, range_: tuple[int, int] | None, listeners: int, people: int) -> str:
    """Said when it takes long, with the reason; nothing otherwise. Never a promise."""
    is_long = waited >= LONG or (range_ is not None and timedelta(minutes=range_[1]) > LONG)
    if not is_long or listeners == 0:
        return ""
    here = ngettext("%(count)s listener", "%(count)s listeners", listeners) % {"count": listeners}
    line = ngettext("%(count)s person in line", "%(count)s people in line", people) % {"count": people}
    return gettext("It’s busier than we’d like: %(listeners)s, %(people)s. You can stay, or call now.") % {
        "listeners": here,
        "people": line,
    }


def place(number: int) -> str:
    """A place in line in words."""
    ahead = number - 1
    if ahead == 0:
        return gettext("You are next.")
    return ngettext("%(ahead)s person is before you.", "%(ahead)s people are before you.", ahead) % {
        "ahead": ahead
    }


def opening(at: datetime | None, zone: ZoneInfo, now: datetime) -> str:
    """When the door opens, as a person says it: the hour, and the day when it is not today."""
    if at is None:
        return ""
    local = at.astimezone(zone)
    parts = {"hour": local.hour, "minute": f"{local:%M}"}
    hour = (gettext("%(hour)s:%(minute)s") if local.minute else gettext("%(hour)s:00")) % parts
    if local.date() == now.astimezone(zone).date():
        return hour
    return gettext("%(day)s %(hour)s") % {"day": date_format(local, "l"), "hour": hour}


ROTA_SEATS = _("Say how many people are wanted: one at least.")
ROTA_NOBODY = _("Choose somebody who can come.")

"""A hand-over in words: for the listener's console, for whoever carries on, for the person who is asked."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from beside.conversations import queries as conversations
from beside.desk import wording
from beside.desk.models import Chat, HandOver, OfferState, Step, Target
from beside.desk.queries import hand_overs
from beside.foundation.errors import NotForYou
from beside.people.models import Person

HANDING = "handing"
"""What marks a note beside the chat as written for whoever carries on: the number of the hand-over."""

ANSWER_WITHIN = timedelta(minutes=5)
"""How long the question to the seeker stands."""


def strip(chat: Chat, person: Person) -> dict[str, Any] | None:
    """What is under way in this chat, as one of the staff sees it: a sentence, a clock, what can be done."""
    going = hand_overs.under_way(chat) if chat.is_running else None
    if going is None:
        return None
    mine = going.step == Step.TOGETHER and going.taker_id == person.pk
    return {
        "step": going.step,
        "sentence": _theirs(going) if mine else _sentence(going),
        "until": _until(going),
        "words": going.step == Step.ASKING and hand_overs.has_written(going, seeker=True),
        "alone": _alone(going, mine) if going.step == Step.TOGETHER else "",
        "mine": mine,
        "off": _("Give it back") if mine else _off(going),
    }


def came_with(chat: Chat, person: Person) -> dict[str, Any] | None:
    """For whoever carries on: who had it, since when, what they wrote, and how the person said yes."""
    going = hand_overs.came_with(chat, person)
    if going is None:
        return None
    begun = chat.accepted_at
    return {
        "who": going.whose.name,
        "minutes": int(((going.joined_at or going.settled_at or begun) - begun).total_seconds() // 60),
        "notes": _written_for(going, chat, person),
        "agreed": going.agreed,
        "waits": going.step == Step.TOGETHER,
    }


def question(going: HandOver) -> tuple[str, str]:
    """What the person is asked, in their language, and what it means that both are there at first."""
    facts = {"who": going.chat.listener.name, "to": going.to.name if going.to else ""}
    key = "chat.may" if going.target == Target.PERSON else f"chat.may-{going.target}"
    both = str(wording.NOTICES["chat.may-both"]) % facts if going.warm else ""
    return str(wording.NOTICES[key]) % facts, both


def _sentence(going: HandOver) -> str:
    facts = {"name": going.chat.request.person.name, "to": _to(going)}
    if going.step == Step.ASKING:
        return _("%(name)s is being asked whether %(to)s may carry on.") % facts
    if going.step == Step.TOGETHER:
        facts["to"] = going.taker.name if going.taker else ""
        return _("%(to)s is here too. You leave once %(to)s has written.") % facts
    if going.target == Target.LINE:
        return _("%(name)s said yes and is first in line. Stay until somebody comes.") % facts
    if going.offer is not None and going.offer.state == OfferState.OPEN:
        return _("%(name)s said yes. %(to)s is being asked; stay until then.") % {
            **facts,
            "to": going.offer.listener.name,
        }
    return _("%(name)s said yes. Nobody is free just now: %(to)s is asked as soon as there is one.") % facts


def _theirs(going: HandOver) -> str:
    return _("%(who)s is still here, until you have written.") % {"who": going.chat.listener.name}


def _to(going: HandOver) -> str:
    if going.to is not None:
        return going.to.name
    words = {
        Target.COUNSELLOR.value: _("a counsellor"),
        Target.SUPERVISOR.value: _("a supervisor"),
    }
    return words.get(going.target, _("a colleague"))


def _until(going: HandOver) -> Any:
    if going.step == Step.ASKING:
        return going.asked_at + ANSWER_WITHIN
    asked = going.step == Step.FINDING and going.offer is not None
    return going.offer.until if asked and going.offer and going.offer.state == OfferState.OPEN else None


def _alone(going: HandOver, mine: bool) -> str:
    to = going.taker.name if going.taker else ""
    return _("Carry on alone") if mine else _("Leave it to %(to)s") % {"to": to}


def _off(going: HandOver) -> str:
    return _("Stay after all") if going.step == Step.TOGETHER else _("Call it off")


def _written_for(going: HandOver, chat: Chat, person: Person) -> list[str]:
    tied = conversations.backstage_of(chat.conversation)
    try:
        seat = conversations.seat_of(person, tied.pk) if tied else None
    except NotForYou:
        return []
    lines = conversations.lines(seat) if seat else []
    return [line.words for line in lines if line.about.get(HANDING) == going.pk and not line.withdrawn]

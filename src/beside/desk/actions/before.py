"""Before the chat: what the person answers while waiting, and whom they would like to meet or not."""

from contextlib import suppress
from typing import Any

from django.utils.translation import gettext_lazy as _

from beside.conversations import actions as conversations
from beside.conversations.models import Conversation
from beside.conversations.queries import seat_of
from beside.desk import hints
from beside.desk.actions.another import ask_for_another
from beside.desk.actions.floor import decision
from beside.desk.actions.line import answer_distress
from beside.desk.actions.offers import withdraw_offers
from beside.desk.models import Chat, Given, Offer, OfferState, QuestionKind, Request, RequestState, Wanted
from beside.desk.models.line import IN_LINE, LIVE
from beside.desk.queries import waiting_room
from beside.desk.questions import AGAIN, DISTRESS, Asked, Option
from beside.foundation import vault
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.journal import keys
from beside.people import actions as people
from beside.people.models import Person

COMMIT_SECONDS = 10
SAME, FRESH, EITHER = "same", "fresh", ""
"""The listener of last time, rather somebody new, or no matter who."""

_REFUSED = _("Choose one of the answers, or skip.")
_SCALE = {f"{number}" for number in range(11)}


def answer_question(*, request: Request, person: Person, question: str, answer: str, mark: str = "") -> None:
    """Answer one question of the waiting room, anew if need be; nothing skips it.

    Words go into the chat's own log, read for danger like all others, once for each `mark`. Not inside a
    transaction. Raises NotForYou, Invalid, Closed when the place is over.
    """
    _check(request, person)
    asked = waiting_room.question(request, question)
    if asked.code == DISTRESS:
        answer_distress(request=request, person=person, distress=_number(answer))
        return
    if asked.kind == QuestionKind.WORDS:
        kept, option = {"code": _said(request, person, answer, mark)}, None
    else:
        option = _option(asked, answer)
        kept = _kept(request, asked, answer)
    with decision():
        Given.objects.update_or_create(request=request, question=asked.code, defaults=kept)
        _want(request, asked.kind, option)


def choose_listener(*, request: Request, person: Person, choice: str) -> Wanted:
    """The same listener as last time, a fresh start, or either. Raises NotForYou, Invalid, Closed."""
    _check(request, person)
    before = waiting_room.listener_before(request)
    if choice not in (SAME, FRESH, EITHER) or (choice == SAME and before is None):
        raise Invalid(_REFUSED)
    with decision():
        Given.objects.update_or_create(request=request, question=AGAIN, defaults={"code": choice})
        wanted = _wanted(request)
        wanted.listener = before if choice == SAME else None
        wanted.fresh = choice == FRESH
        wanted.save(update_fields=["listener", "fresh"])
    return wanted


def leave_out(*, conversation: Conversation, person: Person) -> Person:
    """Never again be put through to who listens, or listened, here. No reason is asked; they are not told.

    In a running chat somebody else is asked at once. Returns who is left out. Raises NotForYou.
    """
    chat = Chat.objects.select_related("listener", "request").filter(conversation=conversation).first()
    if chat is None or chat.request.person_id != person.pk:
        raise NotForYou()
    people.block(person=person, colleague=chat.listener)
    with decision():
        for request in Request.objects.filter(person=person, state__in=IN_LINE):
            _take_back(request, chat.listener)
    with suppress(Closed):
        ask_for_another(conversation=conversation, person=person)
    return chat.listener


def leave_out_nobody(*, person: Person) -> int:
    """Take all of that back. Returns how many they were."""
    taken = people.unblock(person=person)
    if taken:
        hints.desk_changed()
    return taken


def _check(request: Request, person: Person) -> None:
    if request.person_id != person.pk:
        raise NotForYou()
    if request.state not in LIVE:
        raise Closed(_("You are not in line any more."))


def _number(answer: str) -> int | None:
    if answer and answer not in _SCALE:
        raise Invalid(_REFUSED)
    return int(answer) if answer else None


def _kept(request: Request, asked: Asked, answer: str) -> dict[str, Any]:
    """The columns of an answer: a code in the clear, or sealed under the conversation's key."""
    if not asked.personal or not answer:
        return {"code": answer, "sealed": None}
    key = keys.get(request.conversation.key_id)
    return {"code": "", "sealed": vault.seal(key, answer.encode(), waiting_room.about(request, asked.code))}


def _option(asked: Asked, answer: str) -> Option | None:
    """The answer that was chosen. Raises Invalid for one that is none."""
    if not answer:
        return None
    option = asked.option(answer)
    if option is None and not (asked.kind == QuestionKind.SCALE and answer in _SCALE):
        raise Invalid(_REFUSED)
    return option


def _said(request: Request, person: Person, words: str, mark: str) -> str:
    """Put the words into the chat's log; what is kept beside is only that there were some."""
    if not words.strip():
        return ""
    if not mark:
        raise Invalid(_REFUSED)
    seat = seat_of(person, request.conversation_id)
    conversations.say(seat=seat, words=words, client_id=mark).result(COMMIT_SECONDS)
    return "said"


def _want(request: Request, kind: str, option: Option | None) -> None:
    wanted = _wanted(request)
    if kind == QuestionKind.TOPIC:
        wanted.topic = option.code if option else ""
    elif kind == QuestionKind.WISH:
        wanted.role, wanted.gender = (option.role, option.gender) if option else ("", "")
        wanted.shares = option.shared if option else False
    elif kind == QuestionKind.AGE:
        wanted.minor = option.minor if option else False
    wanted.save()


def _wanted(request: Request) -> Wanted:
    return Wanted.objects.get_or_create(request=request)[0]


def _take_back(request: Request, listener: Person) -> None:
    """Whoever is left out is not asked about them any more."""
    if Offer.objects.filter(request=request, listener=listener, state=OfferState.OPEN).exists():
        withdraw_offers(request)
        Request.objects.filter(pk=request.pk, state=RequestState.OFFERED).update(state=RequestState.WAITING)
        hints.desk_changed()

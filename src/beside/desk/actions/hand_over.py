"""Handing a chat over: the seeker is asked first, then a colleague; both are there at first, if so wished."""

from django.utils.translation import gettext_lazy as _

from beside.conversations import actions as conversations
from beside.conversations import queries as conversation_queries
from beside.conversations.models import Conversation
from beside.desk.actions.chats import own_chat, running_chat
from beside.desk.actions.floor import decision
from beside.desk.actions.hand_over_find import begin, why_not
from beside.desk.actions.hand_over_steps import move, say, say_it_stays, settle, take_back, unwrap
from beside.desk.models import Agreed, Chat, HandOver, Step, Target
from beside.desk.queries import hand_overs
from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.journal import audit
from beside.people.models import Person

CARD = "hand-over"
"""The card in the chat with the two answers."""


def ask_to_hand_over(
    *,
    conversation: Conversation,
    actor: Person,
    target: str = Target.PERSON,
    to: Person | None = None,
    warm: bool = False,
    mark: str = "",
) -> HandOver:
    """Ask the seeker whether somebody else may carry on. Nobody else is asked before they have said yes.

    `mark` is the form's: sent twice, it is asked once. Raises NotForYou for a chat that is not the actor's,
    Invalid for nobody, Closed when the colleague is not free or another hand-over is under way.
    """
    unwrap(conversation)
    with decision():
        chat = own_chat(conversation, actor)
        known = HandOver.objects.filter(chat=chat, asked_with=mark).first() if mark else None
        if known is not None:
            return known
        _check(chat, target, to)
        return _put(HandOver(chat=chat, by=actor, target=target, to=to, warm=warm, asked_with=mark or None))


def answer_hand_over(*, conversation: Conversation, person: Person, agrees: bool) -> HandOver | None:
    """What the seeker says. The first answer counts; None when nothing is being asked any more.

    Raises NotForYou for somebody else's chat, Closed when it has ended.
    """
    unwrap(conversation)
    with decision():
        chat = running_chat(conversation)
        if chat.request.person_id != person.pk:
            raise NotForYou()
        going = _asked(chat)
        if going is None:
            return None
        going.answered_at = clock.now()
        if agrees:
            _agreed(going, Agreed.BUTTON)
        else:
            _declined(going)
    return going


def agreed_in_words(*, conversation: Conversation, actor: Person) -> HandOver:
    """The listener says that the seeker said yes in words. They must have written since they were asked.

    Raises NotForYou; Closed when nothing is asked, or when they have not written since.
    """
    unwrap(conversation)
    with decision():
        going = _asked(own_chat(conversation, actor))
        if going is None:
            raise Closed(_("They are not being asked any more."))
        if not hand_overs.has_written(going, seeker=True):
            raise Closed(_("They have not written anything since they were asked."))
        going.answered_at = clock.now()
        audit.record(actor=actor.pk, act="chat.yes-in-words", about=str(conversation.pk))
        _agreed(going, Agreed.WORDS)
    return going


def call_off(*, conversation: Conversation, actor: Person) -> HandOver:
    """It stays as it was: by the listener, a supervisor, or the colleague who came and gives it back.

    Raises NotForYou, Closed when nothing is under way.
    """
    unwrap(conversation)
    with decision():
        going = _mine(conversation, actor)
        if going.step == Step.FINDING:
            take_back(going)
        settle(going, Step.CALLED_OFF)
        say_it_stays(going)
    return going


def carry_on_alone(*, conversation: Conversation, actor: Person) -> HandOver:
    """While both are there: the newcomer carries on, the listener before leaves. Raises NotForYou, Closed."""
    unwrap(conversation)
    with decision():
        going = _mine(conversation, actor)
        if going.step != Step.TOGETHER:
            raise Closed(_("Nobody has come yet."))
        move(going)
    return going


def _check(chat: Chat, target: str, to: Person | None) -> None:
    if target not in Target.values or (target == Target.PERSON) != (to is not None):
        raise Invalid(_("Choose who can carry on."))
    if to is not None and to.pk == chat.listener_id:
        raise Invalid(_("Choose a colleague."))
    going = hand_overs.under_way(chat)
    if going is not None and hand_overs.came_to_nothing(going):
        settle(going, Step.STAYED)
    elif going is not None:
        raise Closed(_("This chat is being handed over already. Call that off first."))
    if chat.request.is_waiting:
        raise Closed(_("Somebody else is being asked already. Stay until they come."))
    sentence = why_not(chat, to) if to is not None else ""
    if sentence:
        raise Closed(sentence)


def _put(going: HandOver) -> HandOver:
    """The question, what it means, and the card with the two answers."""
    chat = going.chat
    going.whose, going.asked_at = chat.listener, clock.now()
    going.save()
    who = chat.listener.name
    if going.to is not None:
        say(going, "chat.may", "may", who=who, to=going.to.name)
    else:
        say(going, f"chat.may-{going.target}", "may", who=who)
    if going.warm:
        say(going, "chat.may-both", "both", who=who)
    conversations.card(conversation=chat.conversation, card=CARD, client_id=f"hand-over-{going.pk}")
    going.asked_after = conversation_queries.head_of(chat.conversation_id)
    going.save(update_fields=["asked_after"])
    about, reason = str(chat.conversation_id), str(going.to_id or going.target)
    audit.record(actor=going.by_id, act="chat.asked-to-hand", about=about, reason=reason)
    return going


def _asked(chat: Chat) -> HandOver | None:
    going = hand_overs.under_way(chat)
    return going if going is not None and going.step == Step.ASKING else None


def _agreed(going: HandOver, how: str) -> None:
    going.agreed = how
    begin(going)


def _declined(going: HandOver) -> None:
    going.save(update_fields=["answered_at"])
    settle(going, Step.DECLINED)
    say(going, "chat.declined", "declined", who=going.chat.listener.name)


def _mine(conversation: Conversation, actor: Person) -> HandOver:
    """What is under way in a chat of the actor's, or one they have come to take. Raises NotForYou, Closed."""
    going = hand_overs.under_way(running_chat(conversation))
    if going is None or going.taker_id != actor.pk or going.step != Step.TOGETHER:
        own_chat(conversation, actor)
    if going is None:
        raise Closed(_("Nothing is being handed over just now."))
    return going

"""The person would rather talk with someone else."""

from beside.conversations.models import Conversation
from beside.desk.actions.chats import running_chat, say
from beside.desk.actions.floor import decision
from beside.desk.actions.hand_over_steps import over_with
from beside.desk.actions.offers import withdraw_offers
from beside.desk.models import Chat, RequestState
from beside.foundation.errors import NotForYou
from beside.journal import audit, keys
from beside.people.models import Person


def ask_for_another(*, conversation: Conversation, person: Person) -> Chat:
    """First in line again, for anyone but the present listener, who stays until somebody has taken over.

    Asking twice is once. Raises NotForYou for somebody else's chat, Closed when it has ended.
    """
    keys.get(conversation.key_id)
    with decision():
        chat = running_chat(conversation)
        if chat.request.person_id != person.pk:
            raise NotForYou()
        if chat.request.state == RequestState.MATCHED:
            _back_in_line(chat, person)
    return chat


def _back_in_line(chat: Chat, person: Person) -> None:
    over_with(chat)
    chat.request.state, chat.request.front = RequestState.WAITING, True
    chat.request.save(update_fields=["state", "front"])
    withdraw_offers(chat.request)
    audit.record(actor=person.pk, act="chat.another-asked", about=str(chat.conversation_id))
    turn = chat.request.offers.count()
    say(chat, "chat.another", f"another-{turn}", who=chat.listener.name)

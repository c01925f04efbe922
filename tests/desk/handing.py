"""Handing over in tests: the seeker is asked, says yes, and a colleague is asked."""

from beside.desk import actions
from beside.desk.models import Chat, Offer, OfferState
from beside.people.models import Person


def agreed(chat: Chat, to: Person, *, by: Person | None = None, warm: bool = False) -> Offer:
    """The offer that a named colleague gets once the seeker has said yes."""
    conversation, by = chat.conversation, by or chat.listener
    actions.ask_to_hand_over(conversation=conversation, actor=by, to=to, warm=warm)
    actions.answer_hand_over(conversation=conversation, person=chat.request.person, agrees=True)
    return Offer.objects.get(request=chat.request, listener=to, state=OfferState.OPEN)


def handed(chat: Chat, to: Person, *, warm: bool = False) -> Chat:
    """The chat after the colleague has said yes."""
    return actions.accept(offer=agreed(chat, to, warm=warm), listener=to)

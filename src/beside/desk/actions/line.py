"""Getting in line, waiting, leaving the line."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from beside.conversations import actions as conversations
from beside.conversations.models import Conversation, Kind
from beside.desk import routing
from beside.desk.actions.calls import call_for_uncovered
from beside.desk.actions.floor import decision
from beside.desk.actions.offers import take_back_unfit, withdraw_offers
from beside.desk.models import Answer, Request, RequestState, Service
from beside.desk.models.line import IN_LINE, LIVE
from beside.desk.queries import line
from beside.foundation import clock, faults
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.journal import keys
from beside.people.models import Person, Visit

URGENCY: dict[str, int] = {Answer.YES: 0, Answer.UNSURE: 2, Answer.NO: 3}
"""What each answer to "are you safe right now" means for the order of the line."""

LONGEST_WAIT = timedelta(hours=24)
LEFT_FOR_GOOD = timedelta(minutes=30)
"""How long a place is kept for someone who pressed "Leave now" on every device."""

_SEEN_EVERY = timedelta(seconds=30)


def ask(
    *, person: Person, safe: str, language: str, asked_with: str = "", service: Service | None = None
) -> Request:
    """A place in line, with a conversation of its own. Asking twice gives the first place again.

    Without a `service` it is a place in the first one's line.

    `asked_with` is the mark of the page that asks: the same mark is the same place, even for a person who was
    welcomed twice by a double click (the request's person is then the first one). Not inside a transaction.
    Raises Invalid for an answer that is none.
    """
    check_answer(safe=safe)
    pressed = line.request_asked_with(asked_with)
    already = pressed if pressed and pressed.state in LIVE else line.live_request(person)
    if already is not None:
        return already
    asked_with = "" if pressed else asked_with
    conversation = conversations.open_conversation(kind=Kind.SUPPORT, language=language, seeker=person)
    try:
        return _placed(person, conversation, safe, asked_with, service)
    except IntegrityError:
        return _first_place(person, conversation, asked_with)


def check_answer(*, safe: str) -> None:
    """Refuse an answer that is none, before anything is made. Raises Invalid."""
    if safe not in URGENCY:
        raise Invalid(_("Choose one of the three answers."))


def leave_line(*, request: Request, person: Person) -> Request:
    """Leave the line; what was written while waiting is erased. Raises NotForYou, or Closed when talking."""
    if request.person_id != person.pk:
        raise NotForYou()
    with decision():
        held = Request.objects.select_related("conversation").get(pk=request.pk)
        if held.state == RequestState.MATCHED:
            raise Closed(_("Someone is with you already. You can end the conversation there."))
        if held.is_waiting:
            settle(held, RequestState.LEFT)
    conversations.erase(conversation=held.conversation, actor=person)
    return held


def raise_urgency(*, conversation_id: UUID, level: int, signals: Sequence[str] = ()) -> Request | None:
    """Words were read as danger: the place moves up, never down. None when there is no request."""
    with decision():
        held = Request.objects.filter(conversation_id=conversation_id).first()
        if held is None:
            return None
        before, held.urgency = held.urgency, max(held.urgency, min(level, 4))
        held.signals = sorted({*held.signals, *signals})
        if before < routing.DANGER <= held.urgency:
            held.supervisors_told_at = None  # what they knew before was less
        held.save(update_fields=["urgency", "signals", "supervisors_told_at"])
        take_back_unfit(held)
    return held


def tell_supervisors(*, request: Request) -> bool:
    """Nobody trained can be asked about someone: supervisors are called, once. False when they were."""
    with decision():
        now = clock.now()
        unknown = Request.objects.filter(pk=request.pk, supervisors_told_at=None)
        if not unknown.update(supervisors_told_at=now):
            return False
        call_for_uncovered(request)
    return True


def answer_distress(*, request: Request, person: Person, distress: int | None) -> Request:
    """How hard it is, 0 to 10, or None for "skip". Raises NotForYou, Invalid."""
    if request.person_id != person.pk:
        raise NotForYou()
    if distress is not None and not 0 <= distress <= 10:
        raise Invalid(_("Choose a number from 0 to 10."))
    request.distress_before = distress
    request.distress_skipped = distress is None
    request.save(update_fields=["distress_before", "distress_skipped"])
    return request


def seen(*, request: Request) -> None:
    """The person's page has asked after the place. Written at most twice a minute, if there is room."""
    now = clock.now()
    if now - request.seen_at >= _SEEN_EVERY:
        with faults.unless_full():
            Request.objects.filter(pk=request.pk).update(seen_at=now)


def expire_requests() -> int:
    """Close places nobody took within a day, and of those who left for good. Returns how many."""
    now = clock.now()
    line_ = Request.objects.filter(state__in=IN_LINE, chat=None).select_related("conversation")
    old = line_.filter(joined_at__lt=now - LONGEST_WAIT)
    here = Visit.objects.filter(person=OuterRef("person"), ended_on=None)
    left = line_.filter(~Exists(here), seen_at__lt=now - LEFT_FOR_GOOD)
    expired = [_close(request, RequestState.EXPIRED) for request in old]
    gone = [_close(request, RequestState.LEFT) for request in left.exclude(pk__in=expired)]
    return len(expired) + len(gone)


def settle(request: Request, state: str) -> None:
    """The place is over, inside a decision. Whoever was asked is asked no more."""
    request.state = state
    request.settled_at = clock.now()
    request.save(update_fields=["state", "settled_at"])
    withdraw_offers(request)


def _close(request: Request, state: str) -> int:
    keys.get(request.conversation.key_id)
    with decision():
        settle(request, state)
        conversations.close(conversation=request.conversation, actor=None, reason=state)
    return request.pk


def _placed(
    person: Person, conversation: Conversation, safe: str, asked_with: str, service: Service | None
) -> Request:
    now = clock.now()
    with decision() as first:
        return Request.objects.create(
            conversation=conversation,
            person=person,
            service=service or first,
            language=conversation.language,
            answer=safe,
            urgency=URGENCY[safe],
            joined_at=now,
            seen_at=now,
            asked_with=asked_with or None,
        )


def _first_place(person: Person, conversation: Conversation, asked_with: str) -> Request:
    """Somebody pressed twice and the other press won: keep that place, and close the empty room made here."""
    conversations.erase(conversation=conversation, actor=person)
    first = line.request_asked_with(asked_with) or line.live_request(person)
    if first is None:
        raise Closed(_("Your place could not be kept. Try again."))
    return first

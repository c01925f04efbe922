"""What happens to a hand-over by itself: no answer, nobody free, one of the two gone, both have met."""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from beside.desk.actions.floor import decision
from beside.desk.actions.hand_over_find import ask_the_next, into_line, next_of_role
from beside.desk.actions.hand_over_steps import move, say_it_stays, settle, unwrap
from beside.desk.models import HandOver, OfferState, RequestState, Step, Target
from beside.desk.queries import hand_overs
from beside.desk.queries.handing import ANSWER_WITHIN
from beside.foundation import clock
from beside.foundation.errors import DomainError

IsGone = Callable[[UUID], bool]
Move = Callable[[HandOver], object]


def look_after_hand_overs(*, is_gone: IsGone) -> int:
    """Take every hand-over one step on that is due. `is_gone`: a listener's connection has been down a while.

    Decides, and tells the consoles, only where something is due. Returns how many were.
    """
    moved = 0
    for going in hand_overs.every_one().filter(chat__ended_at=None):
        if _due(going, is_gone) is not None:
            with suppress(DomainError):
                moved += _decide(going, is_gone)
    return moved


def _decide(seen: HandOver, is_gone: IsGone) -> int:
    unwrap(seen.chat.conversation)
    with decision():
        going = hand_overs.every_one().filter(pk=seen.pk, chat__ended_at=None).first()
        due = _due(going, is_gone) if going is not None else None
        if going is None or due is None:
            return 0
        due(going)
    return 1


def _due(going: HandOver, is_gone: IsGone) -> Move | None:
    if going.step == Step.ASKING:
        return _unanswered if clock.now() - going.asked_at >= ANSWER_WITHIN else None
    if going.step == Step.FINDING:
        return _due_finding(going)
    if is_gone(going.chat.listener_id) or hand_overs.has_written(going, seeker=False):
        return move
    return _lost if going.taker_id is not None and is_gone(going.taker_id) else None


def _due_finding(going: HandOver) -> Move | None:
    if going.target == Target.LINE:
        return into_line if going.chat.request.state == RequestState.MATCHED else None
    if going.target == Target.PERSON:
        return _nobody if hand_overs.came_to_nothing(going) else None
    open_ = going.offer is not None and going.offer.state == OfferState.OPEN
    return ask_the_next if not open_ and next_of_role(going) is not None else None


def _unanswered(going: HandOver) -> None:
    settle(going, Step.UNANSWERED)
    say_it_stays(going)


def _nobody(going: HandOver) -> None:
    """The colleague let it go: the chat was told so then."""
    settle(going, Step.STAYED)


def _lost(going: HandOver) -> None:
    settle(going, Step.STAYED)
    say_it_stays(going)

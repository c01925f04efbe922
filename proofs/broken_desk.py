"""A desk that decides in pieces, and one that forgets whom it has asked: what P51 must find."""

import time
from collections.abc import Callable
from typing import Any

from beside.desk import actions
from beside.desk.actions import offers
from beside.desk.actions.floor import decision
from beside.desk.models import OfferState
from beside.journal import keys

_BETWEEN = 0.4


def _in_two() -> None:
    """Somebody is taken in one commit, and given to their listener in another."""

    def accept(*, offer: Any, listener: Any) -> Any:
        held = offers._held(offer, listener)
        keys.get(held.request.conversation.key_id)
        with decision():
            offers._settle(held, OfferState.ACCEPTED)
            request = offers._matched(held.request)
        time.sleep(_BETWEEN)
        with decision() as service:
            chat, before = offers._owned(service, request, listener)
            offers._seat(request.conversation, listener, before)
        return chat

    actions.accept = accept


def _kept() -> None:
    """What somebody was asked stays theirs, whether they are there or not."""
    actions.release_stale_offers = lambda: 0
    actions.release_offers_of = lambda **_about: 0
    offers._miss_stale = lambda: 0


BREAKAGES: dict[str, Callable[[], None]] = {"accepted-in-two": _in_two, "offers-kept": _kept}

"""Catching up equals live: whatever happened and wherever a reader stopped, both ways end in the same log."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beside.conversations import actions, frames, ledger, queries, writer
from beside.conversations.drafts import Written
from beside.conversations.lines import Change, Line, fold
from beside.conversations.models import Seat
from tests.conversations.conftest import Chat, make_chat

ACTS = st.lists(
    st.sampled_from(["seeker", "listener", "retry", "edit", "card", "notice"]), min_size=1, max_size=12
)


def _do(chat: Chat, act: str, n: int) -> None:
    if act in {"seeker", "listener"}:
        seat: Seat = getattr(chat, act)
        actions.say(seat=seat, words=f"{act} {n}", client_id=str(n)).result(10)
    elif act == "retry":
        actions.say(seat=chat.seeker, words="seeker 0", client_id="0").result(10)
    elif act == "edit":
        said = actions.say(seat=chat.seeker, words=f"draft {n}", client_id=f"e{n}").result(10)
        actions.edit(seat=chat.seeker, position=said.position, words=f"better {n}", client_id=f"f{n}").result(
            10
        )
    else:
        with transaction.atomic():
            if act == "card":
                actions.card(conversation=chat.conversation, card="crisis", client_id=f"c{n}")
            else:
                actions.notice(conversation=chat.conversation, notice="left", client_id=f"n{n}")


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, stop=st.integers(0, 20))
def test_catching_up_equals_live(acts: list[str], stop: int) -> None:
    chat, live = make_chat(), []
    ledger.follow(live.append)
    try:
        for n, act in enumerate(acts):
            _do(chat, act, n)
    finally:
        ledger._followers.remove(live.append)
    for seat in (chat.seeker, chat.listener):
        assert _live(seat, live) == _caught_up(seat, stop)
    writer.stop()


def _live(seat: Seat, told: list[Written]) -> list[dict[str, Any]]:
    known = queries.authors(seat.conversation_id)
    assert [one.position for one in told] == list(range(1, len(told) + 1))
    return _frames(seat, queries.shown(seat, told, known))


def _caught_up(seat: Seat, stop: int) -> list[dict[str, Any]]:
    early = [one for one in queries.since(seat, 0) if one.position <= stop]
    return _frames(seat, early + queries.since(seat, stop))


def _frames(seat: Seat, seen: list[Line | Change]) -> list[dict[str, Any]]:
    folded = fold(seen)
    assert folded == queries.lines(seat), "initial state and events must end in the same state"
    return [frames.of(seat.conversation_id, line) for line in folded]


def test_the_seeker_never_sees_what_was_read_as_danger(chat: Chat) -> None:
    actions.say(seat=chat.seeker, words="I want to kill myself tonight", client_id="a").result(10)
    [mine], [theirs] = queries.lines(chat.seeker), queries.lines(chat.listener)
    assert (mine.danger, mine.signals) == (0, ())
    assert theirs.danger >= 3
    assert theirs.signals

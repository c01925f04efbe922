"""One way to make each kind of entry. A kind that is missing here fails the tests."""

from collections.abc import Callable

from django.db import transaction

from beside.conversations import actions
from beside.conversations.models import EntryKind, Seat, Side
from tests.conversations.conftest import Chat, person


def _said(chat: Chat) -> None:
    for seat in (chat.seeker, chat.listener):
        actions.say(seat=seat, words=f"said by {seat.side}", client_id="said").result(10)
    actions.say(seat=chat.seeker, words="I want to kill myself tonight", client_id="danger").result(10)


def _edited(chat: Chat) -> None:
    said = actions.say(seat=chat.listener, words="frist", client_id="e1").result(10)
    actions.edit(seat=chat.listener, position=said.position, words="first", client_id="e2").result(10)
    actions.edit(seat=chat.listener, position=said.position, words="First.", client_id="e3").result(10)


def _withdrawn(chat: Chat) -> None:
    said = actions.say(seat=chat.seeker, words="not this", client_id="w1").result(10)
    actions.withdraw(seat=chat.seeker, position=said.position, client_id="w2").result(10)
    actions.edit(seat=chat.seeker, position=said.position, words="back", client_id="w3").result(10)


@transaction.atomic
def _joined(chat: Chat) -> None:
    actions.seat(conversation=chat.conversation, person=person("Ana", staff=True), side=Side.STAFF)


@transaction.atomic
def _left(chat: Chat) -> None:
    actions.unseat(seat=Seat.objects.get(conversation=chat.conversation, person__name="Ana"))


@transaction.atomic
def _notice(chat: Chat) -> None:
    actions.notice(conversation=chat.conversation, notice="left", client_id="notice")


@transaction.atomic
def _card(chat: Chat) -> None:
    actions.card(conversation=chat.conversation, card="crisis", client_id="card")


@transaction.atomic
def _closed(chat: Chat) -> None:
    actions.close(conversation=chat.conversation, actor=chat.listener.person, reason="done")


CASES: dict[EntryKind, Callable[[Chat], None]] = {
    EntryKind.SAID: _said,
    EntryKind.EDITED: _edited,
    EntryKind.JOINED: _joined,
    EntryKind.LEFT: _left,
    EntryKind.WITHDRAWN: _withdrawn,
    EntryKind.NOTICE: _notice,
    EntryKind.CARD: _card,
    EntryKind.CLOSED: _closed,
}
"""In an order that works one after the other in one conversation."""

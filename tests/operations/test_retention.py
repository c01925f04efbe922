"""What is kept goes when its time is over, and not before."""

from datetime import timedelta

import pytest

from beside.conversations import actions, queries
from beside.conversations.models import Conversation
from beside.foundation import clock
from beside.foundation.errors import NotForYou, Unavailable
from beside.journal import keys
from beside.operations import retention
from beside.people.models import ReturnPhrase
from tests.conversations.conftest import Chat, make_chat
from tests.world import Seeker, make_seeker

pytestmark = pytest.mark.django_db(transaction=True)


def ended_chat() -> Chat:
    """A chat that has just ended, with one line in it."""
    chat = make_chat()
    actions.say(seat=chat.seeker, words="hello", client_id="a").result(10)
    actions.end(seat=chat.seeker)
    return chat


def is_gone(chat: Chat) -> bool:
    """Whether the words can no longer be opened by anybody."""
    try:
        keys.get(chat.conversation.key_id)
    except Unavailable:
        return Conversation.objects.get(pk=chat.conversation.pk).erased_at is not None
    return False


def sweep_after(passed: timedelta) -> None:
    """Let time pass, then let the worker look."""
    with clock.moved(passed):
        retention.sweep.func()


def with_words(chat: Chat) -> None:
    """Let the person have made five words, and come by today."""
    seeker: Seeker = make_seeker()
    ReturnPhrase.objects.create(
        person=chat.seeker.person, lookup=seeker.token[:32], proof=b"x" * 32, made_on=clock.today()
    )
    seeker.visit.person = chat.seeker.person
    seeker.visit.save()


def test_without_words_a_chat_goes_a_day_after_its_end() -> None:
    chat = ended_chat()
    sweep_after(timedelta(hours=23, minutes=59))
    assert not is_gone(chat)
    sweep_after(timedelta(hours=24, minutes=1))
    assert is_gone(chat)
    with pytest.raises(NotForYou):
        queries.seat_of(chat.listener.person, chat.conversation.pk)


def test_an_open_chat_stays() -> None:
    chat = make_chat()
    sweep_after(timedelta(days=40))
    assert not is_gone(chat)


def test_with_words_a_chat_stays_thirty_days_after_the_last_visit() -> None:
    chat = ended_chat()
    with_words(chat)
    sweep_after(timedelta(days=29))
    assert not is_gone(chat)
    sweep_after(timedelta(days=31))
    assert is_gone(chat)
    assert not ReturnPhrase.objects.filter(person=chat.seeker.person).exists()


def test_what_staff_wrote_backstage_goes_with_the_chat() -> None:
    chat = make_chat()
    aside = actions.open_backstage(conversation=chat.conversation)
    actions.end(seat=chat.seeker)
    sweep_after(timedelta(hours=25))
    assert Conversation.objects.get(pk=aside.pk).erased_at is not None

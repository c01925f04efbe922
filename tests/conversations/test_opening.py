"""Many open their conversations at once: each gets what they would have got alone, and nobody else's."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import uuid4

import pytest
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from beside.conversations import actions, opening, queries
from beside.conversations.models import Seat, Voice
from beside.conversations.opening import Ask, Log
from beside.conversations.places import Place
from beside.foundation.errors import DomainError, NotForYou, Unavailable
from beside.gateway import presence
from beside.journal import keys
from tests.conversations.conftest import Chat, make_chat
from tests.conversations.every_kind import CASES

Counting = Callable[[], AbstractContextManager[object]]


def lines_of(answer: Log | Exception | None) -> list[object]:
    """The lines of an answer that there must be."""
    assert isinstance(answer, Log), answer
    return list(answer.lines)


def test_together_is_the_same_as_alone_for_every_kind_place_and_language(chat: Chat) -> None:
    other = make_chat()
    for happen in CASES.values():
        happen(chat)
    actions.say(seat=other.seeker, words="elsewhere", client_id="x").result(10)
    head = queries.head_of(chat.conversation.pk)
    asked = [
        Ask(seat.pk, after, language)
        for seat in (chat.seeker, chat.listener, other.seeker, other.listener)
        for language in ("en", "fr")
        for after in range(head + 1)
    ]
    for one, answer in zip(asked, opening.logs(asked), strict=True):
        with translation.override(one.language):
            assert lines_of(answer) == queries.since(queries.seat_by_id(one.seat_id), one.after)
            assert lines_of(opening.log(one)) == lines_of(answer)


def test_how_a_log_stands_is_said_of_each(chat: Chat) -> None:
    other = make_chat()
    actions.say(seat=chat.seeker, words="hello", client_id="a").result(10)
    actions.read(seat=chat.listener, upto=1)
    presence.came(chat.listener.person_id)
    try:
        ours, theirs, quiet = opening.logs(
            [Ask(seat.pk, 0, "en") for seat in (chat.seeker, chat.listener, other.seeker)]
        )
    finally:
        presence.left(chat.listener.person_id)
    for seat, answer in ((chat.seeker, ours), (chat.listener, theirs), (other.seeker, quiet)):
        assert isinstance(answer, Log)
        assert answer.head == queries.head_of(seat.conversation_id)
        assert answer.seen == queries.seen_upto(seat)
        assert answer.authors == queries.authors(seat.conversation_id)
    assert isinstance(ours, Log) and isinstance(theirs, Log)
    assert (ours.seen, ours.here) == (1, ["Maya"])
    assert (theirs.seen, theirs.here) == (0, [])


def test_a_place_is_found_for_its_own_person_only(chat: Chat) -> None:
    other = make_chat()
    one, two = chat.seeker, other.seeker
    asked = [
        (one.person_id, one.conversation_id),
        (one.person_id, two.conversation_id),
        (two.person_id, two.conversation_id),
        (uuid4(), one.conversation_id),
    ]
    found = opening.places(asked)
    seat_one, seat_two = (queries.seat_of(seat.person, seat.conversation_id) for seat in (one, two))
    assert (found[0], found[2]) == (Place.of(seat_one), Place.of(seat_two))
    assert isinstance(found[1], NotForYou) and isinstance(found[3], NotForYou)


def test_one_that_may_not_read_keeps_nobody_else_out(chat: Chat) -> None:
    erased, taken = make_chat(), make_chat()
    for each in (chat, erased, taken):
        actions.say(seat=each.seeker, words="hello", client_id="a").result(10)
    keys.destroy(erased.conversation.key_id)
    Seat.objects.filter(pk=taken.seeker.pk).update(voice=Voice.NONE)
    answers = opening.logs([Ask(each.seeker.pk, 0, "en") for each in (erased, taken, chat)])
    assert isinstance(answers[0], Unavailable) and isinstance(answers[1], NotForYou)
    assert len(lines_of(answers[2])) == 1
    assert isinstance(opening.places([(taken.seeker.person_id, taken.conversation.pk)])[0], NotForYou)
    for gone in (erased, taken):
        with pytest.raises(DomainError):
            opening.log(Ask(gone.seeker.pk, 0, "en"))


def test_whoever_missed_much_is_answered_alone(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    other = make_chat()
    for number in range(3):
        actions.say(seat=chat.seeker, words="hello", client_id=str(number)).result(10)
    monkeypatch.setattr(opening, "ENTRIES_TOGETHER", 2)
    much, little = Ask(chat.seeker.pk, 0, "en"), Ask(chat.seeker.pk, 1, "en")
    answers = opening.logs([much, little, Ask(other.seeker.pk, 0, "en")])
    assert answers[0] is None
    assert len(lines_of(answers[1])) == 2 and lines_of(answers[2]) == []
    assert len(opening.log(much).lines) == 3


def test_a_crowd_costs_a_few_questions(chat: Chat) -> None:
    crowd = [chat, *(make_chat() for _ in range(12))]
    for each in crowd:
        with transaction.atomic():
            actions.notice(conversation=each.conversation, notice="left", client_id="n")
        keys.forget(each.conversation.key_id)
    asked = [Ask(seat.pk, 0, "en") for each in crowd for seat in (each.seeker, each.listener)]
    keys.look()
    with (
        CaptureQueriesContext(connections["default"]) as main,
        CaptureQueriesContext(connections["keys"]) as of_keys,
    ):
        opening.places([(each.seeker.person_id, each.conversation.pk) for each in crowd])
        answers = opening.logs(asked)
    assert [len(lines_of(answer)) for answer in answers] == [1] * len(asked)
    assert len(main) == 4 and len(of_keys) <= 3  # with a look for destroyed keys, when its moment has come

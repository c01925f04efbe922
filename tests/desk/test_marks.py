"""Marks and pins: beside the chat, for staff, and gone with it."""

from uuid import uuid4

import pytest

from beside.conversations import actions as conversations
from beside.conversations.models import Entry, Seat
from beside.conversations.queries import backstage_of, head_of, lines
from beside.desk import actions, marking
from beside.desk.actions.marks import mark_line, pin_fact, take_off
from beside.desk.models import Chat
from beside.desk.queries.panes import Backstage, backstage
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.operations import erasing
from tests.desk.conftest import Cast


class Beside:
    """A chat with one line of the seeker's, and Maya's pencil."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.chat = cast, cast.talking()
        self.conversation = self.chat.conversation
        conversations.say(seat=self.seat("seeker"), words="my sister", client_id="one").result(10)
        self.line = head_of(self.conversation.pk)

    def seat(self, side: str) -> Seat:
        """The seat on this side."""
        return Seat.objects.select_related("conversation", "person").get(
            conversation=self.conversation, side=side
        )

    def mark(self, mark: str = "return", client_id: str = "") -> int:
        """Maya marks the line."""
        said = mark_line(
            conversation=self.conversation,
            actor=self.cast.maya,
            position=self.line,
            mark=mark,
            client_id=client_id or uuid4().hex,
        )
        return said.result(10).position

    def pin(self, words: str, client_id: str = "") -> int:
        """Maya pins a fact."""
        said = pin_fact(
            conversation=self.conversation,
            actor=self.cast.maya,
            words=words,
            client_id=client_id or uuid4().hex,
        )
        return said.result(10).position

    def seen(self) -> Backstage:
        """What Maya sees beside the chat."""
        return backstage(self.cast.maya, self.conversation)


@pytest.fixture
def pencil(live_cast: Cast) -> Beside:
    """Maya talks with somebody."""
    return Beside(live_cast)


def test_a_mark_stands_beside_its_line_once_and_can_be_taken_off(pencil: Beside) -> None:
    first = pencil.mark()
    pencil.mark()
    pencil.mark("strength")
    assert [(one.beside, one.mark) for one in pencil.seen().marks] == [
        (pencil.line, "return"),
        (pencil.line, "strength"),
    ]
    assert [one.words for one in pencil.seen().asides] == ["To come back to", "Something that helps"]
    take_off(
        conversation=pencil.conversation, actor=pencil.cast.ines, position=first, client_id="off"
    ).result(10)
    assert [one.mark for one in pencil.seen().marks] == ["return", "strength"]  # the second one stands


def test_taking_off_every_mark_of_a_kind_leaves_none(pencil: Beside) -> None:
    first = pencil.mark(client_id="same")
    assert pencil.mark(client_id="same") == first
    take_off(
        conversation=pencil.conversation, actor=pencil.cast.maya, position=first, client_id="off"
    ).result(10)
    assert pencil.seen().marks == [] and pencil.seen().asides == []


def test_a_pinned_fact_is_held_up_for_who_carries_on(pencil: Beside) -> None:
    pencil.pin("Sister not replying, 3 days")
    assert [(one.words, one.who) for one in pencil.seen().pins] == [("Sister not replying, 3 days", "Maya")]
    shown = [line.words for line in lines(pencil.seat("seeker"))]
    assert not any("3 days" in words for words in shown)
    assert b"3 days" not in b"".join(bytes(row.sealed) for row in Entry.objects.all())


def test_eight_facts_are_enough_and_a_second_click_is_none(pencil: Beside) -> None:
    for number in range(marking.MOST_PINS):
        pencil.pin(f"fact {number}", client_id=f"pin-{number}")
    pencil.pin("fact 7", client_id="pin-7")
    with pytest.raises(Closed):
        pencil.pin("one more")
    take_off(
        conversation=pencil.conversation,
        actor=pencil.cast.maya,
        position=pencil.seen().pins[0].position,
        client_id="off",
    ).result(10)
    pencil.pin("one more")
    assert [one.words for one in pencil.seen().pins][-1] == "one more"


def test_what_cannot_be_marked_or_pinned_is_refused(pencil: Beside) -> None:
    for given in ({"mark": "star"}, {"position": 999}, {"position": 1}):
        asked = {"position": pencil.line, "mark": "return", **given}
        with pytest.raises(Invalid):
            mark_line(conversation=pencil.conversation, actor=pencil.cast.maya, client_id="x", **asked)
    with pytest.raises(Invalid):
        pencil.pin("long " * 40)
    with pytest.raises(Invalid):
        pencil.pin("  ")
    with pytest.raises(Invalid):
        take_off(conversation=pencil.conversation, actor=pencil.cast.maya, position=77, client_id="x")
    with pytest.raises(NotForYou):
        mark_line(
            conversation=pencil.conversation,
            actor=pencil.cast.tomasz,
            position=pencil.line,
            mark="return",
            client_id="x",
        )


def test_erasing_the_chat_takes_marks_and_pins_with_it(pencil: Beside) -> None:
    pencil.pin("Sister not replying")
    tied = backstage_of(pencil.conversation)
    assert tied is not None
    actions.end_chat(conversation=pencil.conversation, actor=pencil.cast.maya, reason="finished")
    erasing.erase_person(person=pencil.chat.request.person)
    tied.refresh_from_db()
    assert tied.erased_at is not None
    assert {bytes(row.sealed) for row in Entry.objects.filter(conversation=tied)} == {b""}
    with pytest.raises(Closed):
        pin_fact(
            conversation=Chat.objects.get().conversation, actor=pencil.cast.maya, words="x", client_id="x"
        )

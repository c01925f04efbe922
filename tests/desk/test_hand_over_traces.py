"""Hand-overs under chance and under many hands: never two owners, never nobody, never too many chats."""

import random
from contextlib import suppress
from datetime import timedelta

import pytest

from beside.conversations.models import Seat, Side, Voice
from beside.desk import actions
from beside.desk.actions.beside import sit_beside
from beside.desk.models import Chat, HandOver, Offer, OfferState, RequestState, Shift, Step, Target
from beside.desk.models.hand_over import UNDER_WAY
from beside.desk.queries.line import takers
from beside.foundation import clock
from beside.foundation.errors import Closed, DomainError
from beside.people.models import Person
from tests.desk.conftest import NIGHT, Cast
from tests.desk.handing import agreed, handed
from tests.desk.test_at_once import together

TRACES, STEPS = 12, 30


class Trace:
    """One chat and three colleagues to whom anything may happen."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.draw = random.Random(seed)
        self.team = [cast.maya, cast.tomasz, cast.ines]
        for one in self.team:
            Shift.objects.filter(person=one).delete()
            actions.start_shift(person=one)
        self.chat = cast.talking(cast.maya)
        sit_beside(conversation=self.chat.conversation, actor=cast.maya)
        self.away: set[object] = set()
        self.now = clock.now()

    def anything(self) -> str:
        """One act by one of them, who may have no right to it. A refusal is an answer."""
        name = self.draw.choices(list(ACTS), list(ACTS.values()))[0]
        with suppress(DomainError):
            getattr(self, name)(self.who(name))
        return name

    def who(self, name: str) -> Person:
        """Mostly somebody who may: who is asked, or whose chat it is."""
        if self.draw.random() < 0.3:
            return self.draw.choice(self.team)
        asked = Offer.objects.filter(state=OfferState.OPEN).first()
        if asked is not None and name in {"take", "leave_it"}:
            return asked.listener
        owner = Chat.objects.get(pk=self.chat.pk).listener
        return self.draw.choice([one for one in self.team if one != owner]) if name == "take" else owner

    def ask(self, actor: Person) -> None:
        target = self.draw.choice([Target.PERSON, Target.PERSON, Target.LINE, Target.COUNSELLOR])
        to = self.draw.choice(self.team) if target == Target.PERSON else None
        warm = self.draw.random() < 0.6
        actions.ask_to_hand_over(
            conversation=self.chat.conversation, actor=actor, target=target, to=to, warm=warm
        )

    def say(self, _actor: Person) -> None:
        person, agrees = self.chat.request.person, self.draw.random() < 0.8
        actions.answer_hand_over(conversation=self.chat.conversation, person=person, agrees=agrees)

    def take(self, actor: Person) -> None:
        offer = Offer.objects.filter(listener=actor, state=OfferState.OPEN).first()
        if offer is None:
            offer = actions.take_next(listener=actor)
        actions.accept(offer=offer, listener=actor)

    def leave_it(self, actor: Person) -> None:
        offer = Offer.objects.filter(listener=actor, state=OfferState.OPEN).first()
        if offer is not None:
            actions.decline(offer=offer, listener=actor)

    def off(self, actor: Person) -> None:
        actions.call_off(conversation=self.chat.conversation, actor=actor)

    def alone(self, actor: Person) -> None:
        actions.carry_on_alone(conversation=self.chat.conversation, actor=actor)

    def another(self, _actor: Person) -> None:
        actions.ask_for_another(conversation=self.chat.conversation, person=self.chat.request.person)

    def gone(self, actor: Person) -> None:
        self.away.add(actor.pk)
        actions.release_offers_of(person_id=actor.pk)
        actions.listener_lost(person_id=actor.pk)

    def back(self, actor: Person) -> None:
        self.away.discard(actor.pk)
        actions.listener_back(person_id=actor.pk)

    def sweep(self, _actor: Person) -> None:
        self.now += timedelta(seconds=self.draw.choice([5, 5, 30, 130]))
        with clock.frozen(self.now):
            actions.release_stale_offers()
            actions.look_after_hand_overs(is_gone=lambda person: person in self.away)
            if Chat.objects.filter(pk=self.chat.pk, ended_at=None).exclude(lost_at=None).exists():
                actions.listener_gone(conversation=self.chat.conversation)

    def holds(self) -> None:
        """What must be true whatever happened."""
        chat = Chat.objects.select_related("request").get(pk=self.chat.pk)
        going = HandOver.objects.filter(chat=chat, step__in=UNDER_WAY)
        assert going.count() <= 1
        seats = Seat.objects.filter(conversation=chat.conversation, side=Side.STAFF, voice=Voice.SPEAKS)
        there = set(seats.values_list("person_id", flat=True))
        came = {one.taker_id for one in going if one.step == Step.TOGETHER}
        assert there == {chat.listener_id} | came
        assert all(one.load <= one.slots for one in takers())
        assert Offer.objects.filter(request=chat.request, state=OfferState.OPEN).count() <= 1
        if chat.request.state == RequestState.MATCHED and going.filter(step=Step.FINDING).exists():
            assert going.get().target != Target.LINE or self.away


ACTS = {
    "ask": 6,
    "say": 6,
    "take": 6,
    "leave_it": 1,
    "off": 1,
    "alone": 1,
    "another": 0.3,
    "gone": 1,
    "back": 2,
    "sweep": 2,
}
"""What may happen, and how likely it is."""


@pytest.mark.parametrize("seed", range(TRACES))
def test_whatever_happens_one_of_them_owns_it(cast: Cast, seed: int) -> None:
    with clock.frozen(NIGHT):
        trace = Trace(cast, seed)
        if seed % 3 == 1:
            agreed(trace.chat, cast.tomasz, warm=True)
        elif seed % 3 == 2:
            handed(trace.chat, cast.tomasz, warm=True)
        for _each in range(STEPS):
            with clock.frozen(trace.now):
                trace.anything()
                trace.holds()


def test_a_yes_in_two_tabs_asks_one_colleague_once(live_cast: Cast) -> None:
    chat = live_cast.talking()
    actions.start_shift(person=live_cast.tomasz)
    actions.ask_to_hand_over(conversation=chat.conversation, actor=live_cast.maya, to=live_cast.tomasz)
    person = chat.request.person
    together(
        *[
            lambda agrees=agrees: actions.answer_hand_over(
                conversation=chat.conversation, person=person, agrees=agrees
            )
            for agrees in (True, True, True, True)
        ]
    )
    assert Offer.objects.filter(listener=live_cast.tomasz).count() == 1
    assert chat.conversation.entries.filter(client_id__endswith="asking").count() == 1


def test_two_forms_at_once_make_one_question(live_cast: Cast) -> None:
    chat = live_cast.talking()
    for one in (live_cast.tomasz, live_cast.ines):
        actions.start_shift(person=one)
    results = together(
        *[
            lambda to=to: actions.ask_to_hand_over(
                conversation=chat.conversation, actor=live_cast.maya, to=to, mark=to.name
            )
            for to in (live_cast.tomasz, live_cast.ines)
        ]
    )
    assert sorted(isinstance(one, Closed) for one in results) == [False, True]
    assert HandOver.objects.count() == 1


def test_called_off_and_taken_at_the_same_moment_is_one_of_the_two(live_cast: Cast) -> None:
    chat = live_cast.talking()
    actions.start_shift(person=live_cast.tomasz)
    offer = agreed(chat, live_cast.tomasz)
    together(
        lambda: actions.call_off(conversation=chat.conversation, actor=live_cast.ines).step,
        lambda: actions.accept(offer=offer, listener=live_cast.tomasz).listener.name,
    )
    chat.refresh_from_db()
    ended = {live_cast.tomasz.pk: Step.DONE, live_cast.maya.pk: Step.CALLED_OFF}
    assert HandOver.objects.get().step == ended[chat.listener_id]
    speaks = Seat.objects.filter(conversation=chat.conversation, side=Side.STAFF, voice=Voice.SPEAKS)
    assert [seat.person_id for seat in speaks] == [chat.listener_id]

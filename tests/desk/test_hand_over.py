"""Handing over: the seeker is asked first, exactly one listener owns the chat at each step."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from beside.conversations import actions as conversations
from beside.conversations.models import EntryKind, Seat, Voice
from beside.conversations.queries import lines, seat_of
from beside.desk import actions, holdings, queries
from beside.desk.actions.beside import sit_beside, take_over_beside
from beside.desk.models import Agreed, Chat, HandOver, Offer, OfferState, RequestState, Step, Target
from beside.desk.queries.line import takers
from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.journal.models import AuditLine
from beside.people.models import Person, Role
from tests.desk.conftest import NIGHT, Cast
from tests.desk.handing import agreed, handed
from tests.world import make_colleague, make_seeker


def gone(*persons: Person) -> "set[UUID]":
    """Whose connection has been down for a while."""
    return {person.pk for person in persons}


def look(*persons: Person) -> int:
    """One round of the sweep, with these people's connections down."""
    away = gone(*persons)
    return actions.look_after_hand_overs(is_gone=lambda person: person in away)


def voice(chat: Chat, person: Person) -> str:
    """What this person may do in the chat."""
    seat = Seat.objects.filter(conversation=chat.conversation, person=person).first()
    return seat.voice if seat else "never there"


def said(chat: Chat) -> list[str]:
    """What the service says in the chat, as its seeker reads it."""
    seat = seat_of(chat.request.person, chat.conversation_id)
    return [line.words for line in lines(seat) if line.kind in {EntryKind.NOTICE, EntryKind.JOINED}]


def now(chat: Chat) -> Chat:
    """The chat as it stands."""
    return Chat.objects.select_related("listener", "conversation", "request__person").get(pk=chat.pk)


@pytest.fixture
def chat(cast: Cast) -> Chat:
    """Maya talks with somebody; Tomasz is on shift and free."""
    made = cast.talking()
    sit_beside(conversation=made.conversation, actor=cast.maya)
    actions.start_shift(person=cast.tomasz)
    return made


def test_nobody_is_asked_before_the_seeker_has_said_yes(cast: Cast, chat: Chat) -> None:
    going = actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.maya, to=cast.tomasz)
    assert going.step == Step.ASKING
    assert not Offer.objects.filter(listener=cast.tomasz).exists()
    assert "Maya would like to ask Tomasz to carry on with you" in said(chat)[-1]
    actions.answer_hand_over(conversation=chat.conversation, person=chat.request.person, agrees=True)
    offer = Offer.objects.get(listener=cast.tomasz)
    assert (offer.by, offer.is_open) == (cast.maya, True)
    assert HandOver.objects.get().agreed == Agreed.BUTTON


def test_a_no_keeps_it_as_it_is_and_asks_nobody(cast: Cast, chat: Chat) -> None:
    actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.maya, to=cast.tomasz)
    actions.answer_hand_over(conversation=chat.conversation, person=chat.request.person, agrees=False)
    assert HandOver.objects.get().step == Step.DECLINED
    assert not Offer.objects.filter(listener=cast.tomasz).exists()
    assert (now(chat).listener, now(chat).request.state) == (cast.maya, RequestState.MATCHED)
    assert said(chat)[-1] == "That is all right. Maya stays with you."


def test_the_first_answer_counts(cast: Cast, chat: Chat) -> None:
    person = chat.request.person
    actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.maya, to=cast.tomasz)
    for agrees in (True, True, False):
        actions.answer_hand_over(conversation=chat.conversation, person=person, agrees=agrees)
    assert HandOver.objects.get().step == Step.FINDING
    assert Offer.objects.filter(listener=cast.tomasz).count() == 1


def test_only_the_person_themselves_answers(cast: Cast, chat: Chat) -> None:
    actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.maya, to=cast.tomasz)
    for person in (cast.maya, cast.tomasz, make_seeker().person):
        with pytest.raises(NotForYou):
            actions.answer_hand_over(conversation=chat.conversation, person=person, agrees=True)
    assert HandOver.objects.get().step == Step.ASKING


def test_a_double_click_asks_once_and_another_form_is_refused(cast: Cast, chat: Chat) -> None:
    for _each in range(2):
        actions.ask_to_hand_over(
            conversation=chat.conversation, actor=cast.maya, to=cast.tomasz, mark="one-form"
        )
    assert HandOver.objects.count() == 1
    assert sum("would like to ask" in line for line in said(chat)) == 1
    with pytest.raises(Closed):
        actions.ask_to_hand_over(
            conversation=chat.conversation, actor=cast.maya, target=Target.LINE, mark="another"
        )


def test_only_the_listener_or_a_supervisor_asks_and_only_for_somebody(cast: Cast, chat: Chat) -> None:
    with pytest.raises(NotForYou):
        actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.tomasz, to=cast.ines)
    for target, to in (("person", None), ("person", cast.maya), ("nobody", None), ("line", cast.tomasz)):
        with pytest.raises(Invalid):
            actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.maya, target=target, to=to)
    actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.ines, to=cast.tomasz)
    assert "Maya would like" in said(chat)[-1]


def test_who_is_paused_or_full_is_not_asked(cast: Cast, chat: Chat) -> None:
    actions.pause(person=cast.tomasz)
    with pytest.raises(Closed, match="not taking anyone new"):
        actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.maya, to=cast.tomasz)
    actions.resume(person=cast.tomasz)
    actions.set_slots(person=cast.tomasz, slots=1)
    cast.seeker_asks()
    actions.accept(offer=actions.take_next(listener=cast.tomasz), listener=cast.tomasz)
    with pytest.raises(Closed, match="one more chat"):
        actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.maya, to=cast.tomasz)
    assert not HandOver.objects.exists()


def test_who_was_free_when_asked_and_is_not_at_the_yes(cast: Cast, chat: Chat) -> None:
    actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.maya, to=cast.tomasz)
    actions.pause(person=cast.tomasz)
    actions.answer_hand_over(conversation=chat.conversation, person=chat.request.person, agrees=True)
    assert HandOver.objects.get().step == Step.STAYED
    assert said(chat)[-1] == "Maya stays with you."


def test_a_cold_one_changes_hands_at_once_and_greets_nobody_twice(cast: Cast, chat: Chat) -> None:
    taken = handed(chat, cast.tomasz)
    assert (taken.pk, taken.listener) == (chat.pk, cast.tomasz)
    assert (voice(chat, cast.maya), voice(chat, cast.tomasz)) == (Voice.NONE, Voice.SPEAKS)
    assert HandOver.objects.get().step == Step.DONE
    assert sum("minutes together" in line for line in said(chat)) == 1
    assert now(chat).accepted_at == NIGHT


def test_a_warm_one_has_both_there_until_the_newcomer_has_written(live_cast: Cast) -> None:
    chat = live_cast.talking()
    sit_beside(conversation=chat.conversation, actor=live_cast.maya)
    actions.start_shift(person=live_cast.tomasz)
    same = handed(chat, live_cast.tomasz, warm=True)
    take_over_beside(conversation=chat.conversation, actor=live_cast.tomasz)
    assert (same.listener, HandOver.objects.get().step) == (live_cast.maya, Step.TOGETHER)
    assert voice(chat, live_cast.maya) == voice(chat, live_cast.tomasz) == Voice.SPEAKS
    assert look() == 0
    words(chat, live_cast.maya, "Tomasz is here now.")
    assert look() == 0
    words(chat, live_cast.tomasz, "I have read it all.")
    assert look() == 1
    assert (now(chat).listener, HandOver.objects.get().step) == (live_cast.tomasz, Step.DONE)
    assert voice(chat, live_cast.maya) == Voice.NONE
    assert sum("minutes together" in line for line in said(chat)) == 1
    assert look() == 0


def words(chat: Chat, person: Person, text: str) -> None:
    """This person says something in the chat."""
    seat = seat_of(person, chat.conversation_id)
    conversations.say(seat=seat, words=text, client_id=uuid4().hex).result(10)


def test_while_both_are_there_it_counts_for_both_and_one_owns_it(cast: Cast, chat: Chat) -> None:
    handed(chat, cast.tomasz, warm=True)
    assert {one.id: one.load for one in takers()} == {cast.maya.pk: 1, cast.tomasz.pk: 1}
    assert [row.chat for row in queries.board_of(cast.tomasz).mine] == [chat]
    assert [row.chat for row in queries.board_of(cast.maya).mine] == [chat]
    for verb in (
        lambda: actions.end_chat(conversation=chat.conversation, actor=cast.tomasz, reason="finished"),
        lambda: actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.tomasz, to=cast.ines),
    ):
        with pytest.raises(NotForYou):
            verb()


@pytest.mark.parametrize("who", ["maya", "tomasz", "ines"])
def test_each_of_them_can_say_that_the_newcomer_carries_on(cast: Cast, chat: Chat, who: str) -> None:
    handed(chat, cast.tomasz, warm=True)
    actions.carry_on_alone(conversation=chat.conversation, actor=getattr(cast, who))
    assert now(chat).listener == cast.tomasz
    assert AuditLine.objects.filter(act="chat.taken-over", actor=cast.tomasz.pk).count() == 1
    with pytest.raises(Closed):
        actions.carry_on_alone(conversation=chat.conversation, actor=cast.tomasz)


@pytest.mark.parametrize("who", ["maya", "tomasz", "ines"])
def test_each_of_them_can_leave_it_as_it_was(cast: Cast, chat: Chat, who: str) -> None:
    handed(chat, cast.tomasz, warm=True)
    actions.call_off(conversation=chat.conversation, actor=getattr(cast, who))
    assert (now(chat).listener, HandOver.objects.get().step) == (cast.maya, Step.CALLED_OFF)
    assert (voice(chat, cast.maya), voice(chat, cast.tomasz)) == (Voice.SPEAKS, Voice.NONE)
    assert said(chat)[-1] == "Maya stays with you."


def test_others_have_no_say_in_it(cast: Cast, chat: Chat) -> None:
    offer = agreed(chat, cast.tomasz, warm=True)
    for verb in (actions.call_off, actions.carry_on_alone):
        with pytest.raises(NotForYou):
            verb(conversation=chat.conversation, actor=cast.tomasz)
    actions.accept(offer=offer, listener=cast.tomasz)
    outsider = make_colleague("Oskar", Role.LISTENER)
    for verb in (actions.call_off, actions.carry_on_alone, actions.agreed_in_words):
        with pytest.raises(NotForYou):
            verb(conversation=chat.conversation, actor=outsider)


def test_one_of_the_two_goes_and_the_other_has_it(cast: Cast, chat: Chat) -> None:
    handed(chat, cast.tomasz, warm=True)
    assert look(cast.tomasz) == 1
    assert (now(chat).listener, HandOver.objects.get().step) == (cast.maya, Step.STAYED)
    handed(now(chat), cast.tomasz, warm=True)
    assert look(cast.maya) == 1
    assert now(chat).listener == cast.tomasz


def test_both_go_and_somebody_still_owns_it(cast: Cast, chat: Chat) -> None:
    handed(chat, cast.tomasz, warm=True)
    assert look(cast.maya, cast.tomasz) == 1
    assert now(chat).listener == cast.tomasz
    assert actions.listener_lost(person_id=cast.tomasz.pk) == 1


def test_a_colleague_who_lets_it_go_leaves_it_as_it_was_and_another_can_be_asked(
    cast: Cast, chat: Chat
) -> None:
    actions.decline(offer=agreed(chat, cast.tomasz), listener=cast.tomasz)
    assert said(chat)[-1] == "Maya stays with you."
    actions.start_shift(person=cast.ines)
    actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.maya, to=cast.ines)
    assert list(HandOver.objects.order_by("pk").values_list("step", flat=True)) == [Step.STAYED, Step.ASKING]


def test_an_offer_that_runs_out_is_tidied_up_by_itself(cast: Cast, chat: Chat) -> None:
    agreed(chat, cast.tomasz)
    with clock.frozen(NIGHT + timedelta(seconds=119)):
        assert (actions.release_stale_offers(), look()) == (0, 0)
    with clock.frozen(NIGHT + timedelta(seconds=121)):
        assert (actions.release_stale_offers(), look()) == (1, 1)
    assert HandOver.objects.get().step == Step.STAYED
    shift = queries.shift_of(cast.tomasz)
    assert shift is not None and shift.misses == 0


def test_a_question_nobody_answers_lapses(cast: Cast, chat: Chat) -> None:
    actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.maya, to=cast.tomasz)
    with clock.frozen(NIGHT + timedelta(minutes=4, seconds=59)):
        assert look() == 0
    with clock.frozen(NIGHT + timedelta(minutes=5)):
        assert look() == 1
    assert HandOver.objects.get().step == Step.UNANSWERED
    answer = actions.answer_hand_over(conversation=chat.conversation, person=chat.request.person, agrees=True)
    assert answer is None
    assert not Offer.objects.filter(listener=cast.tomasz).exists()


def test_a_yes_in_words_needs_words(live_cast: Cast) -> None:
    chat = live_cast.talking()
    actions.start_shift(person=live_cast.tomasz)
    words(chat, chat.request.person, "Before the question.")
    actions.ask_to_hand_over(conversation=chat.conversation, actor=live_cast.maya, to=live_cast.tomasz)
    with pytest.raises(Closed, match="not written"):
        actions.agreed_in_words(conversation=chat.conversation, actor=live_cast.maya)
    words(chat, chat.request.person, "Yes, that is fine.")
    going = actions.agreed_in_words(conversation=chat.conversation, actor=live_cast.maya)
    assert (going.step, going.agreed) == (Step.FINDING, Agreed.WORDS)
    assert AuditLine.objects.filter(act="chat.yes-in-words", actor=live_cast.maya.pk).exists()


def test_to_the_line_whoever_is_free_takes_it_and_the_listener_stays_until_then(
    cast: Cast, chat: Chat
) -> None:
    actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.maya, target=Target.LINE)
    actions.answer_hand_over(conversation=chat.conversation, person=chat.request.person, agrees=True)
    cast.seeker_asks()
    assert now(chat).listener == cast.maya
    with pytest.raises(Closed):
        actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.maya, to=cast.tomasz)
    offer = actions.take_next(listener=cast.tomasz)
    assert offer.request == chat.request
    assert actions.accept(offer=offer, listener=cast.tomasz).listener == cast.tomasz
    assert HandOver.objects.get().step == Step.DONE


def test_called_off_it_leaves_the_line(cast: Cast, chat: Chat) -> None:
    actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.maya, target=Target.LINE)
    actions.answer_hand_over(conversation=chat.conversation, person=chat.request.person, agrees=True)
    offer = actions.take_next(listener=cast.tomasz)
    actions.call_off(conversation=chat.conversation, actor=cast.maya)
    assert (now(chat).request.state, now(chat).request.front) == (RequestState.MATCHED, False)
    with pytest.raises(Closed):
        actions.accept(offer=offer, listener=cast.tomasz)
    assert now(chat).listener == cast.maya


def test_a_listener_back_from_a_tunnel_does_not_lose_the_place_in_line(cast: Cast, chat: Chat) -> None:
    actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.maya, target=Target.LINE)
    actions.answer_hand_over(conversation=chat.conversation, person=chat.request.person, agrees=True)
    actions.listener_lost(person_id=cast.maya.pk)
    actions.listener_back(person_id=cast.maya.pk)
    assert now(chat).request.state == RequestState.MATCHED
    assert look() == 1
    assert now(chat).request.state == RequestState.WAITING


def test_to_a_role_one_after_the_other_is_asked(cast: Cast, chat: Chat) -> None:
    for name in ("Ada", "Bo"):
        actions.start_shift(person=make_colleague(name, Role.COUNSELLOR))
    actions.pause(person=cast.tomasz)
    actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.maya, target=Target.COUNSELLOR)
    actions.answer_hand_over(conversation=chat.conversation, person=chat.request.person, agrees=True)
    asked = []
    for _each in range(2):
        offer = Offer.objects.get(by=cast.maya, state=OfferState.OPEN)
        asked.append(offer.listener.name)
        actions.decline(offer=offer, listener=offer.listener)
        look()
    assert asked == ["Ada", "Bo"]
    assert not Offer.objects.filter(by=cast.maya, state=OfferState.OPEN).exists()
    assert HandOver.objects.get().step == Step.FINDING
    actions.resume(person=cast.tomasz)
    assert look() == 1
    last = Offer.objects.get(by=cast.maya, state=OfferState.OPEN)
    assert actions.accept(offer=last, listener=cast.tomasz).listener == cast.tomasz


def test_the_end_of_the_chat_ends_it_at_every_step(cast: Cast, chat: Chat) -> None:
    handed(chat, cast.tomasz, warm=True)
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")
    assert HandOver.objects.get().step == Step.CALLED_OFF
    assert voice(chat, cast.tomasz) == Voice.NONE
    assert [row.chat for row in queries.board_of(cast.tomasz).mine] == []
    for verb in (actions.call_off, actions.carry_on_alone, actions.agreed_in_words):
        with pytest.raises(Closed):
            verb(conversation=chat.conversation, actor=cast.maya)


def test_the_seeker_asks_for_somebody_else_meanwhile(cast: Cast, chat: Chat) -> None:
    offer = agreed(chat, cast.tomasz)
    actions.ask_for_another(conversation=chat.conversation, person=chat.request.person)
    assert HandOver.objects.get().step == Step.CALLED_OFF
    with pytest.raises(Closed):
        actions.accept(offer=offer, listener=cast.tomasz)
    assert actions.take_next(listener=cast.tomasz).request == chat.request


def test_a_listener_who_goes_while_a_colleague_is_asked(cast: Cast, chat: Chat) -> None:
    offer = agreed(chat, cast.tomasz, warm=True)
    actions.listener_lost(person_id=cast.maya.pk)
    actions.listener_gone(conversation=chat.conversation)
    assert now(chat).request.state == RequestState.MATCHED
    assert actions.accept(offer=offer, listener=cast.tomasz).listener == cast.tomasz
    assert (HandOver.objects.get().step, voice(chat, cast.maya)) == (Step.DONE, Voice.NONE)


def test_what_is_kept_of_it_is_told_fades_and_goes(cast: Cast, chat: Chat) -> None:
    handed(chat, cast.tomasz)
    told = [one for one in holdings.about(chat.request.person) if "carry on" in str(one.what)]
    assert [(row["from"], row["to"]) for one in told for row in one.detail] == [("Maya", "Tomasz")]
    actions.fade(conversation_id=chat.conversation_id)
    kept = HandOver.objects.get()
    assert (kept.asked_at.hour, kept.offer) == (0, None)
    actions.forget_answers(conversation_id=chat.conversation_id)
    assert not HandOver.objects.exists()

"""Who is asked first: subjects, shared experience, wishes, qualifications, people who were left out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from beside.desk import actions, queries, routing
from beside.desk.models import Chat, Given, Request, RequestState, Wanted
from beside.desk.queries import line
from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.people import actions as people
from beside.people.models import Person, Profile, Role
from tests.desk.conftest import NIGHT, Cast, written
from tests.world import make_colleague, make_seeker, sign_in

EXPERT = timedelta(seconds=210)


def answer(request: Request, **answers: str) -> None:
    """Answer these questions of the waiting room."""
    for question, given in answers.items():
        actions.answer_question(request=request, person=request.person, question=question, answer=given)


def may_take(listener: Person, request: Request) -> routing.Refusal | None:
    """Why routing would not let this person take the request now."""
    everyone = line.takers()
    row = next(line.as_waiting(one) for one in line.waiting() if one.pk == request.pk)
    me = next(one for one in everyone if one.id == listener.pk)
    return routing.refusal(me, row, everyone, clock.now())


def on_shift(*people_: Person) -> None:
    """These come on shift."""
    for person in people_:
        actions.start_shift(person=person)


def test_who_knows_the_subject_comes_first_and_then_anybody(cast: Cast) -> None:
    nora = make_colleague("Nora", Role.LISTENER)
    people.choose_profile(person=nora, topics=["grief"])
    on_shift(cast.maya, nora)
    request = cast.seeker_asks()
    answer(request, topic="grief")
    assert may_take(cast.maya, request) is routing.Refusal.EXPERT_FIRST
    assert may_take(nora, request) is None
    with clock.frozen(NIGHT + EXPERT):
        assert may_take(cast.maya, request) is None


def test_shared_experience_needs_both_sides(cast: Cast) -> None:
    nora = make_colleague("Nora", Role.LISTENER)
    people.choose_profile(person=nora, tags=["grief"])
    on_shift(cast.maya, nora)
    request = cast.seeker_asks()
    answer(request, topic="grief")
    assert line.as_waiting(request).tags == frozenset()
    answer(request, wish="lived")
    request = Request.objects.get(pk=request.pk)
    assert line.as_waiting(request).tags == {"grief"}
    assert may_take(cast.maya, request) is routing.Refusal.EXPERT_FIRST
    people.choose_profile(person=nora)
    assert may_take(cast.maya, request) is None


@pytest.mark.parametrize(("wish", "who"), [("woman", "maya"), ("counsellor", "tomasz")])
def test_a_wish_is_met_first_and_let_go_in_time(cast: Cast, wish: str, who: str) -> None:
    people.choose_profile(person=cast.maya, gender="woman")
    on_shift(cast.maya, cast.tomasz)
    request = cast.seeker_asks()
    answer(request, wish=wish)
    other = cast.tomasz if who == "maya" else cast.maya
    assert may_take(getattr(cast, who), request) is None
    assert may_take(other, request) is routing.Refusal.WISH_FIRST
    with clock.frozen(NIGHT + EXPERT):
        assert may_take(other, request) is None


def test_a_wish_nobody_could_meet_keeps_nobody_waiting(cast: Cast) -> None:
    on_shift(cast.maya)
    request = cast.seeker_asks()
    answer(request, wish="man")
    assert may_take(cast.maya, request) is None


def test_danger_waits_for_no_wish(cast: Cast) -> None:
    people.choose_profile(person=cast.tomasz, gender="woman")
    on_shift(cast.tomasz, cast.ines)
    people.choose_profile(person=cast.ines, gender="man")
    request = cast.seeker_asks("no")
    answer(request, wish="woman", topic="grief")
    assert may_take(cast.ines, request) is None


def test_a_wish_can_be_taken_back(cast: Cast) -> None:
    people.choose_profile(person=cast.maya, gender="woman")
    on_shift(cast.maya, cast.tomasz)
    request = cast.seeker_asks()
    answer(request, wish="woman", topic="grief")
    answer(request, wish="", topic="")
    assert may_take(cast.tomasz, request) is None
    assert not Given.objects.exclude(code="").exists()


def test_a_record_binds_at_any_time(cast: Cast) -> None:
    on_shift(cast.maya)
    danger = cast.seeker_asks("no")
    assert may_take(cast.maya, danger) is None
    people.qualify(actor=cast.odile, person=cast.maya, most_urgency=2, minors=False)
    with clock.frozen(NIGHT + timedelta(hours=2)):
        assert may_take(cast.maya, danger) is routing.Refusal.QUALIFICATION
    people.qualify(actor=cast.odile, person=cast.maya, most_urgency=4, minors=False)
    assert may_take(cast.maya, danger) is None


def test_the_same_listener_comes_first_if_they_are_here(cast: Cast) -> None:
    chat = cast.talking(cast.maya)
    written(actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished"))
    on_shift(cast.tomasz)
    request = actions.ask(person=chat.request.person, safe="yes", language="en")
    actions.choose_listener(request=request, person=request.person, choice="same")
    assert may_take(cast.tomasz, request) is routing.Refusal.WISH_FIRST
    assert may_take(cast.maya, request) is None
    with clock.frozen(NIGHT + EXPERT):
        assert may_take(cast.tomasz, request) is None


def test_a_fresh_start_leaves_out_who_was_there_before_for_a_while(cast: Cast) -> None:
    chat = cast.talking(cast.maya)
    written(actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished"))
    request = actions.ask(person=chat.request.person, safe="yes", language="en")
    actions.choose_listener(request=request, person=request.person, choice="fresh")
    assert may_take(cast.maya, request) is routing.Refusal.BLOCKED
    with clock.frozen(NIGHT + EXPERT):
        assert may_take(cast.maya, request) is None


def test_whoever_is_new_has_nobody_to_ask_for_again(cast: Cast) -> None:
    request = cast.seeker_asks()
    with pytest.raises(Invalid):
        actions.choose_listener(request=request, person=request.person, choice="same")
    with pytest.raises(NotForYou):
        actions.choose_listener(request=request, person=make_seeker().person, choice="fresh")


def test_who_was_left_out_is_never_asked_again(cast: Cast) -> None:
    chat = cast.talking(cast.maya)
    person = chat.request.person
    written(actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished"))
    for _ in range(2):
        assert actions.leave_out(conversation=chat.conversation, person=person) == cast.maya
    request = actions.ask(person=person, safe="no", language="en")
    assert queries.listener_before(request) is None
    with clock.frozen(NIGHT + timedelta(hours=5)):
        assert may_take(cast.maya, request) is routing.Refusal.BLOCKED
        with pytest.raises(Closed):
            actions.take_next(listener=cast.maya)
        assert actions.leave_out_nobody(person=person) == 1
        assert may_take(cast.maya, request) is None


def test_leaving_out_takes_back_what_was_asked(cast: Cast) -> None:
    chat = cast.talking(cast.maya)
    person = chat.request.person
    written(actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished"))
    request = actions.ask(person=person, safe="yes", language="en")
    offer = actions.take_next(listener=cast.maya)
    actions.leave_out(conversation=chat.conversation, person=person)
    with pytest.raises(Closed):
        actions.accept(offer=offer, listener=cast.maya)
    request.refresh_from_db()
    assert request.state == RequestState.WAITING and not Chat.objects.filter(request=request).exists()


def test_leaving_out_in_a_running_chat_asks_somebody_else(cast: Cast) -> None:
    chat = cast.talking(cast.maya)
    actions.leave_out(conversation=chat.conversation, person=chat.request.person)
    chat.request.refresh_from_db()
    assert (chat.request.state, chat.request.front) == (RequestState.WAITING, True)
    assert Chat.objects.get(pk=chat.pk).listener == cast.maya, "who listens stays until somebody has come"


def test_nobody_leaves_out_somebody_elses_listener(cast: Cast) -> None:
    chat = cast.talking(cast.maya)
    with pytest.raises(NotForYou):
        actions.leave_out(conversation=chat.conversation, person=make_seeker().person)


def test_a_line_of_many_costs_a_handful_of_questions(cast: Cast) -> None:
    on_shift(cast.maya)
    for _ in range(3):
        answer(cast.seeker_asks(), topic="grief", wish="woman")
    few = _questions_asked()
    for _ in range(5):
        answer(cast.seeker_asks(), topic="grief", wish="woman")
    assert _questions_asked() == few
    assert Wanted.objects.count() == 8


def _questions_asked() -> int:
    with CaptureQueriesContext(connection) as asked:
        [line.as_waiting(one) for one in line.waiting()]
        line.takers()
    return len(asked)


def test_the_listener_sees_the_subject_at_the_offer_and_the_answers_in_the_chat(
    cast: Cast, client: Client
) -> None:
    on_shift(cast.maya)
    request = cast.seeker_asks()
    answer(request, topic="grief", age="16-17", distress="7")
    offer = actions.take_next(listener=cast.maya)
    page = sign_in(client, cast.maya).get("/desk/live").content.decode()
    assert "<dd>Grief</dd>" in page and "Says they are under age" in page and "16 or 17" not in page
    actions.accept(offer=offer, listener=cast.maya)
    page = client.get("/desk/live").content.decode()
    assert "<dd>16 or 17</dd>" in page and "<dd>7 / 10</dd>" in page


def test_a_listener_says_what_they_bring_along(cast: Cast, client: Client) -> None:
    sign_in(client, cast.maya)
    given = {"topics": ["grief"], "tags": ["sleep"], "gender": "woman"}
    assert client.post("/desk/profile", given).url == "/desk/profile"  # type: ignore[attr-defined]
    assert Profile.objects.get(person=cast.maya).tags == ["sleep"]
    assert 'value="sleep" checked' in client.get("/desk/profile").content.decode()
    assert client.post("/desk/profile", {"topics": ["nothing"]}).status_code == 422
    client.post("/desk/profile", {"gender": ""})
    assert not Profile.objects.exists()
    assert sign_in(Client(), cast.odile).get("/desk/profile").status_code == 404


def test_a_chat_is_not_handed_to_who_was_left_out(cast: Cast) -> None:
    chat = cast.talking(cast.tomasz)
    on_shift(cast.ines)
    people.block(person=chat.request.person, colleague=cast.ines)
    with pytest.raises(Closed):
        actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.tomasz, to=cast.ines)
    actions.leave_out_nobody(person=chat.request.person)
    actions.ask_to_hand_over(conversation=chat.conversation, actor=cast.tomasz, to=cast.ines)

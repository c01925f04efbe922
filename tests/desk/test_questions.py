"""The questions of the waiting room: what is asked, what is kept of an answer, and for how long."""

import json
import re

import pytest
from django.test import Client

from beside.conversations.queries import lines, seat_of
from beside.desk import actions, holdings, queries
from beside.desk.models import Given, Question, Request, Service, Wanted
from beside.desk.queries import line, waiting_room
from beside.foundation.errors import Closed, Invalid, NotForYou, Unavailable
from beside.journal import keys
from beside.journal.models import DataKey, Job
from beside.people import actions as people
from beside.people.actions import begin_visit
from beside.people.cookies import VISIT
from beside.people.models import Person
from tests.desk.conftest import Cast
from tests.world import arrive, make_seeker


def answer(request: Request, question: str, given: str, mark: str = "") -> None:
    """One answer of the person who waits."""
    actions.answer_question(
        request=request, person=request.person, question=question, answer=given, mark=mark
    )


def browser(person: Person) -> Client:
    """The person's own browser."""
    client = Client()
    client.cookies[VISIT] = begin_visit(person=person)[1]
    return client


def test_five_questions_come_with_the_house_and_never_more(cast: Cast) -> None:
    assert [one.code for one in queries.questions()] == ["distress", "topic", "wish", "age", "else"]
    service = Service.objects.get(pk=waiting_room.NUMBER)
    for place in range(3):
        facts = {"kind": "choice", "place": 0, "words": {"en": {"label": f"Question {place}"}}}
        Question.objects.create(service=service, code=f"own-{place}", **facts)
    assert len(queries.questions()) == 5
    assert [one.label for one in queries.questions()[:3]] == [f"Question {place}" for place in range(3)]


def test_a_service_sets_its_own_words_answers_and_marks(cast: Cast) -> None:
    service = Service.objects.get(pk=waiting_room.NUMBER)
    Question.objects.create(service=service, code="age", kind="age", place=9, is_asked=False)
    Question.objects.create(
        service=service,
        code="wish",
        kind="wish",
        place=0,
        is_personal=False,
        words={"en": {"label": "Who?"}, "fr": {"label": "Qui ?"}},
        options=[{"code": "woman"}, {"code": "elder", "words": {"en": "An elder"}, "role": "counsellor"}],
    )
    first = queries.questions()[0]
    assert (first.code, first.label, first.personal) == ("wish", "Who?", False)
    assert [str(one.words) for one in first.options] == ["A woman", "An elder"]
    assert "age" not in [one.code for one in queries.questions()]
    request = cast.seeker_asks()
    answer(request, "wish", "elder")
    assert (Wanted.objects.get().role, Given.objects.get().code) == ("counsellor", "elder")


def test_a_personal_answer_is_sealed_and_the_others_are_codes(cast: Cast) -> None:
    request = cast.seeker_asks()
    answer(request, "topic", "grief")
    answer(request, "age", "under-16")
    rows = {row.question: row for row in Given.objects.filter(request=request)}
    assert (rows["topic"].code, rows["topic"].sealed) == ("grief", None)
    assert rows["age"].code == "" and b"under-16" not in bytes(rows["age"].sealed or b"")
    assert waiting_room.code_of(request, rows["age"]) == "under-16"
    words = [(str(one.label), str(one.words)) for one in queries.answered(request)]
    assert words == [("What is it about, most of all?", "Grief"), ("How old are you?", "Under 16")]


def test_a_sealed_answer_does_not_open_anywhere_else(cast: Cast) -> None:
    mine, other = cast.seeker_asks(), cast.seeker_asks()
    answer(mine, "age", "under-16")
    stolen = Given.objects.get(request=mine)
    assert waiting_room.code_of(other, Given(request=other, question="age", sealed=stolen.sealed)) == ""
    assert waiting_room.code_of(mine, Given(request=mine, question="wish", sealed=stolen.sealed)) == ""


def test_an_answer_can_be_changed_and_skipped(cast: Cast) -> None:
    request = cast.seeker_asks()
    for given in ("grief", "sleep", "sleep", ""):
        answer(request, "topic", given)
    assert Given.objects.filter(request=request).count() == 1
    assert [one.code for one in queries.unanswered(request)] == ["distress", "wish", "age", "else"]
    assert not queries.answered(request)


@pytest.mark.parametrize(
    ("question", "given"), [("topic", "nothing"), ("nothing", "x"), ("distress", "11"), ("distress", "-1")]
)
def test_an_answer_that_is_none_is_refused(cast: Cast, question: str, given: str) -> None:
    with pytest.raises(Invalid):
        answer(cast.seeker_asks(), question, given)
    assert not Given.objects.exists()


def test_nobody_answers_for_somebody_else_or_too_late(cast: Cast) -> None:
    request = cast.seeker_asks()
    with pytest.raises(NotForYou):
        actions.answer_question(
            request=request, person=make_seeker().person, question="topic", answer="grief"
        )
    actions.leave_line(request=request, person=request.person)
    request.refresh_from_db()
    with pytest.raises(Closed):
        answer(request, "topic", "grief")


def test_answers_have_their_time(cast: Cast) -> None:
    request = cast.seeker_asks()
    for question, given in (("topic", "grief"), ("age", "18-24"), ("wish", "woman")):
        answer(request, question, given)
    assert any("woman" in row.values() for one in holdings.about(request.person) for row in one.detail)
    actions.forget_waiting_answers(requests=[request.pk])
    assert [row.question for row in Given.objects.all()] == ["topic"]
    assert not Wanted.objects.exists()
    actions.forget_answers(conversation_id=request.conversation_id)
    assert not Given.objects.exists()


def test_of_a_place_nobody_took_no_answer_stays(cast: Cast) -> None:
    request = cast.seeker_asks()
    answer(request, "topic", "grief")
    actions.leave_line(request=request, person=request.person)
    actions.fade(conversation_id=request.conversation_id)
    assert not Given.objects.exists() and not Wanted.objects.exists()


def test_the_waiting_room_asks_one_at_a_time(cast: Cast) -> None:
    request = cast.seeker_asks()
    page, where = browser(request.person), f"/wait/{request.conversation_id}"
    shown = page.get(where).content.decode()
    cards = re.findall(r"<div data-question( hidden)?>", shown)
    assert cards == ["", " hidden", " hidden", " hidden", " hidden"]
    given = {"question": "topic", "answer": "grief"}
    assert page.post(f"{where}/questions", given).url == where  # type: ignore[attr-defined]
    kept = page.post(
        f"{where}/questions", {"question": "age", "answer": ""}, headers={"Accept": "application/json"}
    )
    assert json.loads(kept.content) == {"kept": True}
    assert page.get(where).content.count(b"<div data-question") == 3
    assert page.get(f"{where}?again=1").content.count(b"<div data-question") == 5


def test_without_scripts_the_questions_stand_in_a_frame_of_ours(cast: Cast) -> None:
    request = cast.seeker_asks()
    page, where = browser(request.person), f"/wait/{request.conversation_id}/questions"
    frame = page.get(where)
    assert "frame-ancestors 'self'" in frame["Content-Security-Policy"]
    assert b'http-equiv="refresh"' not in frame.content, "nothing half written is swept away"
    assert frame.content.count(b"<div data-question") == 1
    answered = page.post(where, {"question": "distress", "answer": "3", "framed": "1"})
    assert answered.url == where  # type: ignore[attr-defined]
    assert b'value="topic"' in page.get(where).content


def test_outsiders_find_no_questions(cast: Cast) -> None:
    request = cast.seeker_asks()
    page = arrive(Client(), make_seeker())
    where = f"/wait/{request.conversation_id}"
    assert page.get(f"{where}/questions").status_code == 404
    for path in ("questions", "listener", "left-out"):
        assert page.post(f"{where}/{path}", {"question": "topic", "answer": "grief"}).status_code == 404
    assert page.get(f"/c/{request.conversation_id}/left-out").status_code == 404
    assert not Given.objects.exists()


def test_who_came_back_is_asked_about_the_listener_of_last_time(cast: Cast) -> None:
    chat = cast.talking(cast.maya)
    person = chat.request.person
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")
    request = actions.ask(person=person, safe="yes", language="en")
    page, where = browser(person), f"/wait/{request.conversation_id}"
    assert "Last time you talked with Maya." in page.get(where).content.decode()
    page.post(f"{where}/listener", {"answer": "same"})
    assert line.as_waiting(Request.objects.get(pk=request.pk)).wish.person == cast.maya.pk
    assert "Last time you talked" not in page.get(where).content.decode()
    people.deactivate(actor=cast.odile, person=cast.maya)
    assert queries.listener_before(request) is None


def test_leaving_a_listener_out_and_taking_it_back(cast: Cast) -> None:
    chat = cast.talking(cast.maya)
    page, where = browser(chat.request.person), f"/c/{chat.conversation_id}/left-out"
    assert "Never talk with Maya again?" in page.get(where).content.decode()
    assert "Maya is not told." in page.post(where).content.decode()
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")
    request = actions.ask(person=chat.request.person, safe="yes", language="en")
    room = f"/wait/{request.conversation_id}"
    assert "not to meet 1 of us again" in page.get(room).content.decode()
    assert page.post(f"{room}/left-out").url == room  # type: ignore[attr-defined]
    assert "of us again" not in page.get(room).content.decode()


def test_words_go_into_the_chat_once_and_are_read_for_danger(live_cast: Cast) -> None:
    request = live_cast.seeker_asks()
    before = Job.objects.count()
    for _ in range(2):
        answer(request, "else", "I want to kill myself tonight", mark="m1")
    said = [one.words for one in lines(seat_of(request.person, request.conversation_id)) if one.mine]
    assert said == ["I want to kill myself tonight"]
    assert Given.objects.get().code == "said"
    assert Job.objects.count() > before, "a concern follows"
    entry = request.conversation.entries.get(client_id="m1")
    assert b"kill" not in bytes(entry.sealed)
    with pytest.raises(Invalid):
        answer(request, "else", "no mark")


def test_no_personal_answer_is_kept_without_a_key(cast: Cast) -> None:
    request = cast.seeker_asks()
    DataKey.objects.all().delete()
    keys._cache.clear()
    with pytest.raises(Unavailable):
        answer(request, "age", "under-16")
    assert not Given.objects.exists() and not Wanted.objects.exists()


def test_the_person_reads_the_training_of_who_listens(cast: Cast) -> None:
    chat = cast.talking(cast.maya)
    page, where = browser(chat.request.person), f"/c/{chat.conversation_id}"
    assert "has trained for this" not in page.get(where).content.decode()
    people.qualify(actor=cast.odile, person=cast.maya, most_urgency=2, minors=False, training="ASIST, 2026")
    assert "Maya has trained for this: ASIST, 2026" in page.get(where).content.decode()

"""The manager says what is asked while people wait."""

from typing import Any

import pytest
from django.test import Client

from beside.desk import actions, queries
from beside.desk.actions.questions import Plan, set_questions
from beside.desk.models import Question
from beside.desk.queries.waiting_room import NUMBER
from beside.foundation.errors import Invalid, NotForYou
from beside.journal.models import AuditLine
from tests.desk.conftest import Cast
from tests.world import sign_in

AS_IT_IS: dict[str, Any] = {
    "distress_asked": "on",
    "topic_asked": "on",
    "topic_answers": ["grief", "sleep", "other"],
    "wish_asked": "on",
    "wish_personal": "on",
    "wish_answers": ["woman", "man"],
    "age_asked": "",
    "else_asked": "on",
}
OWN = {
    "own_en": "Is it about your pet?",
    "own_fr": "Est-ce pour un animal ?",
    "own_en_answers": "Yes\nNo\n",
    "own_fr_answers": "Oui\r\nNon",
}
WHERE = "/settings/questions"


def test_the_page_shows_them_as_they_stand(cast: Cast, client: Client) -> None:
    page = sign_in(client, cast.odile).get(WHERE).content.decode()
    for name in ("distress_asked", "topic_answers", "wish_personal", "else_fr", "own_en_answers"):
        assert f'name="{name}"' in page
    assert "How hard is it right now?" in page and 'name="else_personal"' not in page
    assert 'name="distress_personal"' not in page, "it has a time of its own"


def test_nothing_is_saved_before_it_was_looked_at(cast: Cast, client: Client) -> None:
    sign_in(client, cast.odile)
    look = client.post(WHERE, {**AS_IT_IS, **OWN}).content.decode()
    assert "How old are you?: Ask this" in look and "Is it about your pet?" in look
    assert 'name="topic_answers" value="grief"' in look and 'name="topic_answers" value="sleep"' in look
    assert not Question.objects.exists()
    client.post(WHERE, {**AS_IT_IS, **OWN, "step": "save"})
    asked = queries.questions()
    assert [one.code for one in asked] == ["distress", "topic", "wish", "else", "own"]
    assert [option.code for option in asked[1].options] == ["grief", "sleep", "other"]
    assert [str(option.words) for option in asked[4].options] == ["Yes", "No"]
    assert asked[4].option("own-2") is not None and not asked[4].personal
    assert AuditLine.objects.filter(act="settings.changed", reason="questions").count() == 1


def test_what_was_answered_to_ones_own_question_is_kept_as_a_code(cast: Cast, client: Client) -> None:
    sign_in(client, cast.odile).post(WHERE, {**AS_IT_IS, **OWN, "step": "save"})
    request = cast.seeker_asks(language="fr")
    actions.answer_question(request=request, person=request.person, question="own", answer="own-2")
    assert [str(one.words) for one in queries.answered(request)] == ["No"]
    with pytest.raises(Invalid):
        actions.answer_question(request=request, person=request.person, question="age", answer="18-24")


@pytest.mark.parametrize(
    ("given", "because"),
    [
        ({"age_asked": "on", "age_answers": ["18-24", "65"], **OWN}, "five questions at most"),
        ({"topic_answers": ["grief"]}, "two answers"),
        ({"own_en": "Only a question"}, "from 2 to 20 answers"),
        ({**OWN, "own_fr_answers": "Oui"}, "from 2 to 20 answers"),
        ({"own_en_answers": "Yes\nNo"}, "Write the question"),
    ],
)
def test_what_cannot_be_asked_is_said_before_it_is_saved(
    cast: Cast, client: Client, given: dict[str, Any], because: str
) -> None:
    answer = sign_in(client, cast.odile).post(WHERE, {**AS_IT_IS, **given, "step": "save"})
    assert answer.status_code == 422 and because in answer.content.decode()
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    "plan",
    [
        Plan("Bad Code", "choice"),
        Plan("own", "nothing"),
        Plan("own", "choice", words={"en": {"label": "x" * 121}}),
        Plan("own", "choice", options=[{"code": "a"}, {"code": "a"}]),
        Plan("own", "choice", options=[{"code": "a", "price": 1}]),
    ],
)
def test_a_plan_that_is_not_sound_is_refused(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Invalid):
        set_questions(actor=cast.odile, number=NUMBER, plans=[plan])


def test_only_a_manager_sets_them(cast: Cast, client: Client) -> None:
    with pytest.raises(NotForYou):
        set_questions(actor=cast.ines, number=NUMBER, plans=[])
    assert sign_in(client, cast.ines).get(WHERE).status_code == 404

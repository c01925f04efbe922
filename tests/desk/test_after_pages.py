"""The pages after a chat: the record, the question at the end, the talk, the supervisor's page, the line."""

from typing import Any

import pytest
from django.test import Client

from beside.desk import actions, queries
from beside.desk.models import AfterChat, AfterRules, Chat, Debrief, FollowUp, Request, WrapUp
from beside.foundation.errors import NotForYou
from beside.operations import holdings
from beside.people.cookies import VISIT
from beside.people.models import Person
from beside.safety.models import Alert
from tests.desk.conftest import Cast
from tests.world import sign_in

WHOLE = {"contact": "crisis", "urgency_out": "2", "outcome": "calmer", "duty": "none"}


def at(person: Person) -> Client:
    return sign_in(Client(), person)


def seeker(client: Client, **given: Any) -> Request:
    client.post("/talk", {"safe": "yes", "language": "en", **given})
    assert VISIT in client.cookies
    return Request.objects.get()


@pytest.fixture
def chat(cast: Cast) -> Chat:
    """Maya talks with somebody in danger."""
    talk = cast.talking()
    Request.objects.update(urgency=3, signals=["plan"])
    return Chat.objects.get(pk=talk.pk)


def test_the_end_asks_and_keeps_the_answer(cast: Cast, chat: Chat) -> None:
    maya, path = at(cast.maya), f"/desk/c/{chat.conversation_id}/closure"
    assert 'name="suicide"' in maya.get(path).content.decode()
    refused = maya.post(path, {"reason": "finished"})
    assert refused.status_code == 422
    assert "This chat touched on suicide" in refused.content.decode()
    assert Chat.objects.get().is_running
    assert maya.post(path, {"reason": "finished", "suicide": "asked"})["Location"].startswith("/desk/wrap/")
    assert Chat.objects.get().suicide_question.answer == "asked"


def test_a_calm_chat_is_not_asked_about(cast: Cast) -> None:
    talk = cast.talking()
    page = at(cast.maya).get(f"/desk/c/{talk.conversation_id}/closure").content.decode()
    assert 'name="suicide"' not in page


def test_the_record_leads_to_the_offer_of_a_talk(cast: Cast, chat: Chat) -> None:
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished", suicide="declined")
    maya, path = at(cast.maya), f"/desk/wrap/{chat.conversation_id}"
    page = maya.get(path).content.decode()
    for name in ("actions", "referrals", "duty", "agreed", "note", "suicide"):
        assert f'name="{name}"' in page, name
    part = {"agreed": "Calls her sister.", "actions": ["listened", "safety"]}
    assert maya.post(f"{path}/draft", part).status_code == 204
    assert "Calls her sister." in maya.get(path).content.decode()
    assert maya.post(path, {**part, **WHOLE}).status_code == 422
    done = maya.post(path, {**part, **WHOLE, "suicide": "asked"})
    assert done["Location"] == f"/desk/debrief/{chat.conversation_id}"
    record = WrapUp.objects.get()
    assert record.saved_at and record.answers == {"actions": ["listened", "safety"], "duty": "none"}
    assert maya.post(path, {**part, **WHOLE, "suicide": "asked", "actions": ["sang"]}).status_code == 422


def test_yes_to_a_talk_calls_a_supervisor_until_it_has_been(cast: Cast, chat: Chat) -> None:
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished", suicide="asked")
    maya, path = at(cast.maya), f"/desk/debrief/{chat.conversation_id}"
    assert "Would you like ten minutes" in maya.get(path).content.decode()
    maya.post(path, {"wanted": "0"})
    assert not Debrief.objects.get().wanted and not Alert.objects.exists()
    for _twice in range(2):
        maya.post(path, {"wanted": "1"})
    assert Alert.objects.get().is_open
    ines = at(cast.ines)
    assert "Maya" in ines.get("/desk/care").content.decode()
    assert ines.post(f"/desk/c/{chat.conversation_id}/met")["Location"] == "/desk/care"
    assert Debrief.objects.get().met_by == cast.ines and not Alert.objects.get().is_open
    assert at(cast.tomasz).get(path).status_code == 404
    with pytest.raises(NotForYou):
        actions.met(debrief=Debrief.objects.get(), actor=cast.maya)


def test_a_supervisor_sees_who_rests_and_who_owes(cast: Cast, chat: Chat) -> None:
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished", suicide="asked")
    ines, maya = at(cast.ines), at(cast.maya)
    cast.seeker_asks()
    console = maya.get("/desk/live").content.decode()
    assert "Write the record of your last chat first" in console
    page = ines.get("/desk/care").content.decode()
    assert "rests until" in page and "Let it wait until tomorrow" in page
    assert ines.post(f"/desk/c/{chat.conversation_id}/deferral").status_code == 302
    assert "You are taking the break after a heavy chat." in maya.get("/desk/live").content.decode()
    assert ines.post(f"/desk/care/{cast.maya.pk}/easing").status_code == 302
    assert queries.board_of(cast.maya).can_take
    assert "/desk/care" in ines.get("/desk").content.decode()
    assert "/desk/care" not in maya.get("/desk").content.decode()
    assert maya.get("/desk/care").status_code == 404
    assert maya.post(f"/desk/care/{cast.tomasz.pk}/easing").status_code == 404


def test_the_person_is_asked_on_their_own_page(cast: Cast, client: Client) -> None:
    actions.start_shift(person=cast.maya)
    request = seeker(client)
    talk = actions.accept(offer=actions.take_next(listener=cast.maya), listener=cast.maya)
    actions.end_chat(conversation=talk.conversation, actor=cast.maya, reason="finished")
    maya, where = at(cast.maya), f"/c/{request.conversation_id}"
    maya.post(f"/desk/c/{request.conversation_id}/follow-up", {"hours": "24"})
    assert "asks whether to write again" in client.get(f"{where}/after?step=rest").content.decode()
    assert "May Maya write you a line" in client.get(f"{where}/follow").content.decode()
    client.post(f"{where}/follow", {"answer": "yes"})
    assert FollowUp.objects.get().state == "agreed"
    assert "Make five words" in client.get(f"{where}/follow").content.decode()
    assert "You promised a line" in maya.get("/desk").content.decode()
    promise = f"/desk/c/{request.conversation_id}/promise"
    assert maya.post(promise, {"words": ""}).status_code == 422
    assert maya.post(promise, {"words": "I thought of you."}).status_code == 302
    assert "I thought of you." in client.get(f"{where}/follow").content.decode()
    assert "A line was left for you" in client.get(where).content.decode()
    assert Client().get(f"{where}/follow").status_code == 302
    kept = holdings.view(person=request.person)["holdings"]["desk"]
    assert any(row.get("line") == "sealed" for one in kept for row in one["detail"])


def test_a_question_that_was_put_and_skipped_counts_as_asked(cast: Cast, client: Client) -> None:
    actions.start_shift(person=cast.maya)
    request = seeker(client)
    Request.objects.update(distress_before=7)
    actions.accept(offer=actions.take_next(listener=cast.maya), listener=cast.maya)
    where = f"/c/{request.conversation_id}/after"
    client.get(where)
    client.post(f"{where}?step=helped", {"answer": ""})
    client.get(f"{where}?step=distress")
    client.get(f"{where}?step=distress")
    held = AfterChat.objects.get()
    assert (held.asked, held.helped, held.distress) == (["helped", "distress"], "", None)


def test_the_manager_sets_it(cast: Cast) -> None:
    odile = at(cast.odile)
    assert "Rest after a chat in danger" in odile.get("/settings/after").content.decode()
    given = {"cool_minutes": "20", "in_a_row": "3", "most_points": "9", "step": "save"}
    assert odile.post("/settings/after", given).status_code == 302
    held = AfterRules.objects.get()
    assert (held.cool_minutes, held.in_a_row, held.most_points, held.needs_record) == (20, 3, 9, False)
    assert odile.post("/settings/after", {**given, "cool_minutes": "500"}).status_code == 422

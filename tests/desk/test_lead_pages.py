"""The supervisor's pages, through the real views: what is shown, what is done, who finds nothing."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from beside.conversations import actions as conversations
from beside.conversations.models import Seat, Voice
from beside.conversations.queries import lines, seat_of
from beside.desk import actions, queries
from beside.desk.actions import calls, switchboard
from beside.desk.models import Chat
from beside.desk.queries.supervision import switchboard as running
from beside.gateway import presence
from beside.journal import audit
from beside.people.models import Person
from beside.safety.models import Alert
from beside.safety.queries import on_call
from tests.desk.conftest import Cast
from tests.world import sign_in

In = Callable[[Person], Client]


@pytest.fixture
def of() -> In:
    """A browser in which somebody is signed in."""
    return lambda person: sign_in(Client(), person)


@pytest.fixture
def maya_is_here(live_cast: Cast) -> Iterator[None]:
    """Maya is on shift with a page open."""
    presence.came(live_cast.maya.pk)
    actions.start_shift(person=live_cast.maya)
    yield
    presence.left(live_cast.maya.pk)


def said(chat: Chat, words: str) -> None:
    """The listener says something."""
    conversations.say(seat=seat_of(chat.listener, chat.conversation_id), words=words, client_id=words).result(
        10
    )


def page(client: Client, path: str) -> str:
    """A page that opens."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_a_call_is_shown_and_answered(live_cast: Cast, of: In) -> None:
    chat, ines = live_cast.talking(), of(live_cast.ines)
    actions.raise_hand(conversation=chat.conversation, actor=live_cast.maya)
    call = Alert.objects.get()
    shown = page(ines, "/lead")
    assert "A listener asks for a supervisor." in shown and f'value="{call.pk}"' in shown
    answer = ines.post("/lead/answers", {"alert": call.pk, "open": chat.conversation_id})
    assert answer["Location"] == f"/lead/c/{chat.conversation_id}"
    call.refresh_from_db()
    assert call.acknowledged_by == live_cast.ines
    assert "Ines has it." in page(ines, "/lead/now")
    assert "Ines is coming." in page(of(live_cast.maya), f"/desk/c/{chat.conversation_id}/help")


def test_a_call_that_is_over_is_refused_in_a_sentence(live_cast: Cast, of: In) -> None:
    chat, ines = live_cast.talking(), of(live_cast.ines)
    actions.raise_hand(conversation=chat.conversation, actor=live_cast.maya)
    call = Alert.objects.get()
    actions.lower_hand(conversation=chat.conversation, actor=live_cast.maya)
    answer = ines.post("/lead/answers", {"alert": call.pk})
    assert answer.status_code == 409 and "This is over already." in answer.content.decode()


def test_the_listener_asks_and_takes_it_back(live_cast: Cast, of: In) -> None:
    chat, maya = live_cast.talking(), of(live_cast.maya)
    path = f"/desk/c/{chat.conversation_id}/help"
    assert maya.post(path, {"on": "1"})["Location"] == f"/desk/live?at={chat.conversation_id}"
    assert "Called once." in page(maya, path)
    assert "Ask for help" in maya.post(path, {"on": "0"}, headers={"HX-Request": "true"}).content.decode()
    assert not Alert.objects.open().exists()


def test_the_console_says_how_it_stands_with_danger(live_cast: Cast, of: In) -> None:
    chat = live_cast.talking(safe="no")
    calls.look_after_calls()
    assert "Nobody has answered yet." in page(of(live_cast.maya), "/desk/live")
    of(live_cast.ines).post("/lead/answers", {"alert": Alert.objects.get(kind="danger").pk})
    assert "Ines knows how urgent this is." in page(
        of(live_cast.maya), f"/desk/c/{chat.conversation_id}/help"
    )


def test_reading_along_shows_the_words_and_writes_the_trail(live_cast: Cast, of: In) -> None:
    chat = live_cast.talking()
    said(chat, "hello, I am here")
    path = f"/lead/c/{chat.conversation_id}"
    assert "hello, I am here" in page(of(live_cast.ines), path)
    lines_ = audit.lines(act="chat.read-along", about=str(chat.conversation_id))
    assert [line.actor for line in lines_] == [live_cast.ines.pk]
    assert Seat.objects.get(conversation=chat.conversation, person=live_cast.ines).voice == Voice.READS
    of(live_cast.ines).post(f"{path}/departure")
    assert Seat.objects.get(conversation=chat.conversation, person=live_cast.ines).voice == Voice.NONE


def test_the_log_is_sent_only_when_it_is_another(live_cast: Cast, of: In) -> None:
    chat, ines = live_cast.talking(), of(live_cast.ines)
    path = f"/lead/c/{chat.conversation_id}/log"
    first = page(ines, path)
    mark = first.partition("?mark=")[2].partition('"')[0]
    assert ines.get(f"{path}?mark={mark}").status_code == 204
    said(chat, "one more")
    assert "one more" in page(ines, f"{path}?mark={mark}")
    actions.end_chat(conversation=chat.conversation, actor=live_cast.maya, reason="finished")
    assert ines.get(f"{path}?mark={mark}").status_code == 286


def test_a_whisper_goes_once_and_only_beside(live_cast: Cast, of: In) -> None:
    chat, ines = live_cast.talking(), of(live_cast.ines)
    for _twice in range(2):
        ines.post(f"/lead/c/{chat.conversation_id}/whispers", {"words": "ask about tonight", "id": "once"})
    assert page(of(live_cast.maya), "/desk/live").count("ask about tonight") == 1
    seeker = seat_of(chat.request.person, chat.conversation_id)
    assert "ask about tonight" not in "".join(line.words for line in lines(seeker))


def test_an_empty_whisper_is_refused(live_cast: Cast, of: In) -> None:
    chat = live_cast.talking()
    answer = of(live_cast.ines).post(f"/lead/c/{chat.conversation_id}/whispers", {"words": " "})
    assert answer.status_code == 422 and "nothing to send" in answer.content.decode()


def test_stepping_in_saying_something_stepping_out(live_cast: Cast, of: In) -> None:
    chat, ines = live_cast.talking(), of(live_cast.ines)
    path = f"/lead/c/{chat.conversation_id}"
    assert "Say to" not in page(ines, path)
    ines.post(f"{path}/presence", {"in": "1"})
    assert "Say to" in page(ines, path)
    ines.post(f"{path}/words", {"words": "I am Ines", "id": "w"})
    seeker = seat_of(chat.request.person, chat.conversation_id)
    assert "I am Ines" in [line.words for line in lines(seeker)]
    ines.post(f"{path}/presence", {"in": "0"})
    refused = ines.post(f"{path}/words", {"words": "still here", "id": "x"})
    assert refused.status_code == 409 and "still here" in refused.content.decode()


def test_taking_over_leads_to_the_console(live_cast: Cast, of: In) -> None:
    chat, ines = live_cast.talking(), of(live_cast.ines)
    path = f"/lead/c/{chat.conversation_id}/ownership"
    assert ines.post(path, {"reason": ""}).status_code == 422
    assert (
        ines.post(path, {"reason": "Maya is unwell"})["Location"] == f"/desk/live?at={chat.conversation_id}"
    )
    assert "Reply" in page(ines, "/desk/live")
    assert [row.chat.pk for row in queries.chats_of(live_cast.ines)] == [chat.pk]


def test_the_line_is_handed_out(live_cast: Cast, of: In, maya_is_here: None) -> None:
    ines, presence_of = of(live_cast.ines), live_cast.ines.pk
    presence.came(presence_of)
    ines.post("/lead/switchboard", {"on": "1"})
    request = live_cast.seeker_asks()
    assert "Ines hands out the line." in page(ines, "/lead")
    assert "Ask Maya" in page(ines, f"/lead?row={request.pk}")
    ines.post("/lead/offers", {"request": request.pk, "to": live_cast.maya.pk})
    offer = queries.offer_of(live_cast.maya)
    assert offer is not None and offer.request == request
    again = ines.post("/lead/offers", {"request": request.pk, "to": live_cast.maya.pk})
    assert again.status_code == 409
    ines.post("/lead/switchboard", {"on": "0"})
    assert running() is None
    presence.left(presence_of)


def test_the_manager_says_who_is_on_call(live_cast: Cast, of: In) -> None:
    odile, path = of(live_cast.odile), "/settings/on-call"
    given = {"first_name": "Night phone", "first_email": "night@example.org"}
    shown = odile.post(path, {**given, "step": "look"}).content.decode()
    assert "night@example.org" in shown and on_call() == {}
    assert odile.post(path, {**given, "step": "save"}).status_code == 302
    assert {level: one.email for level, one in on_call().items()} == {1: "night@example.org"}
    assert "night@example.org" in page(odile, path)
    assert odile.post(path, {"first_name": "Nobody", "step": "save"}).status_code == 422
    odile.post(path, {"step": "save"})
    assert on_call() == {}
    assert of(live_cast.ines).get(path).status_code == 404


PAGES = ("", "/log")
VERBS = ("/whispers", "/words", "/presence", "/ownership", "/departure")


def test_others_find_nothing(live_cast: Cast, of: In) -> None:
    chat = live_cast.talking()
    switchboard.open_switchboard(actor=live_cast.ines)
    base = f"/lead/c/{chat.conversation_id}"
    for person in (live_cast.maya, live_cast.tomasz, live_cast.odile):
        client = of(person)
        assert [client.get(path).status_code for path in ("/lead", "/lead/now")] == [404, 404]
        assert {client.get(base + tail).status_code for tail in PAGES} == {404}
        assert {client.post(base + tail, {"reason": "because"}).status_code for tail in VERBS} == {404}
        for path in ("/lead/answers", "/lead/switchboard", "/lead/offers"):
            assert client.post(path, {"on": "0"}).status_code == 404
    assert of(live_cast.tomasz).get(f"/desk/c/{chat.conversation_id}/help").status_code == 404
    assert running() is not None and Chat.objects.get().listener == live_cast.maya

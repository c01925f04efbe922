"""The seeker's chat pages, as a browser without scripts sees them."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from beside.conversations import actions
from beside.conversations.models import Entry, EntryKind
from beside.people import actions as people
from tests.conversations.conftest import Chat, make_chat

Door = Callable[[Chat], Client]


@pytest.fixture
def at_the_door() -> Door:
    """A browser that holds the seeker's visit."""

    def come(chat: Chat) -> Client:
        _visit, token = people.begin_visit(person=chat.seeker.person)
        client = Client()
        client.cookies["__Host-visit"] = token
        return client

    return come


def page(chat: Chat, rest: str = "") -> str:
    return f"/c/{chat.conversation.pk}{rest}"


def test_words_of_both_are_on_the_page(chat: Chat, at_the_door: Door) -> None:
    actions.say(seat=chat.listener, words="What is tonight like?", client_id="1").result(10)
    html = at_the_door(chat).get(page(chat)).content.decode()
    assert "What is tonight like?" in html
    assert "Maya" in html
    assert "a person" in html


def test_saying_without_scripts(chat: Chat, at_the_door: Door) -> None:
    door = at_the_door(chat)
    answer = door.post(page(chat), {"words": "hello", "id": "m1"})
    assert (answer.status_code, answer["Location"]) == (302, page(chat))
    assert "hello" in door.get(page(chat)).content.decode()


def test_a_double_click_says_it_once(chat: Chat, at_the_door: Door) -> None:
    door = at_the_door(chat)
    for _ in range(2):
        door.post(page(chat), {"words": "hello", "id": "m1"})
    assert Entry.objects.filter(conversation=chat.conversation, kind=EntryKind.SAID).count() == 1


def test_a_refusal_keeps_the_words_and_says_why(chat: Chat, at_the_door: Door) -> None:
    answer = at_the_door(chat).post(page(chat), {"words": "x" * 4001, "id": "m1"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "x" * 4001 in html
    assert "in parts" in html


def test_words_from_a_lost_visit_are_given_back(chat: Chat) -> None:
    answer = Client().post(page(chat), {"words": "please do not lose this", "id": "m1"})
    assert answer.status_code == 403
    assert "please do not lose this" in answer.content.decode()
    assert not Entry.objects.filter(conversation=chat.conversation).exists()


def test_what_people_write_is_shown_as_text(chat: Chat, at_the_door: Door) -> None:
    actions.say(seat=chat.listener, words="<script>alert(1)</script>", client_id="1").result(10)
    for rest in ("", "/copy", "/copy?as=html"):
        assert "<script>alert" not in at_the_door(chat).get(page(chat, rest)).content.decode()


@pytest.mark.parametrize("rest", ["", "/end", "/copy", "/copy?as=text"])
def test_an_outsider_gets_404(chat: Chat, at_the_door: Door, rest: str) -> None:
    outsider = at_the_door(make_chat())
    assert outsider.get(page(chat, rest)).status_code == 404
    assert outsider.get(f"/log/{chat.conversation.pk}").status_code == 404


def test_an_outsider_cannot_write_or_end(chat: Chat, at_the_door: Door) -> None:
    outsider = at_the_door(make_chat())
    assert outsider.post(page(chat), {"words": "x", "id": "1"}).status_code == 404
    assert outsider.post(page(chat, "/end")).status_code == 404
    assert not Entry.objects.filter(conversation=chat.conversation).exists()


def test_the_frame_shows_the_log_and_may_be_framed_by_us_alone(chat: Chat, at_the_door: Door) -> None:
    actions.say(seat=chat.listener, words="still here", client_id="1").result(10)
    answer = at_the_door(chat).get(f"/log/{chat.conversation.pk}")
    assert "still here" in answer.content.decode()
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert 'http-equiv="refresh"' in answer.content.decode()


def test_the_chat_itself_may_not_be_framed(chat: Chat, at_the_door: Door) -> None:
    assert "frame-ancestors 'none'" in at_the_door(chat).get(page(chat))["Content-Security-Policy"]


def test_reading_the_frame_is_seeing(chat: Chat, at_the_door: Door) -> None:
    actions.say(seat=chat.listener, words="seen?", client_id="1").result(10)
    at_the_door(chat).get(f"/log/{chat.conversation.pk}")
    chat.seeker.refresh_from_db()
    assert chat.seeker.read_upto == 1


def test_a_copy_as_text_holds_both_and_no_mark_of_danger(chat: Chat, at_the_door: Door) -> None:
    actions.say(seat=chat.seeker, words="I want to kill myself", client_id="1").result(10)
    actions.say(seat=chat.listener, words="I am glad you told me.", client_id="2").result(10)
    answer = at_the_door(chat).get(page(chat, "/copy?as=text"))
    text = answer.content.decode()
    assert "You: I want to kill myself" in text
    assert "Maya: I am glad you told me." in text
    assert "danger" not in text.lower()
    assert 'filename="notes.txt"' in answer["Content-Disposition"]


def test_ending_asks_first_and_then_ends_once(chat: Chat, at_the_door: Door) -> None:
    door = at_the_door(chat)
    asked = door.get(page(chat, "/end")).content.decode()
    assert asked.index("End this chat") < asked.index("Stay a little longer")
    door.post(page(chat, "/end"))
    door.post(page(chat, "/end"))
    assert Entry.objects.filter(conversation=chat.conversation, kind=EntryKind.CLOSED).count() == 1
    assert 'name="words"' not in door.get(page(chat)).content.decode()


def test_an_erased_chat_is_gone(chat: Chat, at_the_door: Door) -> None:
    door = at_the_door(chat)
    actions.erase(conversation=chat.conversation, actor=chat.seeker.person)
    assert door.get(page(chat)).status_code == 404


def test_a_french_page_is_french(chat: Chat, at_the_door: Door) -> None:
    answer = at_the_door(chat).get(page(chat), headers={"accept-language": "fr"})
    assert "Vous voilà" in answer.content.decode()


def test_a_notice_is_shown_in_each_readers_language(chat: Chat, at_the_door: Door) -> None:
    with transaction.atomic():
        actions.unseat(seat=chat.listener)
    door = at_the_door(chat)
    assert "Maya has left this chat." in door.get(page(chat)).content.decode()
    french = door.get(page(chat), headers={"accept-language": "fr"}).content.decode()
    assert "Maya a quitté cette conversation." in french

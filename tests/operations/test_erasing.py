"""Having it destroyed: at once, or hidden first while a life may be at risk; harmless when pressed twice."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client

from beside.conversations import actions as conversations
from beside.conversations.models import Conversation, Entry
from beside.conversations.queries import lines, seat_of
from beside.desk import actions as desk
from beside.desk.models import AfterChat, Chat, Request
from beside.foundation import clock
from beside.foundation.errors import NotForYou, Unavailable
from beside.journal import keys
from beside.operations import erasing
from beside.operations.models import Erasure
from beside.people import actions as people
from beside.people.models import Person, ReturnPhrase, Visit
from beside.safety import actions as safety
from tests.desk.conftest import Cast
from tests.world import arrive, make_seeker, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "the pills are next door"


def talking(cast: Cast) -> tuple[Chat, Client]:
    """Maya talks with somebody who has said something, and that somebody's browser."""
    chat = cast.talking()
    person = chat.request.person
    seat = seat_of(person, chat.conversation_id)
    conversations.say(seat=seat, words=WORDS, client_id="a").result(10)
    seeker = make_seeker()
    Visit.objects.filter(pk=seeker.visit.pk).update(person=person)
    return chat, arrive(Client(), seeker)


def is_destroyed(number: uuid.UUID) -> bool:
    """Whether nobody can open this conversation again."""
    row = Conversation.objects.get(pk=number)
    try:
        keys.get(row.key_id)
    except Unavailable:
        return (
            row.erased_at is not None
            and not Entry.objects.filter(conversation=row).exclude(sealed=b"").exists()
        )
    return False


def test_one_button_and_it_is_gone(live_cast: Cast) -> None:
    chat, browser = talking(live_cast)
    people.make_phrase(person=chat.request.person)
    desk.answer_distress(request=chat.request, person=chat.request.person, distress=7)
    desk.answer_after(conversation=chat.conversation, person=chat.request.person, helped="yes")
    answer = browser.post("/me/data/erasure")
    assert answer.status_code == 302
    assert is_destroyed(chat.conversation_id)
    assert not ReturnPhrase.objects.exists() and not AfterChat.objects.exists()
    assert Request.objects.get(pk=chat.request.pk).distress_before is None
    assert not Visit.objects.filter(person=chat.request.person, ended_on=None).exists()
    page = Client().get(answer.url).content.decode()
    assert "It is erased." in page and "nothing opens after" in page and WORDS not in page


def test_the_listener_is_told_kindly_and_the_chat_is_over(live_cast: Cast) -> None:
    chat, browser = talking(live_cast)
    seat = seat_of(live_cast.maya, chat.conversation_id)
    with_concern(chat, level=3)
    browser.post("/me/data/erasure")
    chat.refresh_from_db()
    assert chat.ended_at is not None
    seat.conversation.refresh_from_db()
    assert lines(seat)[-1].words == "The person erased this conversation."


def with_concern(chat: Chat, level: int) -> None:
    """Danger was read in the chat."""
    safety.raise_concern(conversation=chat.conversation, level=level, signals=["plan"], position=1)


def test_an_open_concern_hides_first_and_destroys_within_a_day(live_cast: Cast) -> None:
    chat, browser = talking(live_cast)
    with_concern(chat, level=3)
    assert "within 24 hours" in browser.get("/me/data/erasure").content.decode()
    receipt = browser.post("/me/data/erasure").url
    assert not is_destroyed(chat.conversation_id)
    for person in (live_cast.maya, chat.request.person):
        with pytest.raises(NotForYou):
            seat_of(person, chat.conversation_id)
    assert "It is hidden, and will be destroyed." in Client().get(receipt).content.decode()
    erasing.look_after_hidden.func()
    assert not is_destroyed(chat.conversation_id)
    with clock.moved(timedelta(hours=23, minutes=56)):
        erasing.look_after_hidden.func()
    assert is_destroyed(chat.conversation_id)
    assert "It is erased." in Client().get(receipt).content.decode()


def test_a_closed_concern_lets_it_go_at_once(live_cast: Cast) -> None:
    chat, browser = talking(live_cast)
    with_concern(chat, level=4)
    browser.post("/me/data/erasure")
    concern = safety.close_concern(concern=chat.conversation.concerns.get(), actor=live_cast.ines)
    erasing.concern_closed.func(conversation=str(concern.conversation_id))
    assert is_destroyed(chat.conversation_id)
    assert Erasure.objects.get().done_on == clock.today()


def test_a_lower_concern_holds_nothing(live_cast: Cast) -> None:
    chat, browser = talking(live_cast)
    with_concern(chat, level=2)
    browser.post("/me/data/erasure")
    assert is_destroyed(chat.conversation_id)


def test_whoever_said_i_have_it_keeps_reading_until_it_is_settled(live_cast: Cast) -> None:
    chat, browser = talking(live_cast)
    with_concern(chat, level=3)
    safety.acknowledge(concern=chat.conversation.concerns.get(), actor=live_cast.maya)
    browser.post("/me/data/erasure")
    assert WORDS in [line.words for line in lines(seat_of(live_cast.maya, chat.conversation_id))]


def test_twice_another_tab_and_back_are_harmless(live_cast: Cast) -> None:
    _chat, browser = talking(live_cast)
    cookies = dict(browser.cookies)
    first = browser.post("/me/data/erasure")
    assert browser.post("/me/data/erasure").url == "/me/data"
    again = Client()
    again.cookies.update(cookies)
    assert again.post("/me/data/erasure").url == first.url
    assert "See the receipt" in again.get("/me/data").content.decode()
    assert again.get("/me/data/erasure").url == "/me/data"
    assert Erasure.objects.count() == 1


def test_what_a_killed_process_left_undone_is_done_later(live_cast: Cast) -> None:
    chat, _browser = talking(live_cast)
    facts = {"asked_on": clock.today(), "destroyed": 1, "held": 0}
    Erasure.objects.create(person=chat.request.person, **facts)
    erasing.look_after_hidden.func()
    assert is_destroyed(chat.conversation_id)
    assert Erasure.objects.get().done_on is not None


def test_others_keep_theirs(live_cast: Cast) -> None:
    chat, _browser = talking(live_cast)
    Client().post("/me/data/erasure")
    arrive(stranger := Client(), make_seeker()).post("/me/data/erasure")
    assert not is_destroyed(chat.conversation_id)
    assert WORDS not in stranger.get("/me/data/download?as=json").content.decode()


def test_outsiders_see_nothing(live_cast: Cast, outsider: Person) -> None:
    chat, _browser = talking(live_cast)
    assert Client().get(f"/me/data/erasure/{uuid.uuid4()}").status_code == 404
    assert Client().get(f"/me/data/erasure/{chat.request.person_id}").status_code == 404
    for browser in (Client(), sign_in(Client(), outsider)):
        page = browser.get("/me/data")
        assert page.status_code == 200 and "not in a chat here" in page.content.decode()
        assert browser.get("/me/data/download").url == "/me/data"
        assert browser.get("/me/data/erasure").url == "/me/data"


def test_the_page_says_each_thing_and_its_end(live_cast: Cast) -> None:
    chat, browser = talking(live_cast)
    page = browser.get("/me/data").content.decode()
    assert chat.request.person.name in page
    assert "A chat that goes on" in page and "24 hours after it ends" in page
    assert "level" not in page.split("<main", 1)[1].split("</main", 1)[0]


def test_the_copy_holds_the_words_and_no_danger(live_cast: Cast) -> None:
    chat, browser = talking(live_cast)
    with_concern(chat, level=3)
    desk.raise_urgency(conversation_id=chat.conversation_id, level=3, signals=["plan"])
    aside = conversations.open_backstage(conversation=chat.conversation)
    assert aside.pk
    for kind in ("json", "html"):
        answer = browser.get(f"/me/data/download?as={kind}")
        text = answer.content.decode()
        assert answer["Content-Disposition"] == f'attachment; filename="notes.{kind}"'
        assert WORDS in text
        assert "signals" not in text and "level" not in text and "plan" not in text

"""After abuse: a pause that grows, known by a token and never by an address, and danger opens the door."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.test import Client

from beside.conversations.models import Entry
from beside.conversations.queries import lines, seat_of
from beside.desk import actions, followers
from beside.desk.actions import cool_off
from beside.desk.models import Chat, CoolOff, Request
from beside.desk.queries.abuse import pause_ahead
from beside.foundation import clock
from beside.foundation.errors import Closed, NotForYou
from beside.journal.models import AuditLine
from beside.people.actions import begin_visit
from beside.people.cookies import PAUSE, VISIT
from tests.desk.conftest import NIGHT, Cast
from tests.world import arrive, make_seeker, sign_in

SHUT = b"A pause, for now"


@contextmanager
def later(**how_long: int) -> Iterator[None]:
    """So long after the night began."""
    with clock.frozen(NIGHT + timedelta(**how_long)):
        yield


def ended_for_abuse(cast: Cast) -> Chat:
    """A chat that Maya ended because of abuse."""
    chat = cast.talking()
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="abuse")
    return chat


def over(cast: Cast) -> Chat:
    """A chat that ended as chats do."""
    chat = cast.talking()
    return actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")


def browser_of(cast: Cast, chat: Chat) -> Client:
    """The browser of the chat's seeker, with a visit of theirs."""
    client = Client()
    client.cookies[VISIT] = begin_visit(person=chat.request.person)[1]
    return client


def test_abuse_shuts_the_door_for_a_quarter_of_an_hour(cast: Cast) -> None:
    chat = ended_for_abuse(cast)
    client = browser_of(cast, chat)
    shut = client.get("/talk")
    assert SHUT in shut.content
    assert client.post("/talk", {"safe": "yes", "mark": "m"}).status_code == 200
    assert Request.objects.count() == 1
    with later(minutes=16):
        assert SHUT not in client.get("/talk").content
        assert client.post("/talk", {"safe": "yes", "mark": "m"}).status_code == 302


def test_any_other_end_leaves_the_door_open(cast: Cast) -> None:
    chat = cast.talking()
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")
    assert SHUT not in browser_of(cast, chat).get("/talk").content


def test_who_shares_the_address_gets_in(cast: Cast) -> None:
    ended_for_abuse(cast)
    neighbour = Client(REMOTE_ADDR="192.0.2.7")
    assert SHUT not in neighbour.get("/talk").content
    assert neighbour.post("/talk", {"safe": "yes", "mark": "n"}).status_code == 302


def test_a_new_visit_in_the_same_browser_is_known_by_its_token(cast: Cast) -> None:
    chat = ended_for_abuse(cast)
    client = browser_of(cast, chat)
    given = client.get("/talk").cookies[PAUSE]
    assert given["httponly"]
    assert given["secure"]
    assert given["samesite"] == "Lax"
    assert PAUSE not in client.get("/talk").cookies, "one browser is given one token"
    del client.cookies[VISIT]
    assert SHUT in client.get("/talk").content
    arrive(client, make_seeker())
    assert SHUT in client.get("/talk").content


def test_who_says_that_they_are_not_safe_gets_in(cast: Cast) -> None:
    chat = ended_for_abuse(cast)
    assert browser_of(cast, chat).post("/talk", {"safe": "no", "mark": "m"}).status_code == 302
    assert Request.objects.latest("pk").person_id == chat.request.person_id
    assert CoolOff.objects.get().reopened_at == NIGHT


def test_words_of_danger_open_the_door_and_reach_the_listener(live_cast: Cast) -> None:
    client = browser_of(live_cast, ended_for_abuse(live_cast))
    words = "I have the pills here and I want to die tonight"
    assert client.post("/talk", {"safe": "unsure", "words": words, "mark": "m"}).status_code == 302
    held = Request.objects.latest("pk")
    log = lines(seat_of(held.person, held.conversation_id))
    assert [line.words for line in log if line.words] == [words]


def test_calm_words_do_not_open_it_and_stay_in_their_box(cast: Cast) -> None:
    client = browser_of(cast, ended_for_abuse(cast))
    before = Entry.objects.count()
    shut = client.post("/talk", {"safe": "unsure", "words": "I was only joking", "mark": "m"})
    assert SHUT in shut.content
    assert b"I was only joking</textarea>" in shut.content
    assert Entry.objects.count() == before


def test_the_second_lasts_a_day_and_the_third_until_somebody_has_looked(cast: Cast) -> None:
    chat = over(cast)
    steps = [cool_off.begin_cool_off(chat=chat, actor=cast.maya) for _each in range(3)]
    assert [one.step for one in steps] == [1, 2, 3]
    assert steps[1].until == NIGHT + timedelta(days=1)
    assert steps[2].until is None
    with later(days=2):
        assert SHUT in browser_of(cast, chat).get("/talk").content


def test_a_supervisor_opens_the_door_again(cast: Cast) -> None:
    chat = over(cast)
    *_before, third = [cool_off.begin_cool_off(chat=chat, actor=cast.maya) for _each in range(3)]
    with pytest.raises(NotForYou):
        cool_off.lift_cool_off(cool_off=third, actor=cast.maya)
    with later(days=2):
        supervisor = sign_in(Client(), cast.ines)
        assert b"ended by Maya" in supervisor.get("/desk/reports").content
        assert supervisor.post(f"/desk/doors/{third.pk}").status_code == 302
        assert supervisor.post(f"/desk/doors/{third.pk}").status_code == 404, "twice is not a second act"
        with pytest.raises(Closed):
            cool_off.lift_cool_off(cool_off=third, actor=cast.ines)
        assert SHUT not in browser_of(cast, chat).get("/talk").content
    assert AuditLine.objects.filter(act="cool-off.lifted").count() == 1


def test_after_thirty_days_nothing_of_it_is_left(cast: Cast) -> None:
    chat = over(cast)
    for _each in range(3):
        cool_off.begin_cool_off(chat=chat, actor=cast.maya)
    with later(days=30, minutes=1):
        assert SHUT not in browser_of(cast, chat).get("/talk").content
        followers.tidy_up.call()
        assert not CoolOff.objects.exists()
        assert cool_off.begin_cool_off(chat=chat, actor=cast.maya).step == 1


def test_leaving_forgets_the_token_too(cast: Cast) -> None:
    client = browser_of(cast, ended_for_abuse(cast))
    client.get("/talk")
    assert client.cookies[PAUSE].value
    client.post("/leave")
    assert not client.cookies[PAUSE].value, clock.now()


def test_whoever_ends_a_chat_reads_what_abuse_would_mean_for_this_person(cast: Cast) -> None:
    chat = cast.talking()
    maya = sign_in(Client(), cast.maya)
    for page in ("/desk/live", f"/desk/c/{chat.conversation_id}/closure"):
        assert "For 15 minutes they start no new chat." in maya.get(page).content.decode()
    cool_off.begin_cool_off(chat=chat, actor=cast.maya)
    assert "for 24 hours they start no new chat" in maya.get("/desk/live").content.decode()
    for _each in range(2):
        cool_off.begin_cool_off(chat=chat, actor=cast.maya)
        page = maya.get("/desk/live").content.decode()
        assert "until a supervisor has looked at it" in page
    with later(days=30, minutes=1):
        assert pause_ahead(chat.request.person).startswith("For 15 minutes")

"""What is kept about a person, and what could be handed over: every room says its part."""

import json
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from beside.conversations import actions as conversations
from beside.conversations.queries import seat_of
from beside.desk import actions as desk
from beside.foundation import clock
from beside.foundation.errors import NotForYou
from beside.journal import audit, upkeep
from beside.journal.models import Job, JobState
from beside.operations import fading, holdings, retention
from beside.people import actions as people
from beside.people.models import Person
from tests.desk.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)
GOLDEN = Path(__file__).parent / "golden" / "nothing-kept.json"
WORDS = "the pills are next door"


def silent(rooms: frozenset[str]) -> list[str]:
    """Rooms of ours with tables that do not say what they keep about a person."""
    ours = [one for one in apps.get_app_configs() if one.name.startswith("beside.")]
    return [one.label for one in ours if list(one.get_models()) and one.label not in rooms]


def viewed_later(person: Person, days: int) -> dict[str, Any]:
    """What could be handed over after so many days, the house having tidied up as it does."""
    Job.objects.update(state=JobState.DONE, finished_at=clock.now())
    with clock.moved(timedelta(days=days, minutes=1)):
        retention.sweep.func()
    Job.objects.update(state=JobState.DONE, finished_at=clock.now())
    with clock.moved(timedelta(days=2 * days, minutes=2)):
        fading.sweep.func()
        upkeep.forget_finished.func()
        return holdings.view(person=holdings.subject(person.pk))


def test_every_room_with_tables_says_what_it_keeps() -> None:
    assert silent(holdings.rooms()) == []


def test_a_silent_room_is_noticed() -> None:
    assert silent(holdings.rooms() - {"desk"}) == ["desk"]


def test_of_a_seeker_who_waited_and_left_five_facts_are_left(live_cast: Cast) -> None:
    request = live_cast.seeker_asks("no")
    conversations.say(
        seat=seat_of(request.person, request.conversation_id), words=WORDS, client_id="a"
    ).result(10)
    desk.leave_line(request=request, person=request.person)
    people.leave(person=request.person)
    person = holdings.subject(request.person.pk)
    day = f"{clock.today()}"
    golden = json.loads(GOLDEN.read_text())
    assert viewed_later(person, 8) == {
        name: value.format(pseudonym=person.name, day=day) for name, value in golden.items()
    }


def test_before_the_house_has_tidied_up_more_can_be_handed_over_and_is_shown(live_cast: Cast) -> None:
    request = live_cast.seeker_asks("no")
    found = holdings.view(person=request.person)
    assert found["state"] == "open" and found["key"] == "1 held"
    place = found["holdings"]["desk"][0]["detail"][0]
    assert place["safe"] == "no" and place["joined"] == request.joined_at.isoformat()
    assert found["holdings"]["conversations"][0]["readable"] is True


def test_no_words_are_in_it(live_cast: Cast) -> None:
    chat = live_cast.talking()
    seat = seat_of(chat.request.person, chat.conversation_id)
    conversations.say(seat=seat, words=WORDS, client_id="a").result(10)
    found = json.dumps(holdings.view(person=chat.request.person))
    assert WORDS not in found and "Maya" in found and "conversation.opened" in found


def test_each_question_is_a_line_in_the_trail(live_cast: Cast) -> None:
    person = live_cast.seeker_asks().person
    assert "asked_before" not in holdings.view(person=person, reason="court order 12")
    assert holdings.view(person=person)["asked_before"] == [f"{clock.today()}"]
    lines = list(audit.lines(act="subpoena.viewed", about=str(person.pk)))
    assert [line.reason for line in lines] == ["", "court order 12"]


def test_a_conversation_stands_for_its_seeker(live_cast: Cast) -> None:
    request = live_cast.seeker_asks()
    assert holdings.subject(request.conversation_id) == request.person
    with pytest.raises(NotForYou):
        holdings.subject(uuid.uuid4())

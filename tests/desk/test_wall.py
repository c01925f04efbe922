"""The board: what it counts, what it says, who may look, and that it names nobody who writes."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from beside.desk import actions, wording_wall
from beside.desk.models import Chat, Request, Service, ServiceWords, Shift
from beside.desk.queries import forget_service
from beside.desk.queries.wall import STATES, Wall, wall_of
from beside.foundation import clock
from beside.gateway import presence
from beside.people.actions import welcome
from beside.people.models import Person
from beside.safety import actions as safety
from beside.safety.models import Alert, Concern
from tests.desk.conftest import NIGHT, Cast, written
from tests.world import sign_in

Comes = Callable[[Person], None]
PAGES = ("/board", "/board/wall", "/board/now")


@pytest.fixture
def comes() -> Iterator[Comes]:
    """Somebody begins a shift with a page open."""
    here: list[Person] = []

    def begin(person: Person, hours: float = 0) -> None:
        actions.start_shift(person=person)
        until = clock.now() + timedelta(hours=hours) if hours else None
        Shift.objects.filter(person=person, ended_at=None).update(until=until)
        presence.came(person.pk)
        here.append(person)

    yield begin
    for person in here:
        presence.left(person.pk)


def after(minutes: float) -> Wall:
    """The board so long after the night began."""
    with clock.frozen(NIGHT + timedelta(minutes=minutes)):
        return wall_of()


def tile(wall: Wall, key: str) -> wording_wall.Tile:
    """One figure of the board."""
    return next(one for one in wording_wall.board(wall).tiles if one.key == key)


def test_an_empty_house(cast: Cast) -> None:
    wall = wall_of()
    assert (wall.waiting.count, wall.waiting.since, wall.places.places) == (0, None, 0)
    assert wall.past == [0.0] * 37 and set(wall.crew) == set(STATES)
    said = wording_wall.board(wall)
    assert [(one.figure, one.tone) for one in said.tiles] == [
        ("0", "ok"),
        ("0:00", "ok"),
        ("0", "ok"),
        ("0", "mid"),
        ("–", ""),
    ]
    assert [(one.code, one.gap) for one in said.tongues] == [
        ("en", "nobody there now"),
        ("fr", "nobody there now"),
    ]


def test_who_waits_and_for_how_long(cast: Cast) -> None:
    cast.seeker_asks()
    wall = after(4)
    assert tile(wall, "waiting").state == "none longer than the target"
    longest = tile(wall, "longest")
    assert (longest.figure, longest.state, longest.target) == ("4:00", "within the target", "5 min")
    assert longest.since == NIGHT
    late = after(6)
    assert (late.waiting.count, late.waiting.late, late.waiting.before) == (1, 1, 0)
    assert tile(late, "longest").tone == "high" and tile(late, "waiting").state == "1 longer than the target"
    assert after(61).waiting.before == 1
    assert late.past[-3:] == [0.0, 60.0, 360.0]


def test_danger_has_a_shorter_target(cast: Cast, comes: Comes) -> None:
    cast.seeker_asks("no")
    assert tile(after(0.9), "danger").tone == "mid"
    late = after(1.1)
    assert (late.danger.waiting, late.danger.late) == (1, 1)
    assert (tile(late, "danger").tone, tile(late, "danger").target) == ("high", "60 s")
    comes(cast.tomasz)
    actions.accept(offer=actions.take_next(listener=cast.tomasz), listener=cast.tomasz)
    there = tile(wall_of(), "danger")
    assert (there.figure, there.beside, there.tone) == ("1", "0 in line, 1 talking", "ok")


def test_places_are_those_of_people_who_take_somebody(cast: Cast, comes: Comes) -> None:
    comes(cast.maya)
    comes(cast.tomasz)
    before = wall_of().places
    assert (before.taken, before.free, before.places) == (0, before.places, before.places)
    cast.talking(cast.tomasz)
    one = wall_of().places
    assert (one.chats, one.taken, one.places) == (1, 1, before.places)
    actions.pause(person=cast.maya)
    hers = Shift.objects.get(person=cast.maya).slots
    assert wall_of().places.places == before.places - hers
    presence.left(cast.tomasz.pk)
    gone = wall_of().places
    assert (gone.taken, gone.free) == (1, 0)
    presence.came(cast.tomasz.pk)


def test_everybody_on_shift_is_one_shape(cast: Cast, comes: Comes) -> None:
    for person in (cast.maya, cast.tomasz, cast.ines):
        comes(person)
    assert wall_of().crew["free"] == 3
    chat = cast.talking()
    assert (wall_of().crew["part"], wall_of().crew["free"]) == (1, 2)
    Shift.objects.filter(person=cast.maya).update(slots=1)
    assert (wall_of().crew["full"], wall_of().crew["free"]) == (1, 2)
    actions.pause(person=cast.tomasz)
    assert wall_of().crew["pause"] == 1
    presence.left(cast.ines.pk)
    assert wall_of().crew["gone"] == 1
    presence.came(cast.ines.pk)
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")
    assert wall_of().crew["record"] == 1
    written(chat)
    assert wall_of().crew["free"] == 2
    assert sum(wall_of().crew.values()) == 3


def test_a_rest_after_danger_is_a_rest(cast: Cast, comes: Comes) -> None:
    comes(cast.tomasz)
    chat = cast.talking(cast.tomasz, "no")
    actions.end_chat(conversation=chat.conversation, actor=cast.tomasz, reason="finished", suicide="asked")
    written(chat)
    assert wall_of().crew["rest"] == 1 and wall_of().places.free == 0


def test_a_raised_hand_says_who_comes(cast: Cast, comes: Comes) -> None:
    comes(cast.maya)
    chat = cast.talking()
    actions.raise_hand(conversation=chat.conversation, actor=cast.maya)
    assert (wall_of().crew["hand"], wall_of().answering) == (1, [])
    safety.acknowledge_alert(alert=Alert.objects.get(kind="help"), actor=cast.ines)
    assert wall_of().answering == ["Ines"]


def test_answered_in_time_counts_those_who_gave_up(cast: Cast, comes: Comes) -> None:
    with clock.frozen(NIGHT - timedelta(minutes=20)):
        gone = cast.seeker_asks()
    with clock.frozen(NIGHT - timedelta(minutes=10)):
        actions.leave_line(request=gone, person=gone.person)
    comes(cast.maya)
    cast.talking()
    wall = wall_of()
    assert wall.calm == (1, 2)
    share = tile(wall, "answered")
    assert (share.figure, share.of, share.tone, share.target) == (
        "50\N{NO-BREAK SPACE}%",
        "1 of 2",
        "high",
        "80\N{NO-BREAK SPACE}%",
    )
    assert after(200).calm == (0, 0)


def test_danger_has_a_target_of_its_own(cast: Cast, comes: Comes) -> None:
    comes(cast.maya)
    cast.talking()
    assert tile(wall_of(), "answered").state == "on target"
    with clock.frozen(NIGHT - timedelta(minutes=2)):
        cast.seeker_asks("no")
    share = tile(wall_of(), "answered")
    assert (share.state, share.tone) == ("high risk under the target", "mid")
    assert share.beside == "high risk within 60 s: 0 of 1 (target 95 %)"


def test_danger_read_in_the_chat_is_no_danger_of_the_wait(cast: Cast, comes: Comes) -> None:
    with clock.frozen(NIGHT - timedelta(minutes=3)):
        request = cast.seeker_asks()
    comes(cast.maya)
    actions.accept(offer=actions.take_next(listener=cast.maya), listener=cast.maya)
    Request.objects.update(urgency=3)
    assert (wall_of().calm, wall_of().danger_met) == ((0, 0), (0, 1))
    about = {"conversation": request.conversation, "level": 3, "position": 1}
    Concern.objects.create(**about, raised_at=NIGHT + timedelta(minutes=9))
    assert (wall_of().calm, wall_of().danger_met) == ((1, 1), (0, 0))
    Concern.objects.update(raised_at=NIGHT - timedelta(minutes=2))
    assert (wall_of().calm, wall_of().danger_met) == ((0, 0), (0, 1))


def test_times_that_have_faded_tell_nothing(cast: Cast) -> None:
    request = cast.seeker_asks()
    midnight = NIGHT.replace(hour=0)
    Request.objects.filter(pk=request.pk).update(
        joined_at=midnight, settled_at=midnight + timedelta(hours=2), state="left"
    )
    assert wall_of().calm == (0, 0) and max(wall_of().past) == 0.0


def test_cover_ends_with_the_last_shift(cast: Cast, comes: Comes) -> None:
    comes(cast.maya, hours=1)
    rows = {one.language: one for one in wall_of().tongues}
    assert (rows["en"].until, rows["en"].on) == (NIGHT + timedelta(hours=1), 1)
    said = {one.code: one for one in wording_wall.board(wall_of()).tongues}
    assert (said["en"].gap, said["fr"].gap) == ("no cover from 04:00", "nobody there now")
    comes(cast.tomasz)
    assert [one.until for one in wall_of().tongues] == [None, None]


def test_a_language_without_anybody_and_somebody_waiting(cast: Cast, comes: Comes) -> None:
    comes(cast.maya)
    cast.seeker_asks(language="fr")
    french = next(one for one in wording_wall.board(wall_of()).tongues if one.code == "fr")
    assert (french.waiting, french.on, french.tone) == ("1 waiting", "0 on", "high")


def test_one_service_counts_its_own(cast: Cast, comes: Comes) -> None:
    other = Service.objects.create(pk=2, slug="young", chat_minutes=45)
    ServiceWords.objects.create(service=other, language="en", name="Young", headline="h", lead="l")
    forget_service()
    person, _visit, _token = welcome(language="en")
    actions.ask(person=person, safe="yes", language="en", service=other)
    cast.seeker_asks()
    first = Service.objects.get(slug="main")
    assert [wall_of(of).waiting.count for of in (None, first, other)] == [2, 1, 1]
    shown = sign_in(Client(), cast.odile).get("/board?service=young").content.decode()
    assert "Young" in shown and 'hx-get="/board/now?service=young"' in shown
    assert sign_in(Client(), cast.odile).get("/board?service=nowhere").status_code == 404


def test_the_board_names_nobody_who_writes(cast: Cast, comes: Comes) -> None:
    comes(cast.maya)
    chat = cast.talking()
    waiting = cast.seeker_asks("no")
    names = [chat.request.person.name, waiting.person.name, cast.maya.name]
    hidden = [str(chat.conversation_id), str(waiting.conversation_id), str(waiting.person_id)]
    client = sign_in(Client(), cast.ines)
    for path in (*PAGES, "/board?view=table", "/board/now?view=table"):
        shown = client.get(path).content.decode()
        assert [one for one in (*names, *hidden) if one in shown] == [], path


def test_the_tables_say_the_same(cast: Cast, comes: Comes) -> None:
    comes(cast.maya)
    cast.talking()
    shown = sign_in(Client(), cast.odile).get("/board?view=table").content.decode()
    for words in ("High risk", "To compare", "Longest wait, last three hours", "talking", "French", "1 of 1"):
        assert words in shown
    assert "<polyline" not in shown and shown.count("<caption>") == 4


def test_the_board_in_french(cast: Cast, comes: Comes) -> None:
    comes(cast.maya)
    with translation.override("fr"):
        said = wording_wall.board(wall_of())
    assert [one.word for one in said.tiles][:2] == ["En attente", "Attente la plus longue"]
    assert said.crew[0].word == "libre"


def test_a_change_of_state_changes_the_code(cast: Cast, comes: Comes) -> None:
    comes(cast.maya)
    cast.seeker_asks()
    with clock.frozen(NIGHT + timedelta(minutes=2)):
        early = wording_wall.board(wall_of())
    with clock.frozen(NIGHT + timedelta(minutes=3)):
        same = wording_wall.board(wall_of())
    with clock.frozen(NIGHT + timedelta(minutes=6)):
        late = wording_wall.board(wall_of())
    assert early.code == same.code != late.code
    assert "Longest wait: over the target" in late.spoken


def test_who_may_look(cast: Cast, outsider: Person) -> None:
    for path in PAGES:
        assert Client().get(path).url.startswith("/in")
        assert [
            sign_in(Client(), one).get(path).status_code for one in (cast.maya, cast.ines, cast.odile)
        ] == [
            200,
            200,
            200,
        ]
        assert sign_in(Client(), outsider).get(path).status_code == 404
        assert sign_in(Client(), cast.ines).post(path).status_code == 405


def test_the_screen_on_the_wall_leads_nowhere(cast: Cast) -> None:
    shown = sign_in(Client(), cast.odile).get("/board/wall").content.decode()
    assert 'aria-label="Places"' not in shown and "/settings" not in shown and "/team" not in shown
    assert "data-board" in shown and Chat.objects.count() == 0


def test_many_in_line_cost_no_more_questions(cast: Cast, comes: Comes) -> None:
    comes(cast.maya)
    asked = []
    for _round in range(2):
        for _one in range(10):
            cast.seeker_asks()
        wall_of()
        with CaptureQueriesContext(connection) as questions:
            wall_of()
        asked.append(len(questions))
    assert asked[0] == asked[1] < 60

"""The console's parts beside the words: silence, time, facts and marks, the directory, the phrases."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from beside.conversations.queries import head_of, lines, seat_of
from beside.desk import actions
from beside.desk.actions.beside import sit_beside
from beside.desk.models import Chat, Course, Phrase, Shared
from beside.foundation import clock
from tests.desk.conftest import Cast
from tests.world import arrive, make_seeker, sign_in

HTMX = {"HX-Request": "true"}


class Pane:
    """A running chat, its listener's browser and its seeker's."""

    def __init__(self, cast: Cast) -> None:
        self.seeker = make_seeker()
        actions.start_shift(person=cast.maya)
        actions.ask(person=self.seeker.person, safe="yes", language="en")
        self.chat = actions.accept(offer=actions.take_next(listener=cast.maya), listener=cast.maya)
        sit_beside(conversation=self.chat.conversation, actor=cast.maya)
        self.cast, self.desk = cast, sign_in(Client(), cast.maya)
        self.theirs = arrive(Client(), self.seeker)
        self.path = f"/desk/c/{self.chat.conversation_id}"

    def shows(self, part: str, by: Client | None = None, **asked: str) -> str:
        """A fragment, as htmx fetches it."""
        return (by or self.desk).get(f"{self.path}/{part}", asked, headers=HTMX).content.decode()

    def posts(self, part: str, by: Client | None = None, **given: str) -> object:
        """What a form of the panel sends by htmx."""
        return (by or self.desk).post(f"{self.path}/{part}", given, headers=HTMX)

    def seekers_page(self) -> str:
        """What the person sees."""
        return self.theirs.get(f"/c/{self.chat.conversation_id}").content.decode()

    def says(self, words: str) -> int:
        """The seeker writes. Returns the position."""
        self.theirs.post(f"/c/{self.chat.conversation_id}", {"words": words, "id": uuid4().hex})
        return head_of(self.chat.conversation_id)


@pytest.fixture
def pane(live_cast: Cast) -> Pane:
    """Maya and a seeker."""
    return Pane(live_cast)


def later(**gone: int) -> timedelta:
    """A length of time."""
    return timedelta(**gone)


def test_silence_is_said_to_the_listener_with_words_to_put(pane: Pane) -> None:
    Course.objects.create(
        chat=pane.chat, heard=3, by_seeker=False, quiet_since=clock.now() - later(minutes=3), step="nudge"
    )
    for page in (pane.shows("course"), pane.desk.get("/desk/live").content.decode()):
        assert "Quiet for 3 minutes. A short line that asks nothing can help." in page
        assert 'data-words="I’m still here. No hurry' in page
    assert "Quiet for" not in pane.seekers_page()
    Course.objects.update(by_seeker=True, step="offer")
    assert "A colleague could carry on." in pane.shows("course")


def test_the_time_is_said_ten_and_five_minutes_before_and_when_it_is_over(pane: Pane) -> None:
    assert "45 min left" in pane.shows("course")
    for minutes, words in (
        (9, "About ten minutes left"),
        (4, "About five minutes left"),
        (-1, "The time is over"),
    ):
        Chat.objects.update(ends_at=clock.now() + later(minutes=minutes))
        assert words in pane.shows("course")
    tomasz = sign_in(Client(), pane.cast.tomasz)
    assert tomasz.get(f"{pane.path}/course").status_code == 286


def test_a_listener_asks_for_time_and_a_supervisor_gives_it_once(pane: Pane) -> None:
    assert "Ask for more time" in pane.desk.get(f"{pane.path}/time").content.decode()
    for _twice in range(2):
        pane.posts("time", mark="same")
    assert Chat.objects.get().hand_at is not None
    ends_at = Chat.objects.get().ends_at
    ines = sign_in(Client(), pane.cast.ines)
    assert f"{pane.path}/time" in ines.get(f"{pane.path}/hand").content.decode()
    assert "Give 15 minutes more" in ines.get(f"{pane.path}/time").content.decode()
    for _twice in range(2):
        pane.posts("time", by=ines, given="0")
    assert Chat.objects.get().ends_at == ends_at + later(minutes=15)
    assert pane.seekers_page().count("We have 15 minutes more.") == 1
    pane.posts("time", by=ines, given="1")
    refused = ines.post(f"{pane.path}/time", {"given": "2"})
    assert refused.status_code == 409
    assert "Give 15" not in refused.content.decode()


def test_the_phase_is_remembered_for_the_next_look(pane: Pane) -> None:
    assert pane.posts("phase", phase="safety").status_code == 204  # type: ignore[attr-defined]
    page = pane.desk.get("/desk/live").content.decode()
    assert 'data-phase="safety" aria-selected="true"' in page
    assert 'data-phase="meet" aria-selected="false"' in page
    assert pane.posts("phase", phase="sleep").status_code == 422  # type: ignore[attr-defined]
    assert Course.objects.get().phase == "safety"


def test_facts_and_marks_stand_in_the_panel_and_never_on_the_seekers_page(pane: Pane) -> None:
    at = pane.says("my sister does not reply")
    pane.posts("facts", act="pin", words="Sister silent, 3 days")
    answer = pane.posts("facts", act="mark", mark="strength", position=str(at))
    shown = answer.content.decode()  # type: ignore[attr-defined]
    assert "Sister silent, 3 days" in shown and "Something that helps" in shown
    console = pane.desk.get("/desk/live").content.decode()
    assert f'<option value="{at}" selected>my sister does not reply</option>' in console
    assert console.index("my sister does not reply") < console.index('data-style="mark"')
    pages = [
        pane.seekers_page(),
        pane.theirs.get(f"/c/{pane.chat.conversation_id}/copy?as=text").content.decode(),
    ]
    assert not any("3 days" in page or "Something that helps" in page for page in pages)
    refused = pane.posts("facts", act="pin", words="much " * 60)
    assert "A fact is short" in refused.content.decode()  # type: ignore[attr-defined]
    plain = pane.desk.post(f"{pane.path}/facts", {"act": "mark", "mark": "none", "position": "1"})
    assert plain.status_code == 422


def test_who_carries_on_finds_the_facts(pane: Pane) -> None:
    pane.posts("facts", act="pin", words="Exam on Monday")
    ines = sign_in(Client(), pane.cast.ines)
    sit_beside(conversation=pane.chat.conversation, actor=pane.cast.ines)
    assert "Exam on Monday" in pane.shows("facts", by=ines)
    tomasz = sign_in(Client(), pane.cast.tomasz)
    assert tomasz.get(f"{pane.path}/facts").status_code == 404


def test_a_line_of_the_directory_is_found_and_shared_from_the_panel(pane: Pane) -> None:
    assert "Nothing was found" in pane.shows("resources", q="zebra zebra")
    assert 'value="gb-samaritans"' in pane.shows("resources", q="samaritans")
    answer = pane.posts("shares", code="gb-samaritans", mark="one", q="samaritans").content.decode()  # type: ignore[attr-defined]
    assert "Shared" in answer and 'id="share-gb-samaritans' not in answer
    assert Shared.objects.get().by == pane.cast.maya
    assert "Samaritans" in pane.seekers_page()
    (card,) = [line for line in lines(seat_of(pane.cast.maya, pane.chat.conversation_id)) if line.card]
    assert card.position == Shared.objects.get().position
    wrong = pane.desk.post(f"{pane.path}/shares", {"code": "gb-nobody"})
    assert wrong.status_code == 422
    plain = pane.desk.get(f"{pane.path}/resources", {"q": "france"}).content.decode()
    assert "<html" in plain and "fr-" in plain


def test_phrases_are_changed_on_a_page_of_their_own(live_cast: Cast) -> None:
    odile = sign_in(Client(), live_cast.odile)
    page = odile.get("/desk/phrases", {"language": "fr"})
    assert "Je suis là" in page.content.decode()
    seen = page.context["seen"]
    given = {"language": "fr", "seen": seen, "meet-label": ["Accueil", ""], "meet-words": ["Bonsoir.", ""]}
    assert odile.post("/desk/phrases", {**given, "act": "save"}).status_code == 302
    assert [(row.phase, row.words) for row in Phrase.objects.all()] == [("meet", "Bonsoir.")]
    stale = odile.post("/desk/phrases", {**given, "meet-words": ["Autre.", ""]})
    assert stale.status_code == 409 and "Autre." in stale.content.decode()
    now = odile.get("/desk/phrases", {"language": "fr"}).context["seen"]
    odile.post("/desk/phrases", {"language": "fr", "seen": now, "act": "built-in"})
    assert not Phrase.objects.exists()
    assert odile.get("/desk/phrases", {"language": "xx"}).status_code == 404
    assert sign_in(Client(), live_cast.maya).get("/desk/phrases").status_code == 404

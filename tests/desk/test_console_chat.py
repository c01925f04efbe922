"""What is done with one chat from the console: words, notes, questions, the card, handing over, the end."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from beside.conversations import queries
from beside.conversations.models import Seat, Side, Voice
from beside.desk import actions
from beside.desk.actions.beside import sit_beside
from beside.desk.models import Chat, WrapUp
from beside.desk.queries import forget_service
from beside.desk.queries.panes import backstage
from beside.foundation import clock
from beside.journal.models import AuditLine
from beside.people.models import Role, StaffSession
from tests.desk.conftest import Cast
from tests.desk.handing import handed
from tests.world import Seeker, arrive, make_colleague, make_seeker, sign_in

SCRIPT = {"X-By": "script"}


class Talk:
    """A running chat, its listener's browser and its seeker's."""

    def __init__(self, cast: Cast) -> None:
        self.seeker: Seeker = make_seeker()
        actions.start_shift(person=cast.maya)
        request = actions.ask(person=self.seeker.person, safe="yes", language="en")
        self.chat: Chat = actions.accept(offer=actions.take_next(listener=cast.maya), listener=cast.maya)
        sit_beside(conversation=request.conversation, actor=cast.maya)
        self.conversation, self.maya = request.conversation, cast.maya
        self.desk = sign_in(Client(), cast.maya)
        self.theirs = arrive(Client(), self.seeker)

    def posts(self, verb: str, by: Client | None = None, **given: str) -> object:
        """What the page's form sends."""
        given.setdefault("mark", uuid4().hex)
        return (by or self.desk).post(f"/desk/c/{self.conversation.pk}/{verb}", given)

    def said(self) -> list[str]:
        """The words of the chat, as the listener sees them."""
        seat = queries.seat_of(self.maya, self.conversation.pk)
        return [line.words for line in queries.lines(seat) if line.kind == "said"]

    def console(self, by: Client | None = None) -> str:
        """The listener's page."""
        return (by or self.desk).get("/desk/live").content.decode()


@pytest.fixture
def talk(live_cast: Cast) -> Talk:
    """Maya and a seeker."""
    return Talk(live_cast)


def test_words_arrive_by_a_plain_form_and_once(talk: Talk) -> None:
    answer = talk.posts("words", words="I’m here.", mark="one")
    assert answer["Location"] == f"/desk/live?at={talk.conversation.pk}"  # type: ignore[index]
    talk.posts("words", words="I’m here.", mark="one")
    assert talk.said() == ["I’m here."]
    assert "I’m here." in talk.theirs.get(f"/c/{talk.conversation.pk}").content.decode()


def test_words_that_are_refused_go_back_into_their_box(talk: Talk) -> None:
    actions.pause(person=talk.maya)
    long = "word " * 2000
    answer = talk.posts("words", words=long)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert long.strip() in answer.content.decode()  # type: ignore[attr-defined]
    assert talk.said() == []


def test_a_page_without_a_socket_fetches_frames_and_says(talk: Talk) -> None:
    path = f"/desk/c/{talk.conversation.pk}/lines"
    said = talk.posts("lines", words="Still here.", mark="m1").json()  # type: ignore[attr-defined]
    assert (said["t"], said["id"], said["c"]) == ("said", "m1", str(talk.conversation.pk))
    frames = talk.desk.get(path, {"after": said["p"] - 1}).json()
    assert [(frame["t"], frame["p"], frame["words"]) for frame in frames] == [
        ("entry", said["p"], "Still here.")
    ]
    assert talk.desk.get(path, {"after": said["p"]}).json() == []
    assert len(talk.desk.get(path, {"after": "-4 or so"}).json()) == said["p"]
    no = talk.posts("lines", words=" ", mark="m2").json()  # type: ignore[attr-defined]
    assert (no["t"], no["id"], no["code"]) == ("no", "m2", "invalid")


def test_a_note_stands_beside_its_line_and_never_reaches_the_seeker(talk: Talk) -> None:
    head = queries.head_of(talk.conversation.pk)
    talk.posts("aside", style="note", words="Said pills.", beside=str(head))
    talk.posts("words", words="After the note.")
    page = talk.console()
    assert page.index(f'data-p="{head}"') < page.index("Said pills.") < page.index("After the note.")
    seen = talk.theirs.get(f"/c/{talk.conversation.pk}").content.decode()
    assert "After the note." in seen
    assert "Said pills." not in seen
    for kind in ("text", "html"):
        assert (
            "Said pills." not in talk.theirs.get(f"/c/{talk.conversation.pk}/copy?as={kind}").content.decode()
        )
    assert "Said pills." not in str(talk.desk.get(f"/desk/c/{talk.conversation.pk}/lines").json())


def test_a_long_log_opens_with_its_last_lines(talk: Talk) -> None:
    for number in range(45):
        talk.posts("words", words=f"line {number} of many")
    page = talk.console()
    assert "line 44 of many" in page
    assert "line 0 of many" not in page
    assert f'data-head="{queries.head_of(talk.conversation.pk)}"' in page
    whole = talk.desk.get(f"/desk/live?whole={talk.conversation.pk}").content.decode()
    assert "line 0 of many" in whole
    assert "earlier-" not in whole


def test_a_style_that_is_none_is_refused(talk: Talk) -> None:
    answer = talk.posts("aside", style="whisper", words="I am no supervisor.")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert backstage(talk.maya, talk.conversation).asides == []
    long = talk.posts("aside", style="note", words="much " * 1000)
    assert long.status_code == 422  # type: ignore[attr-defined]
    assert "much much" in long.content.decode()  # type: ignore[attr-defined]


def test_a_question_raises_a_hand_that_a_supervisor_answers(live_cast: Cast, talk: Talk) -> None:
    talk.posts("aside", style="question", words="Could you read along?")
    assert Chat.objects.get().hand_at is not None
    ines = sign_in(Client(), live_cast.ines)
    address = f"/desk/c/{talk.conversation.pk}/hand"
    assert address in ines.get("/desk/live/line").content.decode()
    assert address not in sign_in(Client(), live_cast.tomasz).get("/desk/live/line").content.decode()
    assert "Could you read along?" in ines.get(address).content.decode()
    empty = ines.post(address, {"words": " ", "mark": "w0"})
    assert empty.status_code == 422
    ines.post(address, {"words": "You’re doing well.", "mark": "w1"})
    assert Chat.objects.get().hand_at is None
    assert "You’re doing well." in talk.console()
    assert "You’re doing well." not in talk.theirs.get(f"/c/{talk.conversation.pk}").content.decode()


def test_the_running_note_is_one_line_however_often_it_is_saved(talk: Talk) -> None:
    path = f"/desk/c/{talk.conversation.pk}/notes"
    for words in ("Sister", "Sister not replying", "Sister not replying 3 days"):
        assert talk.desk.post(path, {"words": words}, headers=SCRIPT).status_code == 204
    assert ">Sister not replying 3 days</textarea>" in talk.console()
    assert backstage(talk.maya, talk.conversation).note == "Sister not replying 3 days"
    talk.desk.post(path, {"words": ""}, headers=SCRIPT)
    assert backstage(talk.maya, talk.conversation).note == ""
    assert talk.desk.post(path, {"words": "plain form"})["Location"] == "/desk/live?at=panel"


def test_the_card_goes_once_for_each_page(talk: Talk) -> None:
    for _ in range(2):
        talk.posts("card", mark="page")
    seat = queries.seat_of(talk.maya, talk.conversation.pk)
    assert [line.card for line in queries.lines(seat) if line.card] == ["crisis"]
    assert AuditLine.objects.filter(act="card.sent", about=str(talk.conversation.pk)).exists()


def test_handing_over_leaves_the_notes_and_takes_the_seat(live_cast: Cast, talk: Talk) -> None:
    talk.desk.post(f"/desk/c/{talk.conversation.pk}/notes", {"words": "Ambivalent."}, headers=SCRIPT)
    assert talk.posts("transfer", to="nobody").status_code == 422  # type: ignore[attr-defined]
    away = talk.posts("transfer", to=str(live_cast.tomasz.pk), words="Two lines.")
    assert away.status_code == 409  # type: ignore[attr-defined]
    assert "Two lines." in away.content.decode()  # type: ignore[attr-defined]
    actions.start_shift(person=live_cast.tomasz)
    talk.posts("transfer", to=str(live_cast.tomasz.pk), words="Two lines.")
    talk.theirs.post(f"/c/{talk.conversation.pk}/hand-over", {"answer": "yes"})
    tomasz = sign_in(Client(), live_cast.tomasz)
    offer = live_cast.tomasz.offers.get()
    assert "Maya asks you to carry on" in tomasz.get("/desk/live/line").content.decode()
    tomasz.post(f"/desk/offers/{offer.pk}/acceptance")
    page = talk.console(tomasz)
    assert "Two lines." in page
    assert "Ambivalent." in page
    assert not Seat.objects.filter(person=live_cast.maya, side=Side.STAFF).exclude(voice=Voice.NONE).exists()
    assert talk.desk.get(f"/desk/c/{talk.conversation.pk}/lines").status_code == 404


def test_ending_needs_a_reason_and_leads_to_the_wrap_up(talk: Talk) -> None:
    assert "We had finished" in talk.desk.get(f"/desk/c/{talk.conversation.pk}/closure").content.decode()
    assert talk.posts("closure", reason="bored").status_code == 422  # type: ignore[attr-defined]
    ended = talk.posts("closure", reason="finished")
    assert ended["Location"] == f"/desk/wrap/{talk.conversation.pk}"  # type: ignore[index]
    late = talk.posts("words", words="One more line")
    assert late.status_code == 409  # type: ignore[attr-defined]
    assert "One more line" in late.content.decode()  # type: ignore[attr-defined]


def test_the_wrap_up_keeps_what_was_typed(talk: Talk) -> None:
    path = f"/desk/wrap/{talk.conversation.pk}"
    assert talk.desk.get(path)["Location"] == f"/desk/live?at={talk.conversation.pk}"
    talk.posts("closure", reason="finished")
    part = {"categories": ["grief"], "note": "Exam tomorrow."}
    assert talk.desk.post(f"{path}/draft", part).status_code == 204
    page = talk.desk.get(path).content.decode()
    assert "Exam tomorrow." in page
    wrong = talk.desk.post(path, {**part, "note": "Exam on Monday."})
    assert wrong.status_code == 422
    assert "Exam on Monday." in wrong.content.decode()
    assert "data-errors" in wrong.content.decode()
    assert WrapUp.objects.get().saved_at is None
    whole = {**part, "contact": "listening", "urgency_out": "0", "outcome": "calmer"}
    assert talk.desk.post(path, whole)["Location"] == "/desk"
    saved = WrapUp.objects.get()
    assert (saved.contact, saved.categories, saved.outcome) == ("listening", ["grief"], "calmer")
    assert b"Exam" not in bytes(saved.note or b"")


def test_more_than_five_subjects_are_refused_without_loss(talk: Talk) -> None:
    talk.posts("closure", reason="left")
    many = ["grief", "sleep", "body", "eating", "anxiety", "loneliness"]
    given = {"contact": "crisis", "urgency_out": "2", "outcome": "same", "categories": many, "note": "kept"}
    answer = talk.desk.post(f"/desk/wrap/{talk.conversation.pk}", given)
    assert answer.status_code == 422
    assert "kept" in answer.content.decode()


def test_a_past_chat_is_words_for_a_day_then_a_shell(live_cast: Cast, talk: Talk) -> None:
    talk.posts("words", words="Words for a day.")
    talk.posts("closure", reason="finished")
    path = f"/desk/c/{talk.conversation.pk}"
    assert "Words for a day." in talk.desk.get(path).content.decode()
    assert AuditLine.objects.filter(act="conversation.read", about=str(talk.conversation.pk)).count() == 1
    Chat.objects.update(ended_at=clock.now() - timedelta(hours=25))
    later = talk.desk.get(path)
    assert later.status_code == 200
    assert "Words for a day." not in later.content.decode()
    supervisor = sign_in(Client(), live_cast.ines).get(path).content.decode()
    assert "Words for a day." not in supervisor


def test_own_chats_are_listed_for_seven_days(live_cast: Cast, talk: Talk) -> None:
    name = talk.seeker.person.name
    assert name in talk.desk.get("/desk").content.decode()
    assert name not in sign_in(Client(), live_cast.tomasz).get("/desk").content.decode()
    Chat.objects.update(accepted_at=clock.now() - timedelta(days=8))
    assert name not in talk.desk.get("/desk").content.decode()


def test_a_chat_that_a_colleague_carried_on_stays_in_the_list_without_its_words(
    live_cast: Cast, talk: Talk
) -> None:
    talk.posts("words", words="Words before the hand-over.")
    actions.start_shift(person=live_cast.tomasz)
    handed(talk.chat, live_cast.tomasz)
    home = talk.desk.get("/desk").content.decode()
    assert talk.seeker.person.name in home and "Tomasz carried on" in home
    path = f"/desk/c/{talk.conversation.pk}"
    past = talk.desk.get(path).content.decode()
    assert "Words before the hand-over." not in past and "Only Tomasz can read" in past
    assert "/desk/wrap/" not in past
    outsider = sign_in(Client(), make_colleague("Oskar", Role.LISTENER))
    assert outsider.get(path).status_code == 404


def test_times_are_those_of_the_helplines_own_clock(live_cast: Cast, talk: Talk) -> None:
    actions.set_hours(actor=live_cast.odile, time_zone="Asia/Tokyo", openings=[])
    forget_service()
    begun = Chat.objects.get().accepted_at
    assert f"{begun + timedelta(hours=9):%H:%M}" in talk.desk.get("/desk").content.decode()
    page = talk.desk.get("/in/me").content.decode()
    since = StaffSession.objects.get(account=live_cast.maya.account).begun_at
    assert f"{since + timedelta(hours=9):%H:%M}" in page


def test_a_person_who_left_is_marked_in_the_chat(talk: Talk) -> None:
    hidden = f'id="left-{talk.conversation.pk}" hidden'
    assert hidden in talk.console()
    actions.seeker_left(person_id=talk.seeker.person.pk)
    assert hidden not in talk.console()
    answer = talk.desk.get(f"/desk/c/{talk.conversation.pk}/risk").content.decode()
    assert "It may not be safe to write" in answer


def test_prompts_are_in_the_language_of_the_chat(live_cast: Cast) -> None:
    actions.start_shift(person=live_cast.tomasz)
    live_cast.seeker_asks(language="fr")
    actions.accept(offer=actions.take_next(listener=live_cast.tomasz), listener=live_cast.tomasz)
    page = sign_in(Client(), live_cast.tomasz).get("/desk/live").content.decode()
    assert "Est-ce que vous y pensez cette nuit" in page
    assert "Ask about tonight, in plain words" in page

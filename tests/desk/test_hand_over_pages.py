"""Handing over on the pages: the form, the strip that is still there after a reload, the two buttons."""

from uuid import uuid4

import pytest
from django.test import Client

from beside.conversations.queries import lines, seat_of
from beside.desk import actions
from beside.desk.actions.beside import sit_beside
from beside.desk.models import Chat, HandOver, Offer, OfferState, Step
from tests.desk.conftest import Cast
from tests.world import arrive, make_seeker, sign_in


class Talk:
    """Maya talks with somebody; each has a browser. Tomasz is on shift."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.seeker = cast, make_seeker()
        for one in (cast.maya, cast.tomasz):
            actions.start_shift(person=one)
        request = actions.ask(person=self.seeker.person, safe="yes", language="en")
        self.chat: Chat = actions.accept(offer=actions.take_next(listener=cast.maya), listener=cast.maya)
        self.conversation = request.conversation
        sit_beside(conversation=self.conversation, actor=cast.maya)
        self.maya, self.tomasz = (sign_in(Client(), one) for one in (cast.maya, cast.tomasz))
        self.theirs = arrive(Client(), self.seeker)

    def asks(self, **given: str) -> object:
        """Maya sends the form."""
        fields = {"to": str(self.cast.tomasz.pk), "how": "warm", "mark": uuid4().hex, **given}
        return self.maya.post(f"/desk/c/{self.conversation.pk}/transfer", fields)

    def answers(self, answer: str, by: Client | None = None) -> int:
        """The person presses one of the two buttons."""
        path = f"/c/{self.conversation.pk}/hand-over"
        return (by or self.theirs).post(path, {"answer": answer}).status_code

    def does(self, what: str, by: Client) -> object:
        """One of the buttons of the strip."""
        return by.post(f"/desk/c/{self.conversation.pk}/handing", {"do": what})

    def takes(self) -> None:
        """Tomasz says yes to the offer on his page."""
        offer = Offer.objects.get(listener=self.cast.tomasz, state=OfferState.OPEN)
        self.tomasz.post(f"/desk/offers/{offer.pk}/acceptance")

    def console(self, by: Client) -> str:
        """A console, opened anew."""
        return by.get("/desk/live").content.decode()

    def page(self) -> str:
        """The person's chat, opened anew."""
        return self.theirs.get(f"/c/{self.conversation.pk}").content.decode()


@pytest.fixture
def talk(live_cast: Cast) -> Talk:
    """Maya, Tomasz and a seeker."""
    return Talk(live_cast)


def buttons(page: str) -> int:
    """How often the question stands in the log, without the page's moulds."""
    log = page.split("data-log>", 1)[1].split("<template", 1)[0]
    return log.count("data-question")


def test_the_whole_way_with_a_reload_after_each_step(talk: Talk) -> None:
    assert buttons(talk.page()) == 0
    answer = talk.asks(words="Exam tomorrow. Sister knows.")
    assert answer["Location"] == f"/desk/live?at={talk.conversation.pk}"  # type: ignore[index]
    assert "is being asked whether Tomasz may carry on" in talk.console(talk.maya)
    assert buttons(talk.page()) == 1
    assert (
        "May somebody else carry on?"
        in talk.theirs.get(f"/c/{talk.conversation.pk}/hand-over").content.decode()
    )
    assert talk.answers("yes") == 302
    assert buttons(talk.page()) == 0
    assert "Tomasz is being asked; stay until then" in talk.console(talk.maya)
    talk.takes()
    assert "Tomasz is here too. You leave once Tomasz has written" in talk.console(talk.maya)
    both = talk.console(talk.tomasz)
    assert "Maya is still here, until you have written" in both
    assert "From Maya" in both and "Exam tomorrow. Sister knows." in both
    assert "Exam tomorrow" not in talk.page()
    talk.tomasz.post(f"/desk/c/{talk.conversation.pk}/words", {"words": "I have read it.", "mark": "t1"})
    assert actions.look_after_hand_overs(is_gone=lambda _person: False) == 1
    assert f"c-{talk.conversation.pk}" not in talk.console(talk.maya)
    after = talk.console(talk.tomasz)
    assert "From Maya" in after and "until you have written" not in after
    assert talk.maya.get(f"/desk/c/{talk.conversation.pk}/lines").status_code == 404


def test_without_scripts_the_frame_with_the_log_has_the_buttons(talk: Talk) -> None:
    talk.asks()
    frame = talk.theirs.get(f"/log/{talk.conversation.pk}").content.decode()
    assert "data-question" in frame and 'target="_top"' in frame
    talk.answers("no")
    frame = talk.theirs.get(f"/log/{talk.conversation.pk}").content.decode()
    assert "data-question" not in frame and "Maya stays with you" in frame


def test_staff_see_the_question_without_the_buttons(talk: Talk) -> None:
    talk.asks()
    page = talk.console(talk.maya)
    assert "would like to ask Tomasz" in page
    assert "data-question" not in page


def test_a_second_tab_and_an_old_page_do_no_harm(talk: Talk) -> None:
    talk.asks()
    assert [talk.answers(one) for one in ("no", "yes", "neither", "")] == [302] * 4
    assert HandOver.objects.get().step == Step.DECLINED
    assert not Offer.objects.filter(listener=talk.cast.tomasz).exists()
    assert talk.theirs.get(f"/c/{talk.conversation.pk}/hand-over").status_code == 302


def test_somebody_elses_question_is_not_there(talk: Talk) -> None:
    talk.asks()
    stranger = arrive(Client(), make_seeker())
    assert talk.answers("yes", by=stranger) == 404
    assert HandOver.objects.get().step == Step.ASKING


def test_the_form_goes_once_and_keeps_what_was_typed(talk: Talk) -> None:
    for _each in range(2):
        talk.asks(mark="same", words="Two lines.")
    assert HandOver.objects.count() == 1
    seat = seat_of(
        talk.cast.maya, sit_beside(conversation=talk.conversation, actor=talk.cast.maya).conversation_id
    )
    assert [line.words for line in lines(seat) if line.words] == ["Two lines."]
    again = talk.asks(words="Other lines.")
    assert again.status_code == 409  # type: ignore[attr-defined]
    assert "Other lines." in again.content.decode()  # type: ignore[attr-defined]
    wrong = talk.asks(to="nobody", words="Still here.")
    assert wrong.status_code == 422  # type: ignore[attr-defined]
    assert "Still here." in wrong.content.decode()  # type: ignore[attr-defined]


def test_the_buttons_of_the_strip(talk: Talk) -> None:
    talk.asks()
    early = talk.does("words", talk.maya)
    assert early.status_code == 409  # type: ignore[attr-defined]
    talk.theirs.post(f"/c/{talk.conversation.pk}", {"words": "Yes please.", "id": "s1"})
    assert "They said yes in words" in talk.console(talk.maya)
    talk.does("words", talk.maya)
    assert HandOver.objects.get().step == Step.FINDING
    assert talk.does("nonsense", talk.maya).status_code == 422  # type: ignore[attr-defined]
    talk.takes()
    talk.does("off", talk.tomasz)
    assert HandOver.objects.get().step == Step.CALLED_OFF
    assert f"c-{talk.conversation.pk}" not in talk.console(talk.tomasz)


def test_the_strip_alone_and_for_nobody_else(talk: Talk) -> None:
    path = f"/desk/c/{talk.conversation.pk}/handing"
    assert talk.maya.get(path).content.decode().strip() == ""
    talk.asks()
    assert "Call it off" in talk.maya.get(path).content.decode()
    assert "Call it off" in sign_in(Client(), talk.cast.ines).get(path).content.decode()
    assert talk.tomasz.get(path).status_code == 286
    assert talk.does("off", talk.tomasz).status_code == 404  # type: ignore[attr-defined]
    assert HandOver.objects.get().step == Step.ASKING


def test_who_came_to_take_it_may_write_beside_and_not_end_it(talk: Talk) -> None:
    talk.asks()
    talk.answers("yes")
    talk.takes()
    about = {"style": "note", "words": "Reading.", "beside": "1", "mark": "n1"}
    talk.tomasz.post(f"/desk/c/{talk.conversation.pk}/aside", about)
    assert "Reading." in talk.console(talk.maya)
    ended = talk.tomasz.post(f"/desk/c/{talk.conversation.pk}/closure", {"reason": "finished"})
    assert ended.status_code == 404
    assert Chat.objects.get().ended_at is None


def test_the_rail_says_who_came_and_who_has_gone(talk: Talk) -> None:
    rail = f"/desk/live/line?shown={talk.conversation.pk}"
    talk.asks()
    talk.answers("yes")
    talk.takes()
    assert "has taken over" not in talk.tomasz.get(rail).content.decode()
    assert "is with you now" in talk.tomasz.get("/desk/live/line?shown=").content.decode()
    talk.does("alone", talk.maya)
    assert "has taken over" in talk.maya.get(rail).content.decode()


def test_in_french(live_cast: Cast) -> None:
    talk = Talk(live_cast)
    talk.asks()
    page = talk.theirs.get(f"/c/{talk.conversation.pk}", headers={"Accept-Language": "fr"}).content.decode()
    assert "aimerait demander à Tomasz" in page
    assert "Oui, d’accord" in page

"""Who may see what of the console, and what it does."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from beside.desk import actions, levels
from beside.desk.actions.beside import sit_beside
from beside.desk.models import Offer, Request
from beside.foundation import clock
from beside.people.models import Person
from beside.triage import grammar
from tests.desk.conftest import Cast
from tests.desk.handing import handed
from tests.world import sign_in

SOME = "00000000-0000-0000-0000-000000000001"
PAGES = (
    "/desk",
    "/desk/live",
    "/desk/live/line",
    f"/desk/c/{SOME}",
    f"/desk/c/{SOME}/risk",
    f"/desk/c/{SOME}/lines",
)
FORMS = (f"/desk/c/{SOME}/transfer", f"/desk/c/{SOME}/closure", f"/desk/wrap/{SOME}")
POSTS = (
    "/desk/shift",
    "/desk/shift/pause",
    "/desk/shift/end",
    "/desk/next",
    "/desk/offers/1/acceptance",
    "/desk/offers/1/refusal",
    *(f"/desk/c/{SOME}/{verb}" for verb in ("lines", "words", "aside", "notes", "card", "hand")),
    f"/desk/wrap/{SOME}/draft",
)
HTMX = {"HX-Request": "true"}


def in_person(person: Person) -> Client:
    """A browser of this member of staff."""
    return sign_in(Client(), person)


def text(answer: object) -> str:
    """A page as text."""
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("path", [*PAGES, *FORMS])
def test_strangers_are_led_to_the_way_in(cast: Cast, path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/in")


def test_a_fragment_never_swaps_in_the_way_in(cast: Cast) -> None:
    answer = Client().get("/desk/live/line", headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/in")


def test_who_is_not_at_the_desk_finds_nothing(cast: Cast, outsider: Person) -> None:
    for person in (cast.odile, outsider):
        browser = in_person(person)
        assert [browser.get(path).status_code for path in (*PAGES, *FORMS)] == [404] * len((*PAGES, *FORMS))
        assert [browser.post(path).status_code for path in POSTS] == [404] * len(POSTS)


def test_somebody_elses_chat_is_not_there(cast: Cast) -> None:
    chat = cast.talking(cast.maya).conversation_id
    browser = in_person(cast.tomasz)
    for page in ("", "/risk", "/lines", "/transfer", "/closure"):
        assert browser.get(f"/desk/c/{chat}{page}").status_code in {404, 286}
    for verb in ("lines", "words", "aside", "notes", "card", "hand", "transfer", "closure"):
        assert browser.post(f"/desk/c/{chat}/{verb}", {"words": "no", "mark": "x"}).status_code == 404
    assert browser.get(f"/desk/wrap/{chat}").status_code == 404
    assert str(chat) not in text(browser.get("/desk/live"))


def test_somebody_elses_offer_is_not_there(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    cast.seeker_asks()
    offer = actions.take_next(listener=cast.maya)
    browser = in_person(cast.tomasz)
    assert browser.post(f"/desk/offers/{offer.pk}/acceptance").status_code == 404
    assert browser.post(f"/desk/offers/{offer.pk}/refusal").status_code == 404
    assert Offer.objects.get().is_open


def test_listeners_get_the_count_counsellors_the_reasons(cast: Cast) -> None:
    name = cast.seeker_asks("no").person.name
    for person, sees in ((cast.maya, False), (cast.tomasz, True), (cast.ines, True)):
        rail = text(in_person(person).get("/desk/live/line"))
        assert 'data-count="1"' in rail
        assert (name in rail) is sees
        assert ("Said: not safe right now" in rail or "A dit" in rail) is sees


def test_taking_is_a_choice(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    request, browser = cast.seeker_asks(), in_person(cast.maya)
    card = text(browser.post("/desk/next", headers=HTMX))
    offer = Offer.objects.get()
    assert "<html" not in card
    assert request.person.name in card
    assert f"/desk/offers/{offer.pk}/acceptance" in card
    assert f"/desk/offers/{offer.pk}/refusal" in card
    assert "Answer the offer first." in card
    assert browser.post(f"/desk/offers/{offer.pk}/refusal").status_code == 302
    assert Request.objects.get().state == "waiting"


def test_a_refusal_is_a_sentence_in_the_rail(cast: Cast) -> None:
    browser = in_person(cast.maya)
    assert "Start your shift first." in text(browser.post("/desk/next", headers=HTMX))
    page = browser.post("/desk/next")
    assert page.status_code == 409
    assert "Start your shift first." in text(page)


def test_why_take_next_waits_is_said(cast: Cast) -> None:
    browser = in_person(cast.maya)
    assert "You are off shift." in text(browser.get("/desk/live"))
    actions.start_shift(person=cast.maya)
    actions.pause(person=cast.maya)
    assert "You are on a pause." in text(browser.get("/desk/live"))
    actions.resume(person=cast.maya)
    cast.seeker_asks()
    page = text(browser.get("/desk/live"))
    assert 'id="take-next"' in page
    assert 'aria-disabled="true"' not in page


def test_accepting_opens_the_chat_and_its_backstage(live_cast: Cast) -> None:
    actions.start_shift(person=live_cast.maya)
    live_cast.seeker_asks("unsure")
    offer = actions.take_next(listener=live_cast.maya)
    browser = in_person(live_cast.maya)
    answer = browser.post(f"/desk/offers/{offer.pk}/acceptance")
    chat = Request.objects.get().conversation_id
    assert answer["Location"] == f"/desk/live?at={chat}"
    page = text(browser.get(answer["Location"]))
    assert f'data-conversation="{chat}"' in page
    seat = sit_beside(conversation=Request.objects.get().conversation, actor=live_cast.maya)
    assert f'data-backstage="{seat.conversation_id}"' in page
    late = browser.post(f"/desk/offers/{offer.pk}/acceptance")
    assert late.status_code == 409


def test_the_address_says_which_pane_a_phone_shows(cast: Cast) -> None:
    chat = cast.talking().conversation_id
    browser = in_person(cast.maya)
    for at, pane in (("line", "line"), ("panel", "panel"), (str(chat), "chat"), ("nonsense", "chat")):
        assert f'data-at="{pane}"' in text(browser.get(f"/desk/live?at={at}"))


def test_the_rail_says_what_changed_around_the_chats(cast: Cast) -> None:
    chat = cast.talking()
    browser = in_person(cast.maya)
    assert "is with you now" in text(browser.get("/desk/live/line?shown="))
    assert "is with you now" not in text(browser.get(f"/desk/live/line?shown={chat.conversation_id}"))
    assert "is with you now" not in text(browser.get("/desk/live/line"))
    actions.start_shift(person=cast.tomasz)
    handed(chat, cast.tomasz)
    assert "has taken over" in text(browser.get(f"/desk/live/line?shown={chat.conversation_id}+{uuid4()}+x"))


def test_the_risk_is_a_word_a_shape_and_the_signals(cast: Cast) -> None:
    chat = cast.talking()
    browser = in_person(cast.maya)
    assert "Nothing was read" in text(browser.get(f"/desk/c/{chat.conversation_id}/risk"))
    actions.raise_urgency(conversation_id=chat.conversation_id, level=3, signals=["means"])
    panel = text(browser.get(f"/desk/c/{chat.conversation_id}/risk"))
    assert "High" in panel
    assert "Has a way within reach" in panel
    assert f'id="chip-{chat.conversation_id}" hx-swap-oob="true"' in panel
    assert "score" not in panel


def test_every_signal_of_the_first_reader_has_words() -> None:
    named = {row["signal"] for code in grammar.LANGUAGES for _name, row in grammar.entries(code)}
    named = {signal for signal in named if not signal.startswith(grammar.MODIFIER)}
    assert named <= set(levels.SIGNALS)
    assert levels.in_words(["means", "means", "not-yet-named"])[0] == "Has a way within reach"


def test_the_page_of_an_ended_chat_stops_asking(cast: Cast) -> None:
    chat = cast.talking()
    browser = in_person(cast.maya)
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")
    page = text(browser.get("/desk/live"))
    assert f'data-conversation="{chat.conversation_id}"' not in page
    assert f"/desk/wrap/{chat.conversation_id}" in page
    assert in_person(cast.tomasz).get(f"/desk/c/{chat.conversation_id}/risk").status_code == 286


def test_a_shift_begins_pauses_and_ends(cast: Cast) -> None:
    browser = in_person(cast.tomasz)
    wrong = browser.post("/desk/shift", {"slots": "9", "hours": "2", "languages": ["en"]})
    assert wrong.status_code == 422
    assert "data-errors" in text(wrong)
    begun = browser.post("/desk/shift", {"slots": "2", "hours": "3", "languages": ["fr"]})
    assert begun["Location"] == "/desk/live"
    shift = cast.tomasz.shifts.get()
    assert (shift.slots, shift.languages) == (2, ["fr"])
    assert shift.until == clock.now() + timedelta(hours=3)
    browser.post("/desk/shift/pause", {"on": "1"})
    assert cast.tomasz.shifts.get().is_paused
    browser.post("/desk/shift/pause", {"on": "0", "next": "home"})
    assert not cast.tomasz.shifts.get().is_paused
    browser.post("/desk/shift/end")
    assert cast.tomasz.shifts.get().ended_at is not None


def test_nobody_goes_home_from_a_running_chat(cast: Cast) -> None:
    cast.talking()
    answer = in_person(cast.maya).post("/desk/shift/end")
    assert answer.status_code == 409
    assert "You still have a chat running" in text(answer)

"""The first page, the question, the wait: without scripts, as a browser or curl would."""

import json
import re
import uuid
from datetime import time

import pytest
from django.test import Client

from beside.conversations.queries import lines, seat_of
from beside.desk import actions, queries
from beside.desk.models import AfterChat, Request, RequestState
from beside.people.actions import welcome
from beside.people.cookies import VISIT
from beside.people.models import Person
from tests.desk.conftest import Cast
from tests.world import arrive, make_seeker

LIMIT_WORDS = 90


def ask(client: Client, safe: str = "yes", mark: str = "") -> Request:
    """Answer the question as a form does; the request it made."""
    response = client.post("/talk", {"safe": safe, "mark": mark or uuid.uuid4().hex})
    assert response.status_code == 302, response.content
    return Request.objects.latest("pk")


def words_of(html: str, attribute: str) -> list[str]:
    """The words inside the element that has this attribute."""
    inside = html.split(attribute, 1)[1].split(">", 1)[1].split("</div>", 1)[0]
    return re.sub(r"<[^>]+>", " ", inside).split()


def test_the_first_page_sets_no_cookie_and_may_be_kept_a_minute(cast: Cast, client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in response["Vary"]
    assert response.content.count(b"btn-primary") == 1
    assert b"Whatever tonight is" in response.content


def test_a_first_page_with_cookies_is_kept_nowhere(cast: Cast, client: Client) -> None:
    client.cookies["__Host-theme"] = "dark"
    assert client.get("/")["Cache-Control"] == "no-store"


def test_the_first_page_says_the_honest_wait(cast: Cast, client: Client) -> None:
    assert b"We don\xe2\x80\x99t know yet" in client.get("/").content
    actions.start_shift(person=cast.maya)
    assert b"Usually 1 to 4 minutes tonight" in client.get("/").content


def test_closed_names_those_who_are_awake(cast: Cast, client: Client) -> None:
    actions.set_hours(actor=cast.odile, time_zone="Europe/Paris", openings=[])
    actions.set_numbers(actor=cast.odile, country="FR")
    queries.forget_service()
    page = client.get("/").content.decode()
    assert "That isn’t about you" in page
    assert "tel:3114" in page
    assert 'href="/talk"' not in page
    assert client.get("/talk").url == "/"
    assert client.post("/talk", {"safe": "no"}).url == "/now"
    assert not Person.objects.filter(is_staff=False).exists()


def test_closed_says_until_when(cast: Cast, client: Client) -> None:
    hours = [(day, time(18), time(23)) for day in range(7)]
    actions.set_hours(actor=cast.odile, time_zone="Europe/Paris", openings=hours)
    queries.forget_service()
    assert "No one is here until 18:00." in client.get("/").content.decode()
    french = client.get("/", headers={"Accept-Language": "fr"}).content.decode()
    assert "Personne n’est là avant 18\u00a0h." in french


def test_two_taps_from_the_street_to_the_line(cast: Cast, client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'href="/talk"' in page
    question = client.get("/talk").content.decode()
    assert question.count('name="safe"') == 3
    assert "<input" not in question.replace('<input type="hidden"', "")
    request = ask(client)
    assert client.cookies[VISIT]["secure"] and client.cookies[VISIT]["httponly"]
    assert client.get(f"/wait/{request.conversation_id}").status_code == 200


def test_the_limits_are_short(cast: Cast, client: Client) -> None:
    for language in ("en", "fr"):
        page = client.get("/talk", headers={"Accept-Language": language}).content.decode()
        assert 30 < len(words_of(page, "data-limits")) <= LIMIT_WORDS


def test_not_safe_shows_numbers_on_top_and_is_in_front(cast: Cast, client: Client) -> None:
    cast.seeker_asks()
    request = ask(client, "no")
    page = client.get(f"/wait/{request.conversation_id}").content.decode()
    assert page.index("tel:112") < page.index("<h1")
    assert queries.standing_of(request).place == 1


def test_pressing_twice_without_a_cookie_is_one_place(cast: Cast) -> None:
    mark = uuid.uuid4().hex
    first, second = Client(), Client()
    one = first.post("/talk", {"safe": "yes", "mark": mark})
    other = second.post("/talk", {"safe": "yes", "mark": mark})
    assert one.url == other.url
    assert Request.objects.count() == 1
    assert first.get(one.url).status_code == second.get(other.url).status_code == 200


def test_someone_in_line_is_led_back_to_their_place(cast: Cast, client: Client) -> None:
    request = ask(client)
    assert client.get("/talk").url == f"/wait/{request.conversation_id}"
    assert client.post("/talk", {"safe": "no"}).url == f"/wait/{request.conversation_id}"


def test_an_answer_that_is_none_makes_nobody(cast: Cast, client: Client) -> None:
    before = Person.objects.count()
    assert client.post("/talk", {"safe": "perhaps"}).status_code == 422
    assert Person.objects.count() == before


def test_the_line_is_in_the_language_of_the_page(cast: Cast, client: Client) -> None:
    client.post("/talk", {"safe": "yes", "mark": ""}, headers={"Accept-Language": "fr"})
    assert Request.objects.get().language == "fr"


def test_outsiders_find_no_place(cast: Cast, client: Client) -> None:
    request = cast.seeker_asks()
    arrive(client, make_seeker())
    for path in ("", "/standing"):
        assert client.get(f"/wait/{request.conversation_id}{path}").status_code == 404
    for path in ("", "/distress", "/departure"):
        assert client.post(f"/wait/{request.conversation_id}{path}", {"words": "x"}).status_code == 404
    assert client.get(f"/c/{request.conversation_id}/after").status_code == 404
    assert Client().get(f"/wait/{request.conversation_id}").url == "/talk"


def test_the_range_the_place_and_never_a_countdown(cast: Cast, client: Client) -> None:
    actions.start_shift(person=cast.maya)
    request = ask(client)
    where = f"/wait/{request.conversation_id}"
    page = client.get(where).content.decode()
    assert "Most people tonight wait 1 to 4 minutes." in page
    assert "You are next." not in page
    assert "You are next." in client.get(f"{where}?place=1").content.decode()
    how = json.loads(client.get(f"{where}/standing", headers={"Accept": "application/json"}).content)
    assert how == {
        "words": "Most people tonight wait 1 to 4 minutes.",
        "busy": "",
        "place": "",
        "to": "",
        "ready": "",
        "gone": False,
        "danger": False,
    }


def test_the_frame_renews_itself_and_only_ours_may_hold_it(cast: Cast, client: Client) -> None:
    request = ask(client)
    frame = client.get(f"/wait/{request.conversation_id}/standing")
    assert b'http-equiv="refresh"' in frame.content
    assert "frame-ancestors 'self'" in frame["Content-Security-Policy"]
    page = client.get(f"/wait/{request.conversation_id}")
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert b'http-equiv="refresh"' not in page.content


def test_after_closing_time_the_line_says_so(cast: Cast, client: Client) -> None:
    request = ask(client)
    where = f"/wait/{request.conversation_id}"
    assert "We don’t know yet" in client.get(where).content.decode()
    hours = [(day, time(18), time(23)) for day in range(7)]
    actions.set_hours(actor=cast.odile, time_zone="Europe/Paris", openings=hours)
    queries.forget_service()
    assert "No one is here until 18:00. Your place is kept." in client.get(where).content.decode()


def test_distress_is_one_tap_and_can_be_skipped(cast: Cast, client: Client) -> None:
    request = ask(client)
    where = f"/wait/{request.conversation_id}"
    assert client.get(where).content.count(b'name="distress"') == 12
    assert client.post(f"{where}/distress", {"distress": "7"}).url == where
    request.refresh_from_db()
    assert request.distress_before == 7
    assert b'name="distress"' not in client.get(where).content
    framed = client.post(f"{where}/distress", {"distress": "", "framed": "1"})
    assert framed.url == f"{where}/standing"


def test_leaving_the_line_is_one_tap(cast: Cast, client: Client) -> None:
    request = ask(client)
    assert client.post(f"/wait/{request.conversation_id}/departure").status_code == 200
    request.refresh_from_db()
    assert request.state == RequestState.LEFT
    assert client.get(f"/wait/{request.conversation_id}").status_code == 410


def test_when_somebody_is_there_every_door_leads_to_the_chat(cast: Cast, client: Client) -> None:
    actions.start_shift(person=cast.maya)
    request = ask(client)
    actions.accept(offer=actions.take_next(listener=cast.maya), listener=cast.maya)
    where, chat = f"/wait/{request.conversation_id}", f"/c/{request.conversation_id}"
    assert client.get(where).url == chat
    assert client.get("/talk").url == chat
    assert client.post(f"{where}/departure").url == chat
    how = json.loads(client.get(f"{where}/standing", headers={"Accept": "application/json"}).content)
    assert (how["to"], how["ready"]) == (chat, "Maya is ready.")
    assert f'href="{chat}"' in client.get(f"{where}/standing").content.decode()


def test_other_pages_say_that_the_place_is_kept(cast: Cast, client: Client) -> None:
    assert b"data-keep-place" not in client.get("/breathe").content
    request = ask(client)
    assert b"Your place in line is kept." in client.get("/breathe").content
    assert b"data-keep-place" not in client.get(f"/wait/{request.conversation_id}").content
    actions.start_shift(person=cast.maya)
    actions.accept(offer=actions.take_next(listener=cast.maya), listener=cast.maya)
    assert b"Maya is ready." in client.get("/breathe").content


def test_words_written_while_waiting_are_kept_once(live_cast: Cast, client: Client) -> None:
    request = ask(client)
    where = f"/wait/{request.conversation_id}"
    mark = uuid.uuid4().hex
    for _ in range(2):
        assert client.post(where, {"words": "cant sleep again", "id": mark}).url == where
    assert client.get(where).content.count(b"cant sleep again") == 1
    assert [line.words for line in lines(seat_of(request.person, request.conversation_id))] == [
        "cant sleep again"
    ]


def test_words_that_cannot_be_kept_stay_in_the_box(live_cast: Cast, client: Client) -> None:
    request = ask(client)
    too_long = "a" * 4001
    response = client.post(f"/wait/{request.conversation_id}", {"words": too_long, "id": uuid.uuid4().hex})
    assert response.status_code == 422
    assert too_long in response.content.decode()


def test_words_sent_as_somebody_comes_are_not_lost(live_cast: Cast, client: Client) -> None:
    actions.start_shift(person=live_cast.maya)
    request = ask(client)
    actions.accept(offer=actions.take_next(listener=live_cast.maya), listener=live_cast.maya)
    response = client.post(f"/wait/{request.conversation_id}", {"words": "hello", "id": uuid.uuid4().hex})
    assert response.url == f"/c/{request.conversation_id}"
    assert "hello" in [line.words for line in lines(seat_of(request.person, request.conversation_id))]


def test_afterwards_both_questions_can_be_answered_or_skipped(cast: Cast, client: Client) -> None:
    actions.start_shift(person=cast.maya)
    request = ask(client)
    client.post(f"/wait/{request.conversation_id}/distress", {"distress": "8"})
    actions.accept(offer=actions.take_next(listener=cast.maya), listener=cast.maya)
    where = f"/c/{request.conversation_id}/after"
    assert client.post(f"{where}?step=helped", {"answer": "partly"}).url == f"{where}?step=distress"
    assert client.post(f"{where}?step=distress", {"answer": "4"}).url == f"{where}?step=rest"
    answer = AfterChat.objects.get()
    assert (answer.helped, answer.distress) == ("partly", 4)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_first_page_is_small(cast: Cast, client: Client, language: str) -> None:
    page = client.get("/", headers={"Accept-Language": language})
    assert len(page.content) < 14 * 1024


def test_a_visit_without_a_place_goes_on_as_the_same_person(cast: Cast, client: Client) -> None:
    person, _visit, token = welcome(language="en")
    client.cookies[VISIT] = token
    assert ask(client).person == person

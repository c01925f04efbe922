"""Coming back: the verbs and the pages, in two browsers."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from beside.foundation import clock
from beside.foundation.errors import Invalid, TooMany
from beside.people import actions, guesses, homeward
from beside.people.cookies import VISIT
from beside.people.models import Person, ReturnPhrase, Visit
from tests.world import Seeker, make_seeker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _afresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    guesses.forget_all()
    monkeypatch.setattr(homeward, "_finders", [])
    yield
    guesses.forget_all()


@pytest.fixture
def seeker() -> Seeker:
    """A seeker who writes in French."""
    return make_seeker(language="fr")


@pytest.fixture
def phone(seeker: Seeker) -> Client:
    """The seeker's browser."""
    client = Client()
    client.cookies[VISIT] = seeker.token
    return client


def test_the_words_open_a_new_visit_of_the_same_person(seeker: Seeker) -> None:
    words = actions.make_phrase(person=seeker.person)
    visit, token = actions.come_back(words=" ".join(word[:4].upper() for word in words), place="x")
    assert visit.person == seeker.person and visit != seeker.visit and token != seeker.token


def test_nothing_of_the_words_is_kept(seeker: Seeker) -> None:
    words = actions.make_phrase(person=seeker.person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_returnphrase")
        kept = repr([bytes(value) if isinstance(value, memoryview) else value for value in cursor.fetchone()])
    assert not [word for word in words if word in kept]


def test_new_words_replace_old_ones(seeker: Seeker) -> None:
    old = actions.make_phrase(person=seeker.person)
    new = actions.make_phrase(person=seeker.person)
    assert ReturnPhrase.objects.count() == 1
    with pytest.raises(Invalid):
        actions.come_back(words=" ".join(old), place="x")
    assert actions.come_back(words=" ".join(new), place="x")


def test_a_phrase_can_be_forgotten(seeker: Seeker) -> None:
    words = actions.make_phrase(person=seeker.person)
    actions.forget_phrase(person=seeker.person)
    with pytest.raises(Invalid):
        actions.come_back(words=" ".join(words), place="x")


def test_words_are_not_made_over_and_over(seeker: Seeker) -> None:
    for _ in range(3):
        actions.make_phrase(person=seeker.person)
    with pytest.raises(TooMany):
        actions.make_phrase(person=seeker.person)
    assert actions.make_phrase(person=make_seeker().person)


def test_a_stolen_row_moved_to_another_person_still_needs_its_own_words(seeker: Seeker) -> None:
    words = actions.make_phrase(person=seeker.person)
    ReturnPhrase.objects.update(proof=bytes(32))
    with pytest.raises(Invalid):
        actions.come_back(words=" ".join(words), place="x")


def test_a_person_comes_back_in_another_browser(phone: Client, seeker: Seeker) -> None:
    homeward.lead(lambda person: f"/c/{person.pk}")
    page = phone.post("/me/phrase")
    words = " ".join(page.context["words"])
    assert words in page.content.decode()
    elsewhere = Client()
    assert elsewhere.get("/back").status_code == 200
    answer = elsewhere.post("/back", {"words": words})
    assert (answer.status_code, answer["Location"]) == (302, f"/c/{seeker.person.pk}")
    cookie = elsewhere.cookies[VISIT]
    assert cookie["secure"] and cookie["httponly"] and not cookie["max-age"]
    assert Visit.objects.filter(person=seeker.person).count() == 2


def test_with_nothing_open_the_way_leads_in(seeker: Seeker) -> None:
    words = actions.make_phrase(person=seeker.person)
    assert Client().post("/back", {"words": " ".join(words)})["Location"] == "/talk"


def test_the_first_room_that_knows_a_page_wins(seeker: Seeker) -> None:
    def none(person: Person) -> str:
        return ""

    for find in (none, none, lambda person: "/wait/1", lambda person: "/c/2"):
        homeward.lead(find)
    assert homeward.address(seeker.person) == "/wait/1"
    assert homeward._finders.count(none) == 1


def test_no_words_are_made_before_the_person_asks(phone: Client) -> None:
    assert phone.get("/me/phrase").status_code == 200
    assert not ReturnPhrase.objects.exists()


def test_the_chat_page_gets_them_as_json(phone: Client, seeker: Seeker) -> None:
    answer = phone.post("/me/phrase", headers={"Accept": "application/json"})
    words = json.loads(answer.content)["words"]
    assert actions.come_back(words=" ".join(words), place="x")[0].person == seeker.person


def test_the_chat_page_is_told_when_it_is_too_soon(phone: Client) -> None:
    for _ in range(3):
        phone.post("/me/phrase")
    answer = phone.post("/me/phrase", headers={"Accept": "application/json"})
    assert answer.status_code == 429 and json.loads(answer.content)["why"]


def test_an_outsider_has_no_words_to_make() -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)("/me/phrase")
        assert (answer.status_code, answer["Location"]) == (302, "/talk")
    assert not ReturnPhrase.objects.exists()


def test_a_form_of_another_site_makes_nothing(seeker: Seeker) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies[VISIT] = seeker.token
    assert client.post("/me/phrase").status_code == 403
    assert Client(enforce_csrf_checks=True).post("/back", {"words": "a b c d e"}).status_code == 403
    assert not ReturnPhrase.objects.exists()


WRONG = "velvet piano zoo apple lemon"


def test_a_wrong_phrase_is_refused_kindly_and_stays_in_the_field() -> None:
    page = Client().post("/back", {"words": WRONG})
    assert page.status_code == 422
    text = page.content.decode()
    assert "don’t match" in text and WRONG in text
    assert VISIT not in page.cookies


def test_a_spelling_mistake_costs_no_guess() -> None:
    for _ in range(10):
        assert Client().post("/back", {"words": "velvet piano qwertz apple lemon"}).status_code == 422
    assert guesses.pause(guesses.place("127.0.0.1")) == 0


def test_a_guesser_is_slowed_and_the_person_who_waited_comes_in(seeker: Seeker) -> None:
    words = " ".join(actions.make_phrase(person=seeker.person))
    for _ in range(3):
        Client().post("/back", {"words": WRONG})
    now = clock.now()
    with clock.frozen(now):
        for _ in range(6):
            guesses.missed(guesses.place("127.0.0.1"))
        page = Client().post("/back", {"words": words})
    assert page.status_code == 429
    assert page["Retry-After"] == "60"
    text = page.content.decode()
    assert "Try again in 60 seconds" in text and words in text
    with clock.frozen(now + timedelta(seconds=60)):
        guesses.missed(guesses.place("127.0.0.1"))
        assert Client().post("/back", {"words": words}).status_code == 429
        answer = Client().post("/back", {"words": words, "ticket": page.context["ticket"]})
    assert answer.status_code == 302


def test_in_french_it_is_french(phone: Client) -> None:
    page = Client().post("/back", {"words": WRONG}, headers={"Accept-Language": "fr"})
    assert "Ces mots ne correspondent pas" in page.content.decode()
    page = phone.get("/me/phrase", headers={"Accept-Language": "fr"})
    assert "Cinq mots pour revenir" in page.content.decode()

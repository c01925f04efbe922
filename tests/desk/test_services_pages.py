"""The manager opens more services, writes holidays and numbers, and shuts every door; people see it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connections
from django.test import Client

from beside.desk import actions, queries
from beside.desk.models import Holiday, OverflowNumber, Request, Service, ServiceWords, Shift, Standstill
from beside.foundation import clock
from beside.foundation.errors import Closed, DomainError, Invalid, NotForYou
from beside.operations import due
from tests.desk.conftest import NIGHT, Cast
from tests.world import sign_in

WORDS = {"en": {"name": "Young Line", "headline": "You can say it here.", "lead": "For people under 25."}}
NEW = {
    "slug": "young",
    "en_offered": "on",
    "en_name": "Young Line",
    "en_headline": "You can say it here.",
    "en_lead": "For people under 25.",
    "step": "new",
}


@pytest.fixture
def manager(cast: Cast, client: Client) -> Client:
    """Odile's browser."""
    return sign_in(client, cast.odile)


def young(cast: Cast) -> Service:
    """One more service, open by its hours alone."""
    made = actions.open_service(actor=cast.odile, slug="young", words=WORDS)
    always = [(day, time(0), time(0)) for day in range(7)]
    actions.set_hours(actor=cast.odile, time_zone="Europe/Paris", openings=always, number=made.pk)
    actions.set_numbers(actor=cast.odile, number=made.pk, needs_staff=False, helpline_number="0800 1")
    queries.forget_service()
    return made


def test_only_the_manager_sees_them(cast: Cast, client: Client) -> None:
    for person in (cast.maya, cast.tomasz, cast.ines):
        sign_in(client, person)
        for path in ("/settings/services", "/settings/works", "/settings?service=main"):
            assert client.get(path).status_code == 404
            assert client.post(path, {"step": "stop"}).status_code in (404, 405)
    with pytest.raises(NotForYou):
        actions.open_service(actor=cast.ines, slug="young", words=WORDS)
    with pytest.raises(NotForYou):
        actions.stand_still(actor=cast.ines)
    assert not Standstill.objects.exists()


def test_a_service_is_made_set_up_and_put_on_the_pages(manager: Client) -> None:
    assert manager.post("/settings/services", NEW).url == "/settings/services"
    assert manager.post("/settings/services", NEW).status_code == 422
    assert Service.objects.count() == 2
    assert "Young Line" not in Client().get("/").content.decode()
    assert Client().get("/s/young").status_code == 404
    for area in ("hours", "words", "numbers", "chats", "leaving", "door", "holidays", "overflow", "topics"):
        assert manager.get(f"/settings/{area}?service=young").status_code == 200
    assert manager.get("/settings/offers?service=young").status_code == 404
    assert manager.get("/settings/hours?service=old").status_code == 404
    week = {"time_zone": "UTC", "d0_1_opens": "18:00", "d0_1_closes": "02:00", "step": "save"}
    assert manager.post("/settings/hours?service=young", week).url == "/settings?service=young"
    assert [row.service.slug for row in Service.objects.get(slug="young").hours.all()] == ["young"]
    assert Service.objects.get(pk=1).hours.count() == 7
    manager.post("/settings/services", {"slug": "young", "step": "offer"})
    assert "Young Line" in Client().get("/").content.decode()
    page = Client().get("/s/young").content.decode()
    assert "No one is here until" in page
    manager.post("/settings/services", {"slug": "young", "step": "withdraw"})
    assert Client().get("/s/young").status_code == 404
    assert manager.post("/settings/services", {"slug": "main", "step": "withdraw"}).status_code == 409


def test_one_service_looks_as_before(cast: Cast, client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Our other lines" not in page and 'href="/talk"' in page


def test_people_get_into_the_line_of_the_service_they_came_to(cast: Cast, client: Client) -> None:
    made = young(cast)
    page = client.get("/s/young").content.decode()
    assert "You can say it here." in page and 'href="/talk?service=young"' in page
    question = client.get("/talk?service=young").content.decode()
    assert 'action="/talk?service=young"' in question and "Young Line" in question
    assert client.get("/talk?service=old").status_code == 404
    where = client.post("/talk?service=young", {"safe": "yes", "mark": "m"}).url
    assert Request.objects.get().service == made
    assert "Young Line" in client.get(where).content.decode()
    actions.start_shift(person=cast.maya, services=[1])
    with pytest.raises(Closed):
        actions.take_next(listener=cast.maya)
    assert 'href="/talk?service=young"' in client.post(f"{where}/departure").content.decode()


def test_a_place_stays_when_its_service_goes_off_the_pages(cast: Cast, client: Client) -> None:
    made = young(cast)
    where = client.post("/talk?service=young", {"safe": "yes", "mark": "m"}).url
    actions.offer_service(actor=cast.odile, service=made, offered=False)
    queries.forget_service()
    assert client.get(where).status_code == 200
    assert client.get("/talk?service=young").status_code == 404
    with pytest.raises(Closed):
        actions.offer_service(actor=cast.odile, service=Service.objects.get(pk=1), offered=False)


def test_a_chat_is_as_long_as_its_service_says(cast: Cast, client: Client) -> None:
    made = young(cast)
    actions.set_numbers(actor=cast.odile, number=made.pk, chat_minutes=20)
    client.post("/talk?service=young", {"safe": "yes", "mark": "m"})
    actions.start_shift(person=cast.maya)
    chat = actions.accept(offer=actions.take_next(listener=cast.maya), listener=cast.maya)
    assert chat.ends_at == NIGHT + timedelta(minutes=20)


def test_holidays_are_looked_at_and_saved(manager: Client) -> None:
    given = {"h0_name": "Christmas", "h0_first": "2026-12-24", "h0_last": "2026-12-26", "h0_yearly": "on"}
    preview = manager.post("/settings/holidays", given).content.decode()
    assert "Christmas, 24 December – 26 December, every year: closed" in preview
    assert not Holiday.objects.exists()
    assert manager.post("/settings/holidays", {**given, "step": "save"}).url == "/settings"
    row = Holiday.objects.get()
    assert (row.first, row.last, row.yearly, row.opens) == (
        date(2026, 12, 24),
        date(2026, 12, 26),
        True,
        None,
    )
    with clock.frozen(NIGHT.replace(month=12, day=25)):
        assert queries.openness().reason == "holiday"
    half = {"h0_first": "2026-12-24", "h0_opens": "10:00", "step": "save"}
    assert manager.post("/settings/holidays", half).status_code == 422
    twice = {"h0_first": "2026-12-24", "h1_first": "2026-12-24", "step": "save"}
    assert manager.post("/settings/holidays", twice).status_code == 422
    assert Holiday.objects.count() == 1
    assert manager.post("/settings/holidays", {"step": "save"}).url == "/settings"
    assert not Holiday.objects.exists()


def test_full_or_closed_says_the_operators_own_words_and_numbers_first(manager: Client) -> None:
    given = {"en_overflow": "Our partners answer.", "n0_name": "Partner line", "n0_number": "0800 22 33"}
    assert manager.post("/settings/overflow", {**given, "n1_name": "No number"}).status_code == 422
    assert manager.post("/settings/overflow", {**given, "step": "save"}).url == "/settings"
    assert OverflowNumber.objects.get().name == "Partner line"
    assert ServiceWords.objects.get(language="en").overflow == "Our partners answer."
    assert "Partner line" not in Client().get("/").content.decode()
    Service.objects.update(is_shut=True)
    queries.forget_service()
    page = Client().get("/").content.decode()
    assert "Our partners answer." in page and "tel:08002233" in page
    assert page.index("tel:08002233") < page.index("See who is awake now")


def test_words_changed_later_keep_what_is_said_when_full(manager: Client, cast: Cast) -> None:
    actions.set_overflow(actor=cast.odile, words={"en": "Our partners answer."}, numbers=[])
    actions.set_words(actor=cast.odile, words=WORDS)
    assert ServiceWords.objects.get().overflow == "Our partners answer."


def test_every_door_is_shut_and_opened_again(manager: Client, cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    assert manager.post("/settings/works", {"step": "stop", "hours": "1"}).url == "/settings/works"
    page = Client().get("/").content.decode()
    assert "Something here is being mended." in page and 'href="/talk"' not in page
    assert Client().post("/talk", {"safe": "no"}).url == "/now"
    assert manager.post("/settings/works", {"step": "stop", "hours": "7"}).status_code == 422
    manager.post("/settings/works", {"step": "go"})
    manager.post("/settings/works", {"step": "go"})
    assert 'href="/talk"' in Client().get("/").content.decode()


def test_shortly_before_the_shift_ends_only_danger_gets_in(cast: Cast, client: Client) -> None:
    Service.objects.update(needs_staff=True)
    queries.forget_service()
    actions.start_shift(person=cast.maya, until=NIGHT + timedelta(minutes=20))
    assert "We take nobody new just now." in client.get("/").content.decode()
    assert client.post("/talk", {"safe": "yes"}).url == "/"
    assert client.post("/talk", {"safe": "no", "mark": "m"}).url.startswith("/wait/")


def test_topics_and_keeping_are_the_services_own(manager: Client) -> None:
    assert manager.post("/settings/topics", {"topics": ["grief", "sleep"], "step": "save"}).url == "/settings"
    assert Service.objects.get(pk=1).topics == ["grief", "sleep"]
    preview = manager.post("/settings/topics", {"topics": ["sleep"]}).content.decode()
    assert preview.count('name="topics"') == 1 and "Grief" in preview
    assert manager.post("/settings/keeping", {"keep_hours": "25", "step": "save"}).status_code == 422
    assert manager.post("/settings/keeping", {"keep_hours": "2", "step": "save"}).url == "/settings"
    assert "erased 2 hours after the end" in Client().get("/talk").content.decode()


def test_a_service_that_keeps_shorter_destroys_sooner(cast: Cast) -> None:
    chat = cast.talking()
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")
    later = clock.now() + timedelta(hours=3)
    assert not due.chats_without_words(later).exists()
    actions.set_numbers(actor=cast.odile, keep_hours=2)
    assert due.chats_without_words(later).get() == chat.conversation
    assert not due.chats_without_words(clock.now() + timedelta(hours=1)).exists()


def test_what_cannot_be_is_refused_by_the_verbs(cast: Cast) -> None:
    with pytest.raises(Invalid):
        actions.open_service(actor=cast.odile, slug="Not a slug!", words=WORDS)
    with pytest.raises(Invalid):
        actions.open_service(actor=cast.odile, slug="main", words=WORDS)
    with pytest.raises(Invalid):
        actions.set_holidays(actor=cast.odile, days=[actions.Days(date(2026, 1, 2), date(2026, 1, 1))])
    with pytest.raises(Invalid):
        actions.set_overflow(actor=cast.odile, words={}, numbers=[("a", "1")] * 6)
    with pytest.raises(Invalid):
        actions.stand_still(actor=cast.odile, until=NIGHT)
    assert Service.objects.count() == 1


def test_a_shift_is_for_some_services_or_for_all(cast: Cast, client: Client) -> None:
    sign_in(client, cast.maya)
    given = {"slots": "1", "languages": "en", "hours": "2"}
    assert "For which services?" not in client.get("/desk").content.decode()
    made = young(cast)
    assert "For which services?" in client.get("/desk").content.decode()
    assert client.post("/desk/shift", {**given, "services": [str(made.pk)]}).status_code == 302
    assert Shift.objects.get().services == [made.pk]
    actions.end_shift(person=cast.maya)
    client.post("/desk/shift", {**given, "services": ["1", str(made.pk)]})
    assert Shift.objects.get(ended_at=None).services == []
    assert client.post("/desk/shift", {**given, "services": ["404"]}).status_code == 422


def test_staying_longer_keeps_the_door_open_until_four_hours(cast: Cast, client: Client) -> None:
    Service.objects.update(needs_staff=True)
    queries.forget_service()
    actions.start_shift(person=cast.maya, until=NIGHT + timedelta(hours=1))
    with clock.frozen(NIGHT + timedelta(minutes=30)):
        assert queries.openness(language="en").reason == "closing"
        sign_in(client, cast.maya)
        assert "Stay an hour longer" in client.get("/desk").content.decode()
        assert client.post("/desk/shift/longer").url == "/desk"
        assert Shift.objects.get().until == NIGHT + timedelta(hours=2)
        assert queries.openness(language="en").state == "open"
        for _each in range(2):
            client.post("/desk/shift/longer")
        assert client.post("/desk/shift/longer").status_code == 409
    assert Shift.objects.get().until == NIGHT + timedelta(hours=4)
    actions.end_shift(person=cast.maya)
    with pytest.raises(Closed):
        actions.stay_longer(person=cast.maya)


def test_two_managers_at_once_make_one_service_and_one_standstill(live_cast: Cast) -> None:
    def tries(verb: Callable[[], object]) -> list[object]:
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(lambda _each: _outcome(verb), range(4)))

    made = tries(lambda: actions.open_service(actor=live_cast.odile, slug="young", words=WORDS))
    assert sum(isinstance(one, Service) for one in made) == 1
    assert sum(isinstance(one, Invalid) for one in made) == 3
    tries(lambda: actions.stand_still(actor=live_cast.odile))
    assert Standstill.objects.filter(is_running=True).count() == 1


def test_a_service_from_before_stays_open_by_its_hours(cast: Cast) -> None:
    Service.objects.update(needs_staff=True)
    import_module("beside.desk.migrations.0003_services").stay_as_it_was(apps, None)
    assert not Service.objects.get().needs_staff


def _outcome(verb: Callable[[], object]) -> object:
    try:
        return verb()
    except DomainError as refusal:
        return refusal
    finally:
        connections.close_all()

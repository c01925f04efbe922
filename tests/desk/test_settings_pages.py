"""The manager changes the service: a look first, then saving; nobody else."""

from datetime import time

import pytest
from django.test import Client

from beside.desk import actions, queries
from beside.desk.models import OpeningHours, Service, ServiceWords
from beside.foundation.errors import Invalid, NotForYou
from beside.journal.models import AuditLine
from tests.desk.conftest import Cast
from tests.world import sign_in

AREAS = ("hours", "words", "numbers", "chats", "leaving")
WORDS = {
    "en_offered": "on",
    "en_name": "Harbour",
    "en_headline": "Say it here.",
    "en_lead": "We listen.",
}


@pytest.fixture
def manager(cast: Cast, client: Client) -> Client:
    """Odile's browser."""
    return sign_in(client, cast.odile)


def test_only_the_manager_sees_the_settings(cast: Cast, client: Client) -> None:
    for path in ("/settings", *(f"/settings/{area}" for area in AREAS)):
        assert client.get(path).url.startswith("/in")
    for person in (cast.maya, cast.tomasz, cast.ines):
        sign_in(client, person)
        for path in ("/settings", *(f"/settings/{area}" for area in AREAS)):
            assert client.get(path).status_code == 404
            assert client.post(path, {"step": "save"}).status_code in (404, 405)


def test_every_area_opens(manager: Client) -> None:
    for path in ("/settings", *(f"/settings/{area}" for area in AREAS)):
        assert manager.get(path).status_code == 200
    assert manager.get("/settings/secrets").status_code == 404


def test_words_are_looked_at_before_they_are_saved(manager: Client) -> None:
    preview = manager.post("/settings/words", WORDS)
    assert "Say it here." in preview.content.decode()
    assert ServiceWords.objects.get(language="en").headline != "Say it here."
    again = manager.post("/settings/words", {**WORDS, "step": "edit"})
    assert 'value="Say it here."' in again.content.decode()
    assert manager.post("/settings/words", {**WORDS, "step": "save"}).url == "/settings"
    assert ServiceWords.objects.get().headline == "Say it here."
    assert "Say it here." in Client().get("/").content.decode()
    line = AuditLine.objects.get(act="settings.changed")
    assert (line.about, line.reason) == ("service:1", "words")


def test_a_language_needs_all_its_words(manager: Client) -> None:
    answer = manager.post("/settings/words", {**WORDS, "fr_offered": "on", "step": "save"})
    assert answer.status_code == 422
    assert ServiceWords.objects.count() == 2
    assert manager.post("/settings/words", {"step": "save"}).status_code == 422


def test_hours_are_saved_as_a_week(manager: Client) -> None:
    week = {"time_zone": "Europe/Paris", "d0_1_opens": "18:00", "d0_1_closes": "02:00", "step": "save"}
    assert manager.post("/settings/hours", week).url == "/settings"
    row = OpeningHours.objects.get()
    assert (row.weekday, row.opens, row.closes, row.minutes) == (0, time(18), time(2), 480)
    assert queries.openness().state == "closed"
    half = {**week, "d1_1_opens": "10:00"}
    assert manager.post("/settings/hours", half).status_code == 422
    assert manager.post("/settings/hours", {**week, "time_zone": "Moon/Base"}).status_code == 422


def test_closed_for_now_beats_the_hours(manager: Client) -> None:
    always = {
        "time_zone": "UTC",
        "is_shut": "on",
        "d0_1_opens": "00:00",
        "d0_1_closes": "00:00",
        "step": "save",
    }
    manager.post("/settings/hours", always)
    assert queries.openness().state == "closed"


def test_numbers_lead_every_page(manager: Client) -> None:
    given = {"country": "FR", "emergency_number": "15", "helpline_number": "01 23 45 67 89", "step": "save"}
    assert manager.post("/settings/numbers", given).url == "/settings"
    assert queries.house().helpline_number == "01 23 45 67 89"
    assert manager.post("/settings/numbers", {**given, "emergency_number": "call me"}).status_code == 422


@pytest.mark.parametrize(
    "address", ["ftp://x.example/", "javascript:alert(1)", "http://weather.example/", "weather"]
)
def test_leaving_leads_to_a_safe_address_only(manager: Client, address: str) -> None:
    before = Service.objects.get().exit_address
    answer = manager.post("/settings/leaving", {"exit_address": address, "step": "save"})
    assert answer.status_code == 422
    assert Service.objects.get().exit_address == before


def test_the_way_out_follows_at_once(manager: Client) -> None:
    manager.post("/settings/leaving", {"exit_address": "https://weather.example/", "step": "save"})
    page = Client().get("/")
    assert b'data-exit="https://weather.example/"' in page.content
    assert "https://weather.example" in page["Content-Security-Policy"]


def test_chats_have_bounds(manager: Client) -> None:
    given = {
        "chat_minutes": 50,
        "extension_minutes": 10,
        "full_minutes": 60,
        "listener_slots": 1,
        "counsellor_slots": 3,
        "target_seconds": 240,
        "urgent_target_seconds": 45,
        "step": "save",
    }
    assert manager.post("/settings/chats", given).url == "/settings"
    held = queries.service()
    assert (held.chat_minutes, held.target_seconds, held.urgent_target_seconds) == (50, 240, 45)
    assert manager.post("/settings/chats", {**given, "urgent_target_seconds": 5}).status_code == 422
    assert manager.post("/settings/chats", {**given, "counsellor_slots": 4}).status_code == 422


def test_the_verbs_check_for_themselves(cast: Cast) -> None:
    with pytest.raises(NotForYou):
        actions.set_numbers(actor=cast.ines, chat_minutes=50)
    with pytest.raises(NotForYou):
        actions.set_hours(actor=cast.maya, time_zone="UTC", openings=[])
    with pytest.raises(NotForYou):
        actions.set_words(actor=cast.tomasz, words={"en": {"name": "a", "headline": "b", "lead": "c"}})
    with pytest.raises(Invalid):
        actions.set_hours(actor=cast.odile, time_zone="Moon/Base", openings=[])
    with pytest.raises(TypeError):
        actions.set_numbers(actor=cast.odile, is_demo=False)


def test_the_demo_never_overwrites_a_real_service(cast: Cast) -> None:
    Service.objects.update(is_demo=False)
    with pytest.raises(Invalid):
        actions.make_demo_service(names={"en": "Harbour Night Line"})

"""Help right now, as a person gets it: for anyone, in their language, also while the database is away."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils.html import escape

from beside.foundation import clock
from beside.web import house

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
EMERGENCY, LISTEN, FINDERS, STALE = 'id="emergency"', 'id="lines"', 'id="finders"', 'id="stale"'


@pytest.fixture
def french_house() -> Iterator[None]:
    """A helpline in France with a number of its own."""
    before = list(house._provider)
    house.provide(lambda: house.House(name="Ligne du Port", country="FR", helpline_number="01 23 45 67 89"))
    yield
    house._provider[:] = before


@pytest.fixture
def no_house() -> Iterator[None]:
    """A helpline that has not said where it is."""
    before = list(house._provider)
    house.provide(house.House)
    yield
    house._provider[:] = before


def read(client: Client, path: str, language: str = "en") -> str:
    """A page as text; it must answer 200."""
    page = client.get(path, secure=True, headers={"accept-language": language})
    assert page.status_code == 200
    return page.content.decode()


def test_without_a_country_the_emergency_number_comes_first(client: Client, no_house: None) -> None:
    page = read(client, "/now", "en")
    assert "tel:112" in page and "tel:911" in page
    assert page.index(EMERGENCY) < page.index('id="country"') < page.index(FINDERS)
    assert " selected" not in page


def test_a_guess_only_preselects(client: Client, no_house: None) -> None:
    page = read(client, "/now", "fr-CA,fr;q=0.9")
    assert '<option value="CA" selected>Canada</option>' in page
    assert "Jeunesse" not in page and "tel:988" not in page


def test_the_house_s_country_is_open(client: Client, french_house: None) -> None:
    page = read(client, "/now", "en-US")
    assert page.index(EMERGENCY) < page.index('href="tel:15"') < page.index(LISTEN) < page.index("tel:3114")
    assert "tel:0123456789" in page
    assert '<option value="US" selected>' in page


def test_the_form_leads_to_the_country(client: Client) -> None:
    chosen = client.get("/now?country=GB", secure=True)
    assert (chosen.status_code, chosen.headers["Location"]) == (302, "/now/gb")
    assert client.get("/now?country=zz", secure=True).status_code == 404
    assert client.get("/now?country=", secure=True).status_code == 200


def test_a_country_in_french(client: Client) -> None:
    page = read(client, "/now/us", "fr")
    assert "États-Unis\N{NO-BREAK SPACE}: si une vie est en danger" in page
    assert escape("SMS HOME au") in page and "Jour et nuit" in page and "Vérifié le 22 novembre 2026" in page


def test_silent_ways_stand_apart(client: Client) -> None:
    page = read(client, "/now/us")
    silent = page[page.index('id="silent"') :]
    assert "sms:741741?&amp;body=HOME" in silent
    assert "tel:988" not in silent
    assert 'href="sms:114"' in read(client, "/now/fr")


@pytest.mark.parametrize("path", ["/now/zz", "/now/f", "/now/FR/x", "/now/../me", "/now/112"])
def test_what_we_have_no_list_for_is_missing(client: Client, path: str) -> None:
    assert client.get(path, secure=True).status_code == 404


def test_only_reading_is_possible(client: Client) -> None:
    assert client.post("/now", secure=True).status_code == 405
    assert client.head("/now/fr", secure=True).status_code == 200


def test_stale_numbers_stay_marked_at_the_end(client: Client) -> None:
    with clock.moved(timedelta(days=100)):
        page = read(client, "/now/fr")
    assert page.index(LISTEN) < page.index("tel:3114") < page.index(FINDERS) < page.index(STALE)
    assert page.index(STALE) < page.index("tel:0972394050")
    assert "They may have changed" in page
    assert STALE not in read(client, "/now/fr")


def test_a_country_with_only_unsure_numbers_shows_none_of_them(client: Client) -> None:
    page = read(client, "/now/ec")
    assert "tel:911" in page and FINDERS in page
    assert LISTEN not in page and "171" not in page


def test_nothing_comes_from_elsewhere_and_nothing_stays(client: Client) -> None:
    answer = client.get("/now/us", secure=True)
    page = answer.content.decode()
    assert not answer.cookies
    outside = re.findall(r'<[^>]*(?:href|src|action)="https?://[^>]*>', page)
    assert outside
    assert all(tag.startswith("<a ") and 'rel="noreferrer noopener"' in tag for tag in outside)
    assert not re.search(r"<script(?! type=\"module\" src=\"/)", page)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_country_has_a_page(client: Client, language: str) -> None:
    codes = re.findall(r'<option value="(\w\w)"', read(client, "/now", language))
    assert len(codes) >= 65
    for code in codes:
        assert EMERGENCY in read(client, f"/now/{code.lower()}", language)


def test_numbers_open_while_the_database_is_away(tmp_path: Path) -> None:
    """A process of its own, whose database is nowhere; a page that needs one shows that it is."""
    program = """
import django; django.setup()
from django.conf import settings
from beside.project import statics; statics.collect(settings.ENVIRONMENT)
from django.test import Client
def asked(path):
    return Client(raise_request_exception=False, HTTP_HOST="localhost").get(path, secure=True, headers=fr)
fr = {"accept-language": "fr", "cookie": "__Host-visit=abc; sessionid=abc; __Host-session=abc"}
now, france, back = asked("/now"), asked("/now/fr"), asked("/c/6fb3a4a8-7d1c-4b5e-9d6a-0c8ff4e1d2a3")
assert (now.status_code, france.status_code) == (200, 200), (now.status_code, france.status_code)
assert "tel:3114" in france.content.decode() and "tel:112" in now.content.decode()
assert back.status_code >= 500, back.status_code
print("open")
"""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BESIDE_")} | {
        "DJANGO_SETTINGS_MODULE": "beside.project.settings",
        "BESIDE_DATA": str(tmp_path / "var"),
        "BESIDE_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nowhere",
        "PYTHONPATH": f"{ROOT / 'src'}",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.stdout.endswith("open\n"), done.stderr

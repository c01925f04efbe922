"""The pages that belong to no one, and what every seeker's page has."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError
from django.template import Engine, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from beside.web import house
from tests.web.pages import PUBLIC, Page
from tests.web.sheets import ROOT

TEMPLATES = sorted((ROOT / "src/beside").rglob("templates/**/*.html"))
OWN_SHELL = {"web/base.html", "web/staff.html", "web/away.html"}


@pytest.fixture
def no_database() -> Iterator[None]:
    """A provider whose database is gone."""
    before = list(house._provider)

    def gone() -> house.House:
        raise OperationalError("unable to open database file")

    house.provide(gone)
    yield
    house._provider[:] = before


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_opens_in_its_language(client: Client, path: str, language: str) -> None:
    answer = client.get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}" dir="ltr"' in answer.text
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("path", [*PUBLIC, "/nothing-here"])
def test_leave_is_within_five_stops(client: Client, path: str) -> None:
    assert 1 <= Page(client.get(path).text).leave_at() <= 5


@pytest.mark.parametrize("path", PUBLIC)
def test_the_way_to_the_numbers_is_on_every_page(client: Client, path: str) -> None:
    main, _, after = client.get(path).text.partition("</main>")
    assert '<a class="urgent" href="/now">' in main[-400:]
    assert "<footer" in after


@pytest.mark.usefixtures("no_database")
def test_no_page_can_take_leave_away() -> None:
    """Whatever a template overrides, the row at the top stays: it stands in no block."""
    names = re.findall(r"{% block (\w+) %}", (ROOT / "src/beside/web/templates/web/base.html").read_text())
    source = '{% extends "web/base.html" %}' + "".join(
        f"{{% block {n} %}}{{% endblock %}}" for n in set(names)
    )
    html = Template(source, engine=Engine.get_default()).render(_context())
    assert 1 <= Page(html).leave_at() <= 4


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.as_posix().split("/templates/")[1])
def test_a_whole_page_stands_on_a_base(path: Path) -> None:
    """A template that opens a document by itself is one that is known to."""
    name = path.as_posix().split("/templates/")[1]
    own = "<html" in path.read_text()
    framed_or_saved = any(word in name for word in ("frame", "copy_print"))
    assert not own or name in OWN_SHELL or framed_or_saved


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.as_posix().split("/templates/")[1])
def test_nothing_is_inline(path: Path) -> None:
    """No style, no handler, no script with a body: the policy would stop them, and rightly."""
    page = Page(re.sub(r"{[%#].*?[%#]}", "", path.read_text()))
    inline = [
        (tag, name) for tag, given in page.tags for name in given if name == "style" or name.startswith("on")
    ]
    assert inline == []
    assert [
        tag for tag, given in page.tags if tag == "style" or (tag == "script" and "src" not in given)
    ] == []


def test_an_inline_handler_is_found() -> None:
    tags = Page('<a onclick="x()" style="y">').tags
    assert tags == [("a", {"onclick": "x()", "style": "y"})]


@pytest.mark.parametrize("path", PUBLIC)
def test_pages_load_at_most_three_sheets_and_nothing_from_elsewhere(client: Client, path: str) -> None:
    page = Page(client.get(path).text)
    assert sum(given.get("rel") == "stylesheet" for _, given in page.tags) <= 3
    loaded = [
        given.get("src") or given.get("href", "") for tag, given in page.tags if tag in ("link", "script")
    ]
    assert [address for address in loaded if not address.startswith("/static/")] == []


@pytest.mark.parametrize("path", PUBLIC)
def test_titles_say_nothing(client: Client, path: str) -> None:
    title = re.search(r"<title>(.*?)</title>", client.get(path).text)
    assert title
    assert title[1] == house.House().tab


def test_privacy_is_said_in_four_hundred_words(client: Client) -> None:
    for language in ("en", "fr"):
        text = client.get("/private", headers={"accept-language": language}).text
        main = re.sub(r"<[^>]+>", " ", text.split("<main")[1].split("</main>")[0].split(">", 1)[1])
        assert 150 < len(main.split()) <= 400


def test_privacy_promises_no_more_than_is_true(client: Client) -> None:
    text = client.get("/private").text
    assert "The service itself, while the chat lives" in text
    assert "end-to-end" not in text


@pytest.mark.parametrize("path", ["/breathe", "/ground", "/offline", "/nothing-here"])
@pytest.mark.usefixtures("no_database")
def test_help_opens_without_a_database(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code in (200, 404)
    assert 'href="/now"' in answer.text


@pytest.mark.parametrize(("asked", "given"), [("3", "3"), ("9", "1"), ("x", "1"), ("", "1")])
def test_breathing_lasts_one_to_five_minutes(client: Client, asked: str, given: str) -> None:
    assert f'data-minutes="{given}"' in client.get("/breathe", {"minutes": asked}).text


def test_breathing_is_a_text_without_scripts(client: Client) -> None:
    text = client.get("/breathe").text.split("<noscript>")[1].split("</noscript>")[0]
    assert "one, two, three, four, five, six" in text


def test_a_made_up_house_says_so() -> None:
    with translation.override("en"):
        assert "Nobody real answers here" in render_to_string("web/base.html", _facts(is_demo=True))
        assert "Nobody real answers here" not in render_to_string("web/base.html", _facts(is_demo=False))


@pytest.mark.usefixtures("no_database")
def test_right_to_left_pages_say_so() -> None:
    with translation.override("ar"):
        request = RequestFactory().get("/me")
        html = Template('{% extends "web/base.html" %}', engine=Engine.get_default()).render(
            _context(request)
        )
    assert '<html lang="ar" dir="rtl"' in html


def _context(request: object = None) -> object:
    from django.template import RequestContext

    return RequestContext(request or RequestFactory().get("/me"))


def _facts(**house_facts: bool) -> dict[str, object]:
    from beside.web import looks

    request = RequestFactory().get("/")
    return {
        "house": house.House(**house_facts),
        "look": looks.look(request),
        "tongues": [],
        "request": request,
    }

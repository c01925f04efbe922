"""How a person likes the pages, kept in cookies that say nothing else."""

import pytest
from django.test import Client, RequestFactory

from beside.foundation.errors import Unavailable
from beside.web import house, looks, slots

HERE = {"Sec-Fetch-Site": "same-origin"}


def choose(client: Client, **choices: str) -> object:
    """Post choices as the forms do."""
    return client.post("/me", choices, headers=HERE)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("theme", "dark", 'data-theme="dark"'),
        ("size", "3", 'data-size="3"'),
        ("language", "fr", '<html lang="fr"'),
    ],
)
def test_a_choice_holds_on_the_next_page(client: Client, name: str, value: str, shown: str) -> None:
    assert shown not in client.get("/private").text
    choose(client, **{name: value})
    assert shown in client.get("/private").text


def test_choices_live_in_host_cookies_that_end_with_the_browser(client: Client) -> None:
    choose(client, theme="dark", size="2", language="fr", sounds="on")
    assert set(client.cookies) == {"__Host-theme", "__Host-size", "__Host-language", "__Host-sounds"}
    for cookie in client.cookies.values():
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]
        assert not cookie["max-age"]
        assert not cookie["expires"]


def test_going_back_to_the_default_forgets_the_cookie(client: Client) -> None:
    choose(client, theme="dark")
    choose(client, theme="system")
    assert client.cookies["__Host-theme"]["max-age"] == 0
    assert client.cookies["__Host-theme"]["secure"]


@pytest.mark.parametrize(
    ("name", "value"), [("theme", "<b>"), ("size", "9"), ("language", "xx"), ("visit", "1")]
)
def test_unknown_choices_are_not_kept(client: Client, name: str, value: str) -> None:
    choose(client, **{name: value})
    assert not client.cookies


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/private", "/private"),
        ("/breathe?minutes=2", "/breathe?minutes=2"),
        ("", "/me"),
        ("https://elsewhere.test/", "/me"),
        ("//elsewhere.test", "/me"),
        ("/\\elsewhere.test", "/me"),
        ("javascript:alert(1)", "/me"),
    ],
)
def test_the_way_back_stays_in_the_house(client: Client, asked: str, goes: str) -> None:
    answer = client.post("/me", {"theme": "dark", "next": asked}, headers=HERE)
    assert answer.headers["Location"] == goes


def test_another_site_cannot_change_how_pages_look(client: Client) -> None:
    answer = client.post("/me", {"theme": "dark"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not client.cookies


def test_a_spoilt_cookie_counts_as_none() -> None:
    request = RequestFactory().get("/", headers={"cookie": '__Host-theme="><script>; __Host-size=2'})
    seen = looks.look(request)
    assert (seen.theme, seen.size) == ("system", "2")


def test_languages_are_named_by_themselves() -> None:
    assert [(t.code, t.name) for t in looks.tongues(("en", "fr", "xx"))] == [
        ("en", "English"),
        ("fr", "Français"),
    ]


def test_the_house_is_remembered_when_it_cannot_be_asked() -> None:
    before = list(house._provider)
    try:
        house.provide(lambda: house.House(name="Harbour"))
        assert house.current().name == "Harbour"

        def away() -> house.House:
            raise Unavailable("no key")

        house._provider[:] = [away]
        assert house.current().name == "Harbour"
        house.provide(away)
        assert house.current() == house.House()
    finally:
        house._provider[:] = before


def test_a_slot_holds_what_is_put_in_it_in_order() -> None:
    try:
        slots.fill("test.slot", lambda request, context: f"<b>{context['n']}</b>")
        slots.fill("test.slot", lambda request, context: "<i></i>")
        assert slots.render("test.slot", None, {"n": 1}) == "<b>1</b><i></i>"
        assert slots.render("test.empty", None, {}) == ""

        def away(request: object, context: object) -> str:
            raise Unavailable("no key")

        slots.fill("test.slot", away)
        assert slots.render("test.slot", None, {"n": 1}) == ""
    finally:
        slots.clear("test.slot")

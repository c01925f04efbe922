"""What every answer tells the browser to keep out, and how refusals look."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from beside.foundation.errors import Closed, Invalid, NotForYou, TooMany, Unavailable
from beside.web import house, origin
from beside.web.wayout import away
from tests.web.pages import PUBLIC, Page

REFUSALS = {
    "missing": NotForYou("Not here."),
    "invalid": Invalid("Write a few words first."),
    "closed": Closed("This chat has ended."),
    "many": TooMany("Wait a little.", retry_after=12.4),
    "broken": Unavailable("The key is missing."),
    "unknown": RuntimeError("no"),
}


def refuse(request: HttpRequest, name: str) -> HttpResponse:
    """A view that refuses."""
    raise REFUSALS[name]


def staff(request: HttpRequest) -> HttpResponse:
    """A page of staff."""
    return render(request, "web/staff.html")


def write(request: HttpRequest) -> HttpResponse:
    """A form that wants a token."""
    return HttpResponse("kept")


urlpatterns = [
    path("", include("beside.web.urls")),
    path("refuse/<name>", refuse),
    path("staff", staff),
    path("write", write),
    path("away", away),
]
handler404 = "beside.web.errors.missing"
handler500 = "beside.web.errors.broken"
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def plain() -> Client:
    """A browser that lets a view's failure become a page."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("where", [*PUBLIC, "/nothing", "/refuse/many", "/staff"])
def test_every_answer_is_closed(client: Client, where: str) -> None:
    headers = client.get(where).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Set-Cookie" not in headers


def policy(client: Client, where: str) -> dict[str, str]:
    """The content-security policy of an answer, by directive."""
    text = client.get(where).headers["Content-Security-Policy"]
    return {name: rest for name, _, rest in (part.strip().partition(" ") for part in text.split(";"))}


def test_the_policy_forbids_what_is_not_needed(client: Client) -> None:
    said = policy(client, "/private")
    assert said["default-src"] == "'none'"
    assert said["script-src"] == said["style-src"] == said["img-src"] == "'self'"
    assert said["frame-ancestors"] == said["base-uri"] == "'none'"
    assert said["require-trusted-types-for"] == "'script'"
    assert said["connect-src"] == "'self' ws://testserver"
    assert said["form-action"] == f"'self' {house.House().exit_address.rstrip('/')}"
    assert "frame-src" not in said
    assert "unsafe" not in str(said)


def test_only_pages_of_staff_may_make_the_policy_for_fragments(client: Client) -> None:
    assert policy(client, "/private")["trusted-types"] == "'none'"
    assert policy(client, "/staff")["trusted-types"] == "default"
    assert policy(client, "/keep")["trusted-types"] == "keep"


def test_htmx_and_its_policy_are_on_pages_of_staff_only(client: Client) -> None:
    def scripts(where: str) -> list[str]:
        return [given.get("src", "") for tag, given in Page(client.get(where).text).tags if tag == "script"]

    assert any("htmx" in name for name in scripts("/staff"))
    assert any("trust" in name for name in scripts("/staff"))
    for where in PUBLIC:
        assert [name for name in scripts(where) if "htmx" in name or "trust" in name] == []


@override_settings(SECURE_HSTS_SECONDS=60)
def test_the_first_page_alone_may_be_found(client: Client) -> None:
    assert "X-Robots-Tag" not in client.get("/").headers
    assert "max-age=60" in client.get("/me", secure=True).headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("missing", 404, "Not here."),
        ("invalid", 422, "Write a few words first."),
        ("closed", 409, "This chat has ended."),
        ("many", 429, "Wait a little."),
        ("broken", 503, "The key is missing."),
        ("unknown", 500, "That’s our fault, not yours."),
    ],
)
def test_a_refusal_is_a_page_with_its_sentence(plain: Client, name: str, status: int, words: str) -> None:
    answer = plain.get(f"/refuse/{name}")
    assert answer.status_code == status
    assert words in answer.text
    assert 1 <= Page(answer.text).leave_at() <= 5
    assert 'href="/now"' in answer.text


def test_a_wrong_method_is_a_page_too(client: Client) -> None:
    answer = client.post("/private")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert "That works from its own page only." in answer.text


def test_slow_down_says_for_how_long(plain: Client) -> None:
    assert plain.get("/refuse/many").headers["Retry-After"] == "12"


def test_a_refusal_reaches_htmx_as_a_fragment(client: Client) -> None:
    answer = client.get("/refuse/closed", headers={"HX-Request": "true"})
    assert answer.headers["HX-Retarget"] == "#refusals"
    assert "<html" not in answer.text
    assert "This chat has ended." in answer.text


def test_what_could_not_be_checked_loses_nothing() -> None:
    strict = Client(enforce_csrf_checks=True)
    words = {"words": "cant sleep again", "csrfmiddlewaretoken": "x", "password": "a secret"}
    answer = strict.post("/write", words, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 403
    assert "cant sleep again" in answer.text
    assert "a secret" not in answer.text
    assert 'href="/write"' in answer.text


def test_another_site_cannot_put_its_words_into_ours() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/write", {"words": "call this number"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "call this number" not in answer.text


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "http://elsewhere.test"}, False),
        ({"Origin": "null"}, False),
    ],
)
def test_where_a_request_came_from(headers: dict[str, str], ours: bool) -> None:
    assert origin.is_ours(RequestFactory().post("/", headers=headers)) is ours


def test_the_way_out_is_no_redirect_that_the_policy_could_stop(client: Client) -> None:
    answer = client.get("/away")
    assert answer.status_code == 200
    assert answer.headers["Refresh"] == f"0; url={house.House().exit_address}"
    assert "<title>&nbsp;</title>" in answer.text

"""What leaves the house: mail to staff, lines in the log. Neither says more than it must."""

import logging
import re
from collections.abc import Callable

import pytest

from beside.client import Colleague, Visitor
from beside.project import environment, logs, mail
from tests.running import PASSPHRASE, House, MailSink
from tests.throwaway import wait_until


def test_an_invitation_is_mailed(new_house: Callable[..., House], mail_sink: MailSink) -> None:
    house = new_house(BESIDE_MAIL_URL=mail_sink.url, BESIDE_MAIL_FROM="desk@harbour.example")
    with Colleague(house.url, language="en") as odile:
        odile.signs_in("odile@harbour.example", PASSPHRASE)
        odile.goes("/team")
        odile.fills(
            "/team/invitations", name="Ana", email="ana@example.org", roles="listener", languages="en"
        )
    wait_until(lambda: bool(mail_sink.letters), "the letter")
    letter = mail_sink.letters[0]
    assert (letter["To"], letter["From"]) == ("ana@example.org", "desk@harbour.example")
    way_in = re.search(rf"{house.url}(/welcome/\S+)", letter.get_content())
    assert way_in and house.get(way_in[1]).status == 200


def test_the_log_says_nothing_about_a_visitor(new_house: Callable[..., House]) -> None:
    house = new_house(BESIDE_LOG="debug")
    with Visitor(house.url) as visitor:
        conversation = visitor.gets_in_line()
        visitor.says("the words that nobody may find")
        house.get("/wait/a-path-that-nobody-may-find")
        visitor.leaves()
    said = house.said()
    for secret in (conversation, "may find", "127.0.0.1", "beside.client", *visitor.cookies.values()):
        assert secret not in said, secret


def test_an_error_is_told_without_its_words() -> None:
    try:
        raise ValueError("words of somebody")
    except ValueError as error:
        record = logging.LogRecord(
            "beside.x", logging.ERROR, "x.py", 1, "it broke", (), (type(error), error, None)
        )
    said = logs.Quiet().format(record)
    assert "ValueError" in said and "test_leaving_the_house.py" in said
    assert "words of somebody" not in said


def test_a_request_is_told_without_its_path() -> None:
    record = logging.LogRecord(
        "django.request", logging.WARNING, "x.py", 1, "Not Found: %s", ("/wait/secret",), None
    )
    record.status_code = 404
    assert logs.Quiet().format(record) == "warning django.request: a request was answered with 404"


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("smtp://localhost:2525", ("localhost", 2525, "", False, False)),
        ("smtp://a%40b:c@mail.example.org", ("mail.example.org", 587, "a@b", False, True)),
        ("smtps://a:c@mail.example.org", ("mail.example.org", 465, "a", True, False)),
    ],
)
def test_where_mail_goes(url: str, wanted: tuple[object, ...]) -> None:
    given = mail.configured(environment.read({"BESIDE_MAIL_URL": url, "BESIDE_MAIL_FROM": "a@example.org"}))
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_USE_SSL", "EMAIL_USE_TLS")
    assert tuple(given[name] for name in names) == wanted

"""What leaves the house for a call: mail through a real server, a web request to the operator's address."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from beside.foundation import clock
from beside.foundation.errors import Invalid, NotForYou
from beside.gateway import presence
from beside.journal.leases import GiveUp
from beside.journal.models import AuditLine, Job
from beside.journal.worker import drain
from beside.people.models import Person, Role
from beside.safety import actions, calling, kinds, pager, queries
from beside.safety.models import Alert
from tests.running import MailSink
from tests.safety.conftest import Chat
from tests.safety.paging import Pager, letter_by_letter, refusing
from tests.world import make_colleague

WORDS = "the words that nobody may find"


@pytest.fixture
def page() -> Iterator[Pager]:
    """An address that takes calls."""
    service = Pager().start()
    yield service
    service.stop()


@pytest.fixture
def outside(settings: Any, mail_sink: MailSink, page: Pager) -> Iterator[MailSink]:
    """Mail goes to a real server, calls of the first level to a real address."""
    host, _colon, port = mail_sink.url.removeprefix("smtp://").partition(":")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.MAIL_IS_SET_UP = host, int(port), True
    settings.DEFAULT_FROM_EMAIL = "desk@harbour.example"
    settings.ON_CALL_WEBHOOKS = {1: page.url, 2: ""}
    mail_sink.letters.clear()
    yield mail_sink
    mail_sink.letters.clear()


def raised(chat: Chat, *, on_call: bool = True) -> Alert:
    """Somebody at the greatest urgency, beside a chat with words in it."""
    return actions.raise_alert(
        kind="unstaffed",
        conversation=chat.conversation,
        level=4,
        due_seconds=60,
        second_after_seconds=120,
        on_call=on_call,
    )


def called_after(seconds: int) -> None:
    """The sweep, so many seconds later, and all that follows."""
    with clock.moved(timedelta(seconds=seconds)):
        for alert in queries.alerts_to_call():
            actions.call_again(alert=alert)
        drain()


def receivers(sink: MailSink) -> list[str]:
    """To whom letters went."""
    return sorted(str(letter["To"]) for letter in sink.letters)


def test_nobody_in_the_house(chat: Chat, outside: MailSink, page: Pager, odile: Person, ines: Person) -> None:
    actions.set_on_call(actor=odile, level=1, name="Night phone", email="night@example.org", language="fr")
    actions.set_on_call(actor=odile, level=2, name="Second", email="second@example.org")
    kinds.define("unstaffed", "Nobody is on shift.")
    alert = raised(chat)
    drain()
    assert receivers(outside) == ["night@example.org"]
    [call] = page.calls
    assert (call["kind"], call["level"], call["stage"], call["call"]) == ("unstaffed", 4, 1, 1)
    called_after(61)
    called_after(125)
    assert sorted(set(receivers(outside))) == ["ines@example.org", "night@example.org", "second@example.org"]
    assert [call["stage"] for call in page.calls] == [1, 1, 2]
    actions.acknowledge_alert(alert=Alert.objects.get(pk=alert.pk), actor=ines)
    before = len(outside.letters)
    called_after(900)
    assert (len(outside.letters), len(page.calls)) == (before, 3)


def test_what_leaves_says_nothing_about_whom(
    chat: Chat, outside: MailSink, page: Pager, odile: Person
) -> None:
    actions.set_on_call(actor=odile, level=1, name="Night phone", email="night@example.org")
    raised(chat)
    drain()
    seeker = chat.seeker.person
    left = page.raw[0] + outside.letters[0].as_string()
    for secret in (str(chat.conversation.pk), str(seeker.pk), seeker.name, "heron", "signal"):
        assert secret.lower() not in left.lower()
    assert set(page.calls[0]) == {"text", "alert", "kind", "level", "stage", "call", "raised_at", "open"}
    assert page.raw[0].startswith("/calls?team=desk\n")


def test_in_the_house_first(chat: Chat, outside: MailSink, page: Pager, ines: Person) -> None:
    presence.came(ines.pk)
    try:
        raised(chat, on_call=False)
        drain()
        assert (receivers(outside), page.calls) == ([], [])
        called_after(121)
        assert receivers(outside) == ["ines@example.org"]
        assert [call["stage"] for call in page.calls] == [2]
    finally:
        presence.left(ines.pk)


def test_supervisors_at_home_are_written_to_at_once(chat: Chat, outside: MailSink, ines: Person) -> None:
    raised(chat, on_call=False)
    drain()
    assert receivers(outside) == ["ines@example.org"]


def test_an_owner_is_written_to_alone(db: None, outside: MailSink, ines: Person, maya: Person) -> None:
    actions.raise_alert(
        kind="overdue", subject="case:1", owner=maya, level=1, due_seconds=60, second_after_seconds=120
    )
    drain()
    assert receivers(outside) == ["maya@example.org"]


def test_a_call_that_runs_twice_is_sent_once(
    chat: Chat, outside: MailSink, page: Pager, ines: Person
) -> None:
    alert = raised(chat, on_call=False)
    for _again in range(3):
        calling.call(alert)
    drain()
    assert receivers(outside) == ["ines@example.org"]


def test_who_answers_before_the_mail_leaves_stops_it(
    chat: Chat, outside: MailSink, page: Pager, ines: Person
) -> None:
    alert = raised(chat)
    calling.call(alert)
    actions.acknowledge_alert(alert=alert, actor=ines)
    drain()
    assert (outside.letters, page.calls) == ([], [])


@pytest.mark.parametrize(("status", "error"), [(500, pager.NotTaken), (429, pager.NotTaken), (404, GiveUp)])
def test_an_address_that_refuses(
    chat: Chat, outside: MailSink, page: Pager, status: int, error: type[Exception]
) -> None:
    page.answer = refusing(status)
    with pytest.raises(error):
        calling.ring_pager.call(raised(chat).pk, 1, 1)


def test_a_redirection_is_not_followed(chat: Chat, outside: MailSink, page: Pager) -> None:
    other = Pager().start()
    page.answer = refusing(307, Location=other.url)
    with pytest.raises(GiveUp):
        calling.ring_pager.call(raised(chat).pk, 1, 1)
    other.stop()
    assert (len(page.calls), other.calls) == (1, [])


def test_an_address_that_never_ends_is_left(
    settings: Any, page: Pager, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ON_CALL_WEBHOOKS = {1: page.url}
    monkeypatch.setattr(pager, "AT_MOST", 0.5)
    page.answer = letter_by_letter
    began = time.monotonic()
    with pytest.raises((OSError, pager.http.client.HTTPException)):
        pager.ring(1, {"text": "x"})
    assert time.monotonic() - began < 5


def test_a_call_that_was_refused_is_tried_again(chat: Chat, outside: MailSink, page: Pager) -> None:
    page.answer = refusing(503)
    raised(chat)
    with pytest.raises(pager.NotTaken):
        drain()
    waiting = Job.objects.get(task__endswith="ring_pager")
    assert (waiting.state, waiting.attempts) == ("ready", 1)


def test_managers_say_who_is_on_call(db: None, odile: Person, maya: Person) -> None:
    def set_to(**more: Any) -> None:
        facts = {"actor": odile, "level": 1, "name": "Night", "email": "night@example.org", **more}
        actions.set_on_call(**facts)

    set_to()
    set_to(name="Day")
    assert {level: one.name for level, one in queries.on_call().items()} == {1: "Day"}
    for wrong in ({"email": "nobody"}, {"name": " "}, {"level": 3}):
        with pytest.raises(Invalid):
            set_to(**wrong)
    for person in (maya, make_colleague("Ida", Role.SUPERVISOR)):
        with pytest.raises(NotForYou):
            set_to(actor=person)
    set_to(email="")
    assert queries.on_call() == {}
    assert AuditLine.objects.filter(about="on-call:1").count() == 3

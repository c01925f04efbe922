"""Telling us what went wrong: a number, an answer in time, and never in the hands of whom it is about."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from beside.desk import followers
from beside.desk.actions import reports
from beside.desk.models import Chat, Matter, Report
from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.people.actions import begin_visit
from beside.people.cookies import VISIT
from beside.people.models import Grant, Role
from beside.safety.models import Alert
from tests.desk.conftest import NIGHT, Cast
from tests.world import sign_in

WORDS = "She laughed at what I said"


def told(cast: Cast, chat: Chat | None = None) -> tuple[str, Report]:
    """A report about the listener of a chat, or about something else; its number and row."""
    number = reports.report(
        matter=Matter.LISTENER if chat else Matter.OTHER,
        words=WORDS,
        person=chat.request.person if chat else None,
        conversation=chat.conversation if chat else None,
    )
    return number, Report.objects.latest("pk")


def test_a_stranger_reports_and_reads_the_answer_with_the_number(cast: Cast, client: Client) -> None:
    kept = client.post("/report", {"matter": "page", "words": WORDS, "mark": "once"})
    number = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", kept.content.decode()).group()  # type: ignore[union-attr]
    waiting = client.post("/report/answer", {"number": f" {number.lower()} "}).content.decode()
    assert "Not answered yet. It will be by 29 November." in waiting
    actions_page = sign_in(Client(), cast.ines)
    held = Report.objects.get()
    assert WORDS.encode() in actions_page.get(f"/desk/reports/{held.pk}").content
    sent = actions_page.post(f"/desk/reports/{held.pk}", {"words": "You are right. We changed it."})
    assert sent.status_code == 302
    assert (
        "You are right. We changed it." in client.post("/report/answer", {"number": number}).content.decode()
    )
    assert client.post("/report/answer", {"number": "AAAA-BBBB-CCCC-DDDD"}).status_code == 422


def test_the_words_and_the_number_are_not_in_the_table(cast: Cast) -> None:
    number, held = told(cast)
    row = Report.objects.filter(pk=held.pk).values().get()
    assert number not in str(row)
    assert WORDS.encode() not in bytes(row["words"])
    assert reports.words_of(held) == (WORDS, "")


def test_the_second_press_is_no_second_report(cast: Cast, client: Client) -> None:
    said = {"matter": "page", "words": WORDS, "mark": "once"}
    assert client.post("/report", said).status_code == 200
    assert client.post("/report", said).status_code == 409
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("matter", "words"), [("", WORDS), ("page", "  "), ("page", "x" * 4001), ("x", WORDS)]
)
def test_what_cannot_be_used_stays_in_its_box(cast: Cast, client: Client, matter: str, words: str) -> None:
    refused = client.post("/report", {"matter": matter, "words": words, "mark": "m"})
    assert refused.status_code == 422
    assert words.strip() in refused.content.decode()
    assert not Report.objects.exists()


def test_whom_it_is_about_never_sees_it(cast: Cast) -> None:
    chat = cast.talking()
    Grant.objects.create(person=cast.maya, role=Role.SUPERVISOR, given_at=clock.now())
    _number, held = told(cast, chat)
    assert held.named == cast.maya
    hers = sign_in(Client(), cast.maya)
    assert f"/desk/reports/{held.pk}" not in hers.get("/desk/reports").content.decode()
    assert hers.get(f"/desk/reports/{held.pk}").status_code == 404
    with pytest.raises(NotForYou):
        reports.answer_report(report=held, actor=cast.maya, words="No.")
    assert f"/desk/reports/{held.pk}" in sign_in(Client(), cast.ines).get("/desk/reports").content.decode()


def test_only_ones_own_chat_names_a_listener(cast: Cast, client: Client) -> None:
    chat = cast.talking()
    said = {"matter": "listener", "words": WORDS, "chat": str(chat.conversation_id)}
    assert client.post("/report", {**said, "mark": "a"}).status_code == 200
    assert Report.objects.latest("pk").named is None
    client.cookies[VISIT] = begin_visit(person=chat.request.person)[1]
    assert client.post("/report", {**said, "mark": "b"}).status_code == 200
    assert Report.objects.latest("pk").named == cast.maya
    assert client.post("/report", {**said, "chat": "nonsense", "mark": "c"}).status_code == 200


def test_it_is_answered_once(cast: Cast) -> None:
    _number, held = told(cast)
    with pytest.raises(Invalid):
        reports.answer_report(report=held, actor=cast.ines, words=" ")
    reports.answer_report(report=held, actor=cast.ines, words="Thank you.")
    with pytest.raises(Closed):
        reports.answer_report(report=held, actor=cast.ines, words="Another.")
    assert reports.words_of(Report.objects.get())[1] == "Thank you."


def test_a_late_answer_calls_the_supervisors_until_it_is_given(cast: Cast) -> None:
    _number, held = told(cast)
    with clock.frozen(NIGHT + timedelta(days=7)):
        followers.tidy_up.call()
        assert not Alert.objects.exists(), "the day that was named is not over"
    with clock.frozen(NIGHT + timedelta(days=8)):
        followers.tidy_up.call()
        followers.tidy_up.call()
        alert = Alert.objects.get()
        assert (alert.kind, alert.subject) == (reports.OVERDUE, f"report:{held.pk}")
        reports.answer_report(report=held, actor=cast.ines, words="Sorry for the wait.")
        alert.refresh_from_db()
        assert alert.resolved_at is not None


def test_ninety_days_after_the_answer_the_words_are_gone(cast: Cast) -> None:
    number, held = told(cast, cast.talking())
    reports.answer_report(report=held, actor=cast.ines, words="Thank you.")
    with clock.frozen(NIGHT + timedelta(days=90, minutes=1)):
        followers.tidy_up.call()
        held = Report.objects.get()
        assert (held.words, held.answer, held.person, held.conversation) == (None, None, None, None)
        assert reports.words_of(held) == ("", "")
        shown = Client().post("/report/answer", {"number": number}).content.decode()
        assert "the words have been destroyed since" in shown


def test_a_flood_is_told_to_wait_and_keeps_its_words(cast: Cast, client: Client) -> None:
    answers = [client.post("/report", {"matter": "page", "words": WORDS, "mark": f"{n}"}) for n in range(12)]
    assert answers[-1].status_code == 429
    assert WORDS in answers[-1].content.decode()
    assert Report.objects.count() == 10


def test_the_pages_speak_french(cast: Cast, client: Client) -> None:
    page = client.get("/report", headers={"accept-language": "fr"}).content.decode()
    assert "Dites-nous ce qui n’allait pas" in page

"""A chat is its service's own: name, way out, numbers, keeping, minutes, targets."""

from datetime import time, timedelta

from django.test import Client

from beside.conversations.holdings import about
from beside.desk import actions, queries
from beside.desk.models import Chat, Request, Service
from beside.desk.queries.board import board_of
from beside.desk.queries.nudges import time_of
from beside.foundation import clock
from beside.people.actions import begin_visit, welcome
from beside.people.cookies import VISIT
from tests.desk.conftest import NIGHT, Cast
from tests.world import sign_in

WORDS = {
    "en": {"name": "Young Line", "headline": "You can say it here.", "lead": "For people under 25."},
    "fr": {
        "name": "Ligne Jeunes",
        "headline": "Ici, vous pouvez le dire.",
        "lead": "Pour les moins de 25 ans.",
    },
}
OWN = {
    "needs_staff": False,
    "helpline_number": "0800 77",
    "exit_address": "https://www.wikipedia.org/wiki/Weather",
    "chat_minutes": 25,
    "extension_minutes": 7,
    "keep_hours": 3,
}


def young(cast: Cast) -> Service:
    """One more service, with everything of its own."""
    made = actions.open_service(actor=cast.odile, slug="young", words=WORDS)
    always = [(day, time(0), time(0)) for day in range(7)]
    actions.set_hours(actor=cast.odile, time_zone="Europe/Paris", openings=always, number=made.pk)
    actions.set_numbers(actor=cast.odile, number=made.pk, **OWN)
    queries.forget_service()
    return Service.objects.get(pk=made.pk)


def asks(service: Service | None) -> Request:
    """Somebody new gets in line of a service."""
    person, _visit, _token = welcome(language="en")
    return actions.ask(person=person, safe="yes", language="en", service=service)


def talking(cast: Cast, service: Service | None) -> Chat:
    """A chat of a service with Maya."""
    actions.start_shift(person=cast.maya)
    asks(service)
    return actions.accept(offer=actions.take_next(listener=cast.maya), listener=cast.maya)


def browser_of(request: Request) -> Client:
    """The browser of the person who asked."""
    client = Client()
    client.cookies[VISIT] = begin_visit(person=request.person)[1]
    return client


def test_the_chat_page_speaks_for_its_own_service(cast: Cast) -> None:
    chat = talking(cast, young(cast))
    browser = browser_of(chat.request)
    page = browser.get(f"/c/{chat.conversation_id}").content.decode()
    assert "Young Line" in page
    assert "Harbour Night Line" not in page
    assert OWN["exit_address"] in page
    assert "destroyed 3 hours after the end" in page
    assert "about 25 minutes" in page
    assert (
        "Ligne Jeunes"
        in browser.get(f"/c/{chat.conversation_id}/end", headers={"Accept-Language": "fr"}).content.decode()
    )


def test_leaving_leads_where_the_service_says(cast: Cast) -> None:
    chat = talking(cast, young(cast))
    assert OWN["exit_address"] in browser_of(chat.request).post("/leave").headers["Refresh"]


def test_what_is_said_of_keeping_elsewhere_is_the_same(cast: Cast) -> None:
    chat = talking(cast, young(cast))
    browser = browser_of(chat.request)
    assert "3 hours after it ends" in browser.get("/private").content.decode()
    assert "24 hours after it ends" in Client().get("/private").content.decode()


def test_the_person_reads_when_their_chat_is_destroyed(cast: Cast) -> None:
    chat = talking(cast, young(cast))
    [held] = [one for one in about(chat.request.person) if str(one.what) == "A chat that goes on"]
    assert held.until == "3 hours after it ends"
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")
    [held] = [one for one in about(chat.request.person) if str(one.what) == "A chat that has ended"]
    assert held.until == NIGHT + timedelta(hours=3)


def test_somebody_elses_chat_tells_nothing_of_its_service(cast: Cast) -> None:
    chat = talking(cast, young(cast))
    other = browser_of(asks(None))
    there, nowhere = (
        other.get(f"/c/{number}").content
        for number in (chat.conversation_id, "6f9619ff-8b86-d011-b42d-00cf4fc964ff")
    )
    assert b"Young Line" not in there
    assert there.count(b"Harbour Night Line") == nowhere.count(b"Harbour Night Line") > 0


def test_a_chat_of_the_first_service_stays_as_it_was(cast: Cast) -> None:
    young(cast)
    chat = talking(cast, None)
    page = browser_of(chat.request).get(f"/c/{chat.conversation_id}").content.decode()
    assert "Harbour Night Line" in page
    assert "Young Line" not in page


def test_the_pages_of_staff_keep_the_name_of_the_house(cast: Cast) -> None:
    chat = talking(cast, young(cast))
    page = sign_in(Client(), cast.maya).get(f"/desk/c/{chat.conversation_id}/closure").content.decode()
    assert "Harbour Night Line" in page


def test_more_time_is_as_long_as_the_service_says(cast: Cast) -> None:
    chat = talking(cast, young(cast))
    assert time_of(chat).minutes == 7
    before = chat.ends_at
    actions.extend(conversation=chat.conversation, actor=cast.ines)
    chat.refresh_from_db()
    assert chat.ends_at - before == timedelta(minutes=7)


def test_a_row_is_late_by_the_targets_of_its_service(cast: Cast) -> None:
    own = young(cast)
    actions.set_numbers(actor=cast.odile, number=own.pk, target_seconds=120)
    queries.forget_service()
    asks(own), asks(None)
    with clock.frozen(NIGHT + timedelta(minutes=3)):
        late = {row.request.service_id == own.pk: row.late for row in board_of(cast.ines).rows}
    assert late == {True: True, False: False}

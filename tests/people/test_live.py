"""Who may open a socket, and whose socket must close."""

from datetime import timedelta

import pytest
from django.test import Client

from beside.foundation import clock
from beside.gateway.guest import Guest
from beside.people import actions, live, queries
from beside.people.cookies import VISIT
from beside.people.models import Person, Role
from tests import world
from tests.world import Seeker


def scope(client: Client, query: bytes = b"") -> dict[str, object]:
    """A handshake with this browser's cookies."""
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return {"type": "websocket", "headers": [(b"cookie", cookies.encode())], "query_string": query}


def greeted(client: Client, query: bytes = b"") -> Guest:
    """The guest of this browser, who is welcome."""
    guest = live.greet(scope(client, query))
    assert guest is not None
    return guest


def test_a_seeker_is_known_by_the_visit(client: Client, seeker: Seeker) -> None:
    guest = greeted(world.arrive(client, seeker))
    assert (guest.person, guest.side, guest.language) == (seeker.person.pk, "seeker", "en")
    assert (guest.session, guest.epoch) == (str(seeker.visit.pk), 0)


def test_staff_are_known_by_their_session(client: Client, ines: Person) -> None:
    guest = greeted(world.sign_in(client, ines))
    assert (guest.person, guest.side, guest.language) == (ines.pk, "staff", "fr")
    assert client.cookies["__Host-staff"].value not in repr(guest)


def test_a_browser_with_both_cookies_says_which_page_it_is_on(
    client: Client, seeker: Seeker, maya: Person
) -> None:
    world.sign_in(world.arrive(client, seeker), maya)
    assert greeted(client).side == "staff"
    assert greeted(client, b"side=seeker").side == "seeker"


@pytest.mark.parametrize(
    "headers", [[], [(b"cookie", b"")], [(b"cookie", b"\xff;;=;a")], [(b"cookie", VISIT.encode())]]
)
def test_a_stranger_is_not_let_in(db: None, headers: list[tuple[bytes, bytes]]) -> None:
    assert live.greet({"type": "websocket", "headers": headers}) is None


def test_without_a_second_step_no_socket_opens(client: Client, db: None) -> None:
    noor = world.make_colleague("Noor", Role.LISTENER, second_step=False)
    assert live.greet(scope(world.sign_in(client, noor))) is None


def test_a_closed_account_or_an_old_session_opens_none(client: Client, odile: Person, maya: Person) -> None:
    world.sign_in(client, maya)
    with clock.moved(timedelta(hours=13)):
        assert live.greet(scope(client)) is None
    kept = scope(client)
    actions.deactivate(actor=odile, person=maya)
    assert live.greet(kept) is None


def test_after_leaving_no_socket_opens(client: Client, seeker: Seeker) -> None:
    guest = greeted(world.arrive(client, seeker))
    actions.leave(person=seeker.person, visit=seeker.visit)
    assert live.greet(scope(client)) is None
    assert queries.epoch(seeker.person) > guest.epoch


@pytest.mark.parametrize("verb", ["take_role", "end_sessions", "deactivate", "reset"])
def test_whatever_takes_a_right_away_raises_the_epoch(
    odile: Person, ines: Person, maya: Person, verb: str
) -> None:
    since = clock.now()
    if verb == "take_role":
        actions.take_role(actor=odile, person=maya, role=Role.LISTENER)
    elif verb == "reset":
        asked = actions.ask_reset(actor=odile, person=maya, what="factor", reason="Lost")
        actions.approve_reset(actor=ines, reset=asked)
    else:
        getattr(actions, verb)(actor=odile, person=maya)
    assert live.epochs(since) == {maya.pk: 1}
    assert queries.epoch(maya) == 1


def test_only_what_was_raised_lately_is_told(odile: Person, maya: Person) -> None:
    actions.end_sessions(actor=odile, person=maya)
    assert live.epochs(clock.now() + timedelta(seconds=1)) == {}

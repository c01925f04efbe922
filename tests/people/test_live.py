"""Who may open a socket, and whose socket must close."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client, override_settings

from beside.foundation import clock
from beside.gateway.guest import Guest, Scope
from beside.people import actions, live, queries
from beside.people.cookies import VISIT
from beside.people.models import Person, Role, StaffSession
from tests import world
from tests.world import Seeker


def scope(client: Client, query: bytes = b"") -> Scope:
    """A handshake with this browser's cookies."""
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return {"type": "websocket", "headers": [(b"cookie", cookies.encode())], "query_string": query}


def one(handshake: Scope) -> Guest | None:
    """Who this is, when nobody else comes."""
    [guest] = live.greet([handshake])
    return guest


def greeted(client: Client, query: bytes = b"") -> Guest:
    """The guest of this browser, who is welcome."""
    guest = one(scope(client, query))
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
    assert one({"type": "websocket", "headers": headers}) is None


def test_without_a_second_step_no_socket_opens(client: Client, db: None) -> None:
    noor = world.make_colleague("Noor", Role.LISTENER, second_step=False)
    assert one(scope(world.sign_in(client, noor))) is None


def test_a_closed_account_or_an_old_session_opens_none(client: Client, odile: Person, maya: Person) -> None:
    world.sign_in(client, maya)
    with clock.moved(timedelta(hours=13)):
        assert one(scope(client)) is None
    kept = scope(client)
    actions.deactivate(actor=odile, person=maya)
    assert one(kept) is None


def test_after_leaving_no_socket_opens(client: Client, seeker: Seeker) -> None:
    guest = greeted(world.arrive(client, seeker))
    actions.leave(person=seeker.person, visit=seeker.visit)
    assert one(scope(client)) is None
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


def test_many_are_greeted_by_two_questions(
    seeker: Seeker,
    maya: Person,
    ines: Person,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    crowd: list[Scope] = [
        scope(world.sign_in(Client(), maya)),
        {"type": "websocket", "headers": [(b"cookie", b"__Host-staff=\xff\x00'")]},
        scope(world.arrive(Client(), seeker)),
        scope(world.sign_in(Client(), ines)),
        {"type": "websocket", "headers": []},
        scope(world.arrive(Client(), seeker)),
    ]
    with django_assert_num_queries(2):
        guests = live.greet(crowd)
    persons = [guest and guest.person for guest in guests]
    assert persons == [maya.pk, None, seeker.person.pk, ines.pk, None, seeker.person.pk]


def test_one_session_that_cannot_be_read_keeps_nobody_else_out(
    client: Client, maya: Person, ines: Person
) -> None:
    broken, whole = scope(world.sign_in(client, maya)), scope(world.sign_in(Client(), ines))
    StaffSession.objects.filter(account=maya.account).update(session_data="!" * 40)
    first, second = live.greet([broken, whole])
    assert first is None and second is not None and second.person == ines.pk


def test_a_session_moved_to_another_account_opens_none(client: Client, maya: Person, odile: Person) -> None:
    handshake = scope(world.sign_in(client, maya))
    StaffSession.objects.filter(account=maya.account).update(account=odile.account)
    assert one(handshake) is None


def test_a_session_of_an_older_pass_phrase_opens_none(client: Client, maya: Person) -> None:
    handshake = scope(world.sign_in(client, maya))
    assert one(handshake) is not None
    maya.account.set_password("another-lantern-orchard-mitten")
    maya.account.save(update_fields=["password"])
    assert one(handshake) is None


def test_what_was_ended_a_moment_ago_opens_none(client: Client, odile: Person, maya: Person) -> None:
    handshake = scope(world.sign_in(client, maya))
    before = one(handshake)
    actions.end_sessions(actor=odile, person=maya)
    assert before is not None and one(handshake) is None
    again = greeted(world.sign_in(client, maya))
    assert again.epoch == before.epoch + 1, "the epoch is read with the session, not remembered"


def test_a_session_of_an_older_secret_still_opens(client: Client, maya: Person) -> None:
    handshake = scope(world.sign_in(client, maya))
    with override_settings(SECRET_KEY="a-newer-secret", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert one(handshake) is not None
    with override_settings(SECRET_KEY="a-newer-secret"):
        assert one(handshake) is None

"""The demo helpline with its four staff, and seekers who ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from beside.conversations import writer
from beside.desk import actions, pace, queries
from beside.desk.models import Chat, Request, WrapUp
from beside.foundation import clock
from beside.people.actions import welcome
from beside.people.models import Person, Role
from tests.world import make_colleague

NIGHT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@dataclass
class Cast:
    """Who is there: Maya listens, Tomasz counsels, Ines supervises, Odile manages."""

    maya: Person
    tomasz: Person
    ines: Person
    odile: Person

    def seeker_asks(self, safe: str = "yes", language: str = "en") -> Request:
        """A new seeker gets in line."""
        person, _visit, _token = welcome(language=language)
        return actions.ask(person=person, safe=safe, language=language)

    def talking(self, listener: Person | None = None, safe: str = "yes") -> Chat:
        """A chat between a new seeker and Maya (or another), whose shift is begun if need be."""
        listener = listener or self.maya
        actions.start_shift(person=listener)
        self.seeker_asks(safe)
        return actions.accept(offer=actions.take_next(listener=listener), listener=listener)


def written(chat: Chat) -> WrapUp:
    """The listener has written the record of an ended chat: somebody else may be offered to them."""
    about = {"contact": "listening", "categories": [], "urgency_out": 0, "outcome": "calmer"}
    return actions.wrap_up(chat=chat, actor=chat.listener, **about)


def make_cast() -> Cast:
    """The demo service and its staff."""
    actions.make_demo_service(names={"en": "Harbour Night Line", "fr": "Ligne du Port"})
    queries.forget_service()
    pace.forget_all()
    return Cast(
        maya=make_colleague("Maya", Role.LISTENER),
        tomasz=make_colleague("Tomasz", Role.COUNSELLOR, languages=("en", "fr")),
        ines=make_colleague("Ines", Role.SUPERVISOR, languages=("fr", "en")),
        odile=make_colleague("Odile", Role.MANAGER, Role.ADMINISTRATOR, languages=("fr", "en")),
    )


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """The demo helpline at three in the morning; the clock stands still."""
    with clock.frozen(NIGHT):
        yield make_cast()
    queries.forget_service()


@pytest.fixture
def live_cast(transactional_db: None) -> Iterator[Cast]:
    """The same with real commits and a ticking clock, for words and for threads."""
    yield make_cast()
    writer.stop()
    queries.forget_service()

"""The evening: one house, twelve people with a session each, and the manager, who sets it up and goes."""

import time
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from beside.desk.wording import CALLS, NOTICES
from tests.evening.cast import Seeker, Staff
from tests.evening.harbour import Harbour
from tests.evening.life import Life
from tests.running import MailSink

SEEKERS = {
    "Ana": "en",
    "Ben": "en",
    "Chloé": "fr",
    "Émile": "fr",
    "Farid": "en",
    "Gilles": "fr",
    "Hana": "en",
    "Jules": "fr",
}
GONE = 6.0
"""Seconds after which somebody without a page counts as gone, and one more."""


class Evening:
    """Everybody, by first name in small letters; `kept` is what one step leaves for a later one."""

    def __init__(self) -> None:
        self.sink, self.life = MailSink().start(), Life()
        self.house = Harbour(BESIDE_MAIL_URL=self.sink.url, BESIDE_MAIL_FROM="house@harbour.example")
        self.house.start()
        self.house.hand("colleague", "Noor", "listener", "en")
        self.maya, self.noor = self._staff("Maya"), self._staff("Noor")
        self.tomasz, self.ines, self.odile = (self._staff(name) for name in ("Tomasz", "Ines", "Odile"))
        self.seekers = {name: Seeker(self.house, self.life, name, spoken) for name, spoken in SEEKERS.items()}
        self.tabs: list[Seeker] = []
        self.kept: dict[str, Any] = {}
        self.seen: set[str] = set()

    def _staff(self, name: str) -> Staff:
        return Staff(self.house, self.life, name, "fr" if name in ("Ines", "Odile") else "en")

    def __getitem__(self, name: str) -> Seeker:
        """A seeker by name."""
        return self.seekers[name]

    @property
    def staff(self) -> tuple[Staff, ...]:
        """Two listeners, a counsellor, a supervisor."""
        return self.maya, self.noor, self.tomasz, self.ines

    @property
    def everyone(self) -> list[Seeker | Staff]:
        """All twelve."""
        return [*self.staff, *self.seekers.values()]

    def only(self, *free: Staff, door: Staff | None = None) -> None:
        """These take people, with a page open; the others pause. `door` is on shift and cannot be asked:
        they have no page open, and keep the door from being shut.
        """
        for one in self.staff:
            if one in free:
                one.opens_a_page()
        if door is not None and door.is_here:
            door.closes_the_page()
            time.sleep(GONE)
        for one in sorted(self.staff, key=lambda each: each in free or each is door):
            one.takes_people(one in free or one is door)

    def swept(self) -> None:
        """The house has looked at everything since now."""
        self.house.later(seconds=5)
        time.sleep(1.5)

    def gone(self, *who: Seeker | Staff) -> None:
        """Their pages are closed for so long that the house says so."""
        for one in who:
            one.closes_the_page()
        time.sleep(GONE)
        self.house.later(seconds=16)

    def end(self) -> None:
        """Everybody goes, and the house is taken down."""
        for one in (*self.everyone, *self.tabs, self.odile):
            one.closes_the_page()
            one.visitor.__exit__()
        self.life.end()
        self.house.stop()
        self.sink.stop()


def told(language: str, notice: str, **facts: object) -> str:
    """What the service says in a chat, in a language."""
    with translation.override(language):
        return str(NOTICES[notice]) % facts


def call(language: str, kind: str) -> str:
    """What a call says to those who have to come."""
    with translation.override(language):
        return str(CALLS[kind])


def word(language: str, sentence: str, **facts: object) -> str:
    """A sentence of the pages, in a language."""
    with translation.override(language):
        return gettext(sentence) % facts if facts else gettext(sentence)

"""The made-up helpline: four people on its staff, hours, words. Never in production; marked on every page."""

import secrets
from dataclasses import dataclass

from django.db import transaction

from beside.desk.actions import make_demo_service
from beside.people import phrase as five_words
from beside.people import queries
from beside.people.actions import make_staff
from beside.people.models import Role
from beside.project.environment import Environment

NAMES = {"en": "Harbour Night Line", "fr": "Ligne du Port"}
_WORDS = 4


@dataclass(frozen=True)
class Colleague:
    """One of the made-up staff."""

    name: str
    roles: tuple[Role, ...]
    languages: tuple[str, ...]

    @property
    def email(self) -> str:
        """What they sign in with; the name under .example is nobody's."""
        return f"{self.name.lower()}@harbour.example"


STAFF = (
    Colleague("Maya", (Role.LISTENER,), ("en",)),
    Colleague("Tomasz", (Role.COUNSELLOR,), ("en", "fr")),
    Colleague("Ines", (Role.SUPERVISOR,), ("fr", "en")),
    Colleague("Odile", (Role.MANAGER, Role.ADMINISTRATOR), ("fr", "en")),
)


def seed_when_empty(installation: Environment) -> str:
    """Put the made-up helpline into an empty database; the lines to print once, or nothing to say."""
    if installation.production or not installation.demo or queries.members().exists():
        return ""
    return seed(installation.demo_passphrase)


@transaction.atomic
def seed(passphrase: str = "") -> str:
    """The service and its staff, all or nothing. Returns who signs in with what: it is not kept anywhere."""
    make_demo_service(names=NAMES)
    phrases = {colleague: passphrase or _words() for colleague in STAFF}
    for colleague, words in phrases.items():
        make_staff(
            name=colleague.name,
            email=colleague.email,
            password=words,
            roles=colleague.roles,
            languages=colleague.languages,
            is_made_up=True,
        )
    rows = (f"  {each.email:<24} {phrase:<36} {_does(each)}" for each, phrase in phrases.items())
    return "\n".join(("A made-up helpline was made. These pass-phrases are shown once:", *rows))


def _words() -> str:
    return " ".join(secrets.choice(five_words.words("en")) for _ in range(_WORDS))


def _does(colleague: Colleague) -> str:
    return f"{colleague.name}, {' and '.join(str(role.value) for role in colleague.roles)}"

"""The named cast. Plain functions for those who want another one, fixtures for the usual ones.

Maya listens (English), Tomasz is a counsellor (English and French), Ines supervises (French and English),
Odile runs the helpline, the outsider is a colleague with no role at all. Every one of them has a pass-phrase
(`PHRASE`), an authenticator app (`SECRET`) and an address `name@example.org`.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.test import Client

from beside.foundation import clock
from beside.people import actions
from beside.people.cookies import VISIT
from beside.people.models import Account, Grant, Person, Role, Visit

PHRASE = "lantern-orchard-mitten-tuba"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass
class Seeker:
    """A person in distress, and the cookie of their browser."""

    person: Person
    visit: Visit
    token: str


def make_seeker(language: str = "en", name: str = "") -> Seeker:
    """A seeker who has just come."""
    person, visit, token = actions.welcome(language=language)
    if name:
        person.name = name
        person.save()
    return Seeker(person, visit, token)


def make_colleague(
    name: str, *roles: str, languages: Sequence[str] = ("en",), second_step: bool = True
) -> Person:
    """A member of staff who can sign in, with a second step unless told otherwise."""
    person = Person.objects.create(
        name=name,
        language=languages[0],
        languages=list(languages),
        is_staff=True,
        came_on=clock.today(),
    )
    email = f"{name.lower().replace(' ', '.')}@example.org"
    account = Account.objects.create(person=person, email=email, password=_hashed(), made_at=clock.now())
    for role in roles:
        Grant.objects.create(person=person, role=role, given_at=clock.now())
    if second_step:
        give_app(account)
    return person


def give_app(account: Account) -> None:
    """Set up an authenticator app with the secret of these tests."""
    data = {"secret": get_adapter().encrypt(SECRET)}
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data=data)


def code() -> str:
    """What the authenticator app shows now."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def arrive(client: Client, seeker: Seeker) -> Client:
    """Put the seeker's visit into this browser."""
    client.cookies[VISIT] = seeker.token
    return client


def sign_in(client: Client, person: Person, *, fresh: bool = True) -> Client:
    """Sign a member of staff in, just now or (not `fresh`) some hours ago."""
    client.force_login(person.account)
    session = client.session
    session["account_authentication_methods_user"] = str(person.account.pk)
    at = time.time() - (0 if fresh else 7200)
    session["account_authentication_methods"] = [{"method": "password", "at": at}]
    session.save()
    return client


@cache
def _hashed() -> str:
    return make_password(PHRASE)


@pytest.fixture
def seeker(db: None) -> Seeker:
    """A person who came in English."""
    return make_seeker()


@pytest.fixture
def maya(db: None) -> Person:
    """A listener, in English."""
    return make_colleague("Maya", Role.LISTENER)


@pytest.fixture
def tomasz(db: None) -> Person:
    """A counsellor, in English and French."""
    return make_colleague("Tomasz", Role.COUNSELLOR, languages=("en", "fr"))


@pytest.fixture
def ines(db: None) -> Person:
    """A supervisor, in French and English."""
    return make_colleague("Ines", Role.SUPERVISOR, languages=("fr", "en"))


@pytest.fixture
def odile(db: None) -> Person:
    """The manager, who is the administrator too."""
    return make_colleague("Odile", Role.MANAGER, Role.ADMINISTRATOR, languages=("fr", "en"))


@pytest.fixture
def outsider(db: None) -> Person:
    """A colleague without any role."""
    return make_colleague("Oskar")

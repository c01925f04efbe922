"""`beside admin create`: the first administrator."""

import argparse
import getpass
import sys

from django.conf import settings

from beside.foundation.errors import DomainError
from beside.people.actions import make_first_administrator
from beside.project import opening, schema
from beside.project.environment import Environment, Refused


def run(options: argparse.Namespace) -> int:
    """Ask for a pass-phrase, twice on a terminal, and make the account."""
    installation: Environment = settings.ENVIRONMENT
    opening.refuse_unsafe(installation)
    schema.bring_up_to_date()
    passphrase = _asked_twice() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        person = make_first_administrator(
            name=options.name, email=options.email, password=passphrase, language=options.language
        )
    except DomainError as refusal:
        raise Refused(str(refusal)) from None
    print(f"{person} can sign in at {installation.public}/in and will be asked for a second step there.")
    return 0


def _asked_twice() -> str:
    first = getpass.getpass("Pass-phrase (four words that do not belong together do well): ")
    if first != getpass.getpass("Once more: "):
        raise Refused("The two pass-phrases differ; nothing was made.")
    return first

"""`beside demo`: the made-up helpline, and its made-up visitors."""

import argparse
import asyncio

from django.conf import settings

from beside.desk.models import Service
from beside.people import queries
from beside.project import demo, lively, opening, schema
from beside.project.environment import Environment, Refused


def run(options: argparse.Namespace) -> int:
    """Make the made-up helpline in an empty database, or let visitors come to the one that runs."""
    installation: Environment = settings.ENVIRONMENT
    if installation.production:
        raise Refused("BESIDE_ENV is production: nothing is made up there.")
    opening.refuse_unsafe(installation)
    return _visitors(installation, options) if options.lively else _helpline(installation)


def _helpline(installation: Environment) -> int:
    schema.bring_up_to_date()
    if queries.members().exists():
        raise Refused(
            f"{installation.data} holds a helpline already; the made-up one needs an empty database."
        )
    print(demo.seed(installation.demo_passphrase))
    return 0


def _visitors(installation: Environment, options: argparse.Namespace) -> int:
    if schema.missing() or not Service.objects.filter(is_demo=True).exists():
        raise Refused(
            f"The helpline in {installation.data} is not the made-up one: no made-up visitors there."
        )
    seconds = options.minutes * 60 if options.minutes else None
    until = f"for {options.minutes:g} minutes" if seconds else "until you press Ctrl and C"
    print(f"Made-up visitors come to {installation.public}, {until}. Each says so first.", flush=True)
    asyncio.run(lively.keep_coming(installation.public, options.visitors, seconds, lively.Pace()))
    return 0

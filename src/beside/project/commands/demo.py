"""`beside demo`: the made-up helpline."""

import argparse

from django.conf import settings

from beside.people import queries
from beside.project import demo, opening, schema
from beside.project.environment import Environment, Refused


def run(options: argparse.Namespace) -> int:
    """Make the made-up helpline in an empty database."""
    installation: Environment = settings.ENVIRONMENT
    if installation.production:
        raise Refused("BESIDE_ENV is production: nothing is made up there.")
    opening.refuse_unsafe(installation)
    schema.bring_up_to_date()
    if queries.members().exists():
        raise Refused(
            f"There is a helpline in {installation.data} already; the made-up one is for an empty database."
        )
    print(demo.seed(installation.demo_passphrase))
    return 0

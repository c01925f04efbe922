"""`beside serve`: everything, in one process."""

import argparse

from django.conf import settings

from beside.project import asgi, demo, opening, schema, serving, statics
from beside.project.environment import Environment
from beside.project.running import worker_beside


def run(options: argparse.Namespace) -> int:
    """Check, migrate, seed the made-up helpline when there is nothing yet, then serve until told to stop."""
    installation: Environment = settings.ENVIRONMENT
    opening.refuse_unsafe(installation)
    schema.bring_up_to_date()
    statics.collect(installation)
    demo.seed_when_empty(installation)
    print(opening.addresses(installation), flush=True)
    with worker_beside(installation):
        serving.serve(asgi.application(installation), installation)
    return 0

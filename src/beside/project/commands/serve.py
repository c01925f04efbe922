"""`beside serve`: everything, in one process."""

import argparse
from contextlib import suppress

from django.conf import settings

from beside.project import asgi, demo, opening, running, schema, serving, statics
from beside.project.environment import Environment, Refused


def run(options: argparse.Namespace) -> int:
    """Check, migrate, seed the made-up helpline when there is nothing yet, then serve until told to stop."""
    installation: Environment = settings.ENVIRONMENT
    opening.refuse_unsafe(installation)
    with opening.alone(installation):
        schema.bring_up_to_date()
        opening.refuse_made_up(installation)
        statics.collect(installation)
        for lines in (demo.seed_when_empty(installation), opening.addresses(installation)):
            print(lines, end="\n" if lines else "", flush=True)
        _serve(installation)
    return 0


def _serve(installation: Environment) -> None:
    try:
        listener = serving.listen(installation.listen, installation.port)
    except OSError as wrong:
        where = f"{installation.listen}, port {installation.port}"
        raise Refused(f"Beside cannot listen on {where}: {wrong.strerror}.") from None
    running.worker_beside(installation)
    with suppress(KeyboardInterrupt):  # Ctrl and C: everything has ended in order by now
        serving.run(asgi.application(installation), listener, installation.proxy)

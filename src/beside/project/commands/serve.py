"""`beside serve`: everything, in one process or in several on one port."""

import argparse
import socket
from contextlib import suppress
from functools import partial

from django.conf import settings
from django.db import connections

from beside.project import asgi, demo, opening, processes, running, schema, serving, statics
from beside.project.child import Inheritance
from beside.project.environment import Environment, Refused


def run(options: argparse.Namespace) -> int:
    """Check, migrate, seed the made-up helpline when there is nothing yet, then serve until told to stop."""
    installation: Environment = settings.ENVIRONMENT
    opening.refuse_unsafe(installation)
    if options.inherit:
        return _serve_for_parent(installation, Inheritance.of(options.inherit))
    with opening.alone(installation):
        schema.bring_up_to_date()
        opening.refuse_made_up(installation)
        statics.collect(installation)
        for lines in (demo.seed_when_empty(installation), opening.addresses(installation)):
            print(lines, end="\n" if lines else "", flush=True)
        return _serve(installation, _listening(installation))


def _listening(installation: Environment) -> socket.socket:
    try:
        return serving.listen(installation.listen, installation.port)
    except OSError as wrong:
        where = f"{installation.listen}, port {installation.port}"
        raise Refused(f"Beside cannot listen on {where}: {wrong.strerror}.") from None


def _serve(installation: Environment, listener: socket.socket) -> int:
    if installation.processes > 1:
        listener.close()  # the port was free
        connections.close_all()  # the children have their own
        shared = partial(serving.bound, installation.listen, installation.port, shared=True)
        return processes.keep(shared, installation.processes)
    running.worker_beside(installation)
    with suppress(KeyboardInterrupt):  # Ctrl and C: everything has ended in order by now
        serving.run(asgi.application(installation), listener, installation.proxy)
    return 0


def _serve_for_parent(installation: Environment, given: Inheritance) -> int:
    if missing := schema.missing():
        raise Refused(f"The database is not up to date ({missing[0]}): stop Beside and start it again.")
    running.worker_beside(installation)
    with suppress(KeyboardInterrupt):
        serving.run(asgi.application(installation), given.listener, installation.proxy, given.serving)
    return 0

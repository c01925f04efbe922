"""One trial of the table: in a fresh house, or with one thing broken on purpose."""

import logging
from typing import Any

from django.core.management import call_command

from beside.conversations import writer
from beside.foundation import clock
from tests.rights import faults, routes
from tests.rights.matrix import Matrix
from tests.rights.memory import Memory
from tests.rights.town import Town


def run(*, seed: int, share: float, fault: str) -> dict[str, Any]:
    """Try the table. With a fault, only what it touches: `wrong` must not come out empty then."""
    logging.disable(logging.CRITICAL)
    call_command("migrate", verbosity=0)
    call_command("migrate", database="keys", verbosity=0)
    town = Town().build()
    matrix = Matrix(town, Memory(), seed=seed, share=share)
    only = faults.break_(fault) if fault else frozenset()
    wrong = routes.unlisted()
    with clock.frozen(clock.now()):
        matrix.pages(only)
    if not fault:
        matrix.times()
    matrix.frames(only)
    writer.stop()
    return {"figures": matrix.found.figures, "wrong": [*wrong, *matrix.found.wrong]}

"""`beside serve`: everything, in one process."""

import argparse
import importlib
import importlib.util

import uvicorn
from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from beside.project import demo, opening, schema, statics
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
        if importlib.util.find_spec("beside.project.serving"):
            importlib.import_module("beside.project.serving").serve(installation)
        else:
            pages = WSGIMiddleware(get_wsgi_application())  # type: ignore[arg-type]
            uvicorn.run(pages, host=installation.listen, port=installation.port, access_log=False)  # type: ignore[arg-type]
    return 0

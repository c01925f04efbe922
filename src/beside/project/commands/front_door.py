"""`beside front-door DIR`: the pages a proxy shows while Beside is down."""

import argparse
from pathlib import Path

from django.conf import settings

from beside.project import frontdoor, statics


def run(options: argparse.Namespace) -> int:
    """Write them, with fresh static files."""
    statics.collect(settings.ENVIRONMENT)
    count = frontdoor.write(Path(options.folder).absolute(), settings.ENVIRONMENT)
    print(f"{count} pages are in {options.folder}.")
    return 0

"""`beside environment`: every variable, what it means, and what it is here."""

import argparse
import os

from beside.project import environment


def run(options: argparse.Namespace) -> int:
    """Print the table for the docs, or each variable with its value."""
    print(environment.table() if options.table else "\n\n".join(environment.explained(os.environ)))
    return 0

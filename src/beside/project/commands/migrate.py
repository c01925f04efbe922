"""`beside migrate`: both databases up to date."""

import argparse

from beside.project import schema


def run(options: argparse.Namespace) -> int:
    """Apply what is missing, and say what was applied."""
    applied = schema.bring_up_to_date()
    print("\n".join(applied) if applied else "Both databases are up to date.")
    return 0

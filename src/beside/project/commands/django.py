"""`beside django …`: one of Django's own commands."""

import argparse

from django.core.management import execute_from_command_line


def run(options: argparse.Namespace) -> int:
    """Hand the rest of the line to Django."""
    execute_from_command_line(["beside django", *options.rest])
    return 0

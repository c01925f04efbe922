"""A broken gateway process that a parent begins: `python -m proofs.child BREAKAGE,… serve --inherit …`."""

import os
import sys

import django

from beside.project import command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.project.settings")
django.setup()

from proofs import broken

if __name__ == "__main__":
    broken.breaks(sys.argv[1].split(","))
    command.main(sys.argv[2:])

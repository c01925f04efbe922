"""`beside drill restore`: is the newest backup one? Found out before it is needed."""

import argparse
from pathlib import Path

from django.conf import settings

from beside.foundation.errors import DomainError
from beside.operations.backups import drill
from beside.project.environment import Refused


def run(options: argparse.Namespace) -> int:
    """Bring it back somewhere else, open everything, compare, take it away again; 1 when it is no backup."""
    folder = Path(options.folder).absolute() if options.folder else settings.BACKUP_FOLDER
    if folder is None:
        raise Refused("Say which backups: beside drill restore DIR, or set BESIDE_BACKUP.")
    try:
        found = drill.restore(folder)
    except (DomainError, OSError) as refusal:
        raise Refused(f"The drill could not be held: {refusal}") from None
    print(found.sentence)
    for fault in found.faults:
        print(f"MEND  {fault}")
    return 0 if found.good else 1

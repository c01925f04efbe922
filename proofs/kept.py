"""What the proofs of keeping and destroying do inside an installation: `python -m proofs.kept WHAT …`.

It runs in the environment of a house, in a process of its own, and prints JSON.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.project.settings")
django.setup()

from beside.conversations import actions, queries
from beside.conversations.models import Conversation
from beside.foundation.errors import Unavailable
from beside.journal import keys
from beside.operations.backups import tombstones
from beside.project.commands import restore
from proofs.history import Final, hashed


def erase(number: str, folder: str) -> None:
    """Erase so many conversations, and let the list beside the backups learn of it. Prints their ids."""
    some = Conversation.objects.filter(erased_at=None, tied_to=None).order_by("pk")[: int(number)]
    gone = [str(one.pk) for one in some]
    for one in some:
        actions.erase(conversation=one, actor=None)
    tombstones.lay(Path(folder))
    print(json.dumps(gone))


def final() -> None:
    """Print every entry that opens, its words as a hash; nothing of a conversation whose key is gone."""
    for conversation in Conversation.objects.order_by("pk"):
        try:
            key = keys.get(conversation.key_id)
        except Unavailable:
            continue
        for entry in queries.written(conversation):
            if not entry.sealed:
                continue
            row = Final(
                conv=str(conversation.pk),
                position=entry.position,
                kind=entry.kind,
                author=entry.author,
                cid=entry.client_id,
                body=hashed(str(entry.opened(key).get("words", ""))),
            )
            print(json.dumps({name: getattr(row, name) for name in row.__struct_fields__}))


def restore_forgetful(folder: str) -> None:
    """The negative control: a restore that does not look at what was erased since."""
    tombstones.listed = lambda _folder: []
    sys.exit(restore.run(argparse.Namespace(folder=folder, json=True)))


COMMANDS: dict[str, Callable[..., None]] = {
    "erase": erase,
    "final": final,
    "restore-forgetful": restore_forgetful,
}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])

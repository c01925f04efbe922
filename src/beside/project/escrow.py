"""The root key outside this machine: on two or three papers, or in a sealed file. Put back from either.

`put_back` runs before anything else of Beside, because nothing else can be without a root key.
"""

import argparse
import getpass
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from beside.foundation import offline, roots, shares, vault
from beside.foundation.errors import Invalid
from beside.foundation.shares import Share
from beside.project import environment, rootkey
from beside.project.environment import Environment, Refused

KINDS = {"2of2": (2, 2), "2of3": (2, 3)}
"""How many shares are needed, of how many."""


def papers(root: bytes, kind: str, installation: str) -> list[str]:
    """The key as one text for each person, to be written down or printed."""
    needed, of = KINDS[kind]
    made = shares.split(root, needed=needed, of=of, name=roots.fingerprint(root))
    return [_paper(share, installation) for share in made]


def copy(root: bytes, path: Path, installation: str) -> None:
    """Seal the key under a typed pass-phrase and write it to a file. Raises Refused, never overwrites."""
    if path.exists():
        raise Refused(f"{path} is there already, and is not overwritten.")
    typed = _typed("Pass-phrase for the copy (five words that do not belong together do well): ")
    if sys.stdin.isatty() and typed != _typed("Once more: "):
        raise Refused("The two pass-phrases differ; nothing was written.")
    try:
        text = offline.sealed(root, typed, name=roots.fingerprint(root), installation=installation)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(text)
    except Invalid as refusal:
        raise Refused(str(refusal)) from None
    except OSError as wrong:
        raise Refused(f"{path} cannot be written: {wrong.strerror}.") from None


def read_back(copied: str) -> bytes:
    """The key out of a sealed file, or out of the shares that are typed. Raises Refused, in a sentence."""
    try:
        name, root = _from_copy(Path(copied)) if copied else _from_shares(_typed_lines())
    except Invalid as refusal:
        raise Refused(str(refusal)) from None
    if roots.fingerprint(root) != name:
        raise Refused("What came out is not the key that this names: a share or the file was changed.")
    return root


def put_back(options: argparse.Namespace) -> None:
    """Write the key to where it is missed. The command then looks whether it opens the key store."""
    installation = environment.read()
    path = Path(options.to).absolute() if options.to else installation.root_key
    options.written = ""
    if path.exists() and not options.to and not installation.root_key_command:
        return
    if not options.to and not rootkey.is_a_file_of_ours(installation):
        raise Refused(
            "This root key is no file of ours: give --to FILE, and take it to its place from there."
        )
    root = read_back(options.copy)
    try:
        vault.make_root(path, root)
    except OSError as wrong:
        raise Refused(f"{path} cannot be written: {wrong.strerror}.") from None
    options.written = str(path)
    if options.to:
        print(
            f"The root key {named(roots.fingerprint(root))} is in {path}. Take it to where it is read from."
        )
        sys.exit(0)


def _paper(share: Share, installation: str) -> str:
    rest = f"{'any' if share.needed < share.of else 'all'} {share.needed} together give it back"
    return "\n".join(
        (
            f"Beside root key, share {share.number} of {share.of} ({rest})",
            f"installation  {installation}",
            f"key           {named(share.name)}",
            *shares.written(share),
        )
    )


def named(name: str) -> str:
    """A fingerprint in groups, as it stands on paper."""
    return " ".join(name[start : start + 4] for start in range(0, len(name), 4))


def _from_copy(path: Path) -> tuple[str, bytes]:
    try:
        text = path.read_text()
    except (OSError, UnicodeDecodeError) as wrong:
        raise Refused(f"{path} cannot be read: {wrong}.") from None
    return offline.opened(text, _typed("Pass-phrase of the copy: "))


def _from_shares(lines: Iterator[str]) -> tuple[str, bytes]:
    found: list[Share] = []
    while not found or len({share.number for share in found}) < found[0].needed:
        _say(f"Share number {len(found) + 1}: its four lines, one after the other.")
        found.append(shares.read(list(islice(lines, shares.LINES))))
    return found[0].name, shares.joined(found)


def _typed_lines() -> Iterator[str]:
    """Lines as they are typed; those that belong to the paper but not to the share are passed over."""
    for line in _every_line():
        if line.strip() and not line.startswith(("Beside", "installation", "key")):
            yield line


def _every_line() -> Iterable[str]:
    return iter(lambda: input("> "), None) if sys.stdin.isatty() else sys.stdin


def _typed(question: str) -> str:
    return getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _say(words: str) -> None:
    if sys.stdin.isatty():
        print(words)


def where(installation: Environment) -> str:
    """Where the root key is, in words."""
    if installation.root_key_command:
        return f"printed by {installation.root_key_command[0]}"
    lent = "" if rootkey.is_a_file_of_ours(installation) else " (a systemd credential)"
    return f"{installation.root_key}{lent}"

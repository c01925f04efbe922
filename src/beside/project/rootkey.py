"""Where the root key comes from: a file, a systemd credential, or a program that prints it.

Made on the very first start, and never again when there is something it should open. Sentences here never
show a key, nor what a program printed.
"""

import base64
import binascii
import os
import subprocess
from functools import cache
from pathlib import Path

from beside.foundation import roots, vault
from beside.foundation.errors import Unavailable
from beside.foundation.roots import Roots
from beside.project.environment import Environment, Refused

PATIENCE = 10.0
"""Seconds that a program may take to print the root key."""

_MADE = "root-key.made"
_HEX_LENGTH = 2 * vault.KEY_BYTES


def prepared(installation: Environment) -> bytes:
    """The root key. Raises Refused when it is missing beside existing data, or cannot be used."""
    installation.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        _make(installation)
        roots.use(lambda: held(installation))
    except OSError as wrong:
        raise Refused(f"The root key {installation.root_key} cannot be made: {wrong.strerror}.") from None
    except Unavailable as wrong:
        raise Refused(f"{wrong} ({_shown(installation)})") from None
    _note_that_it_was_made(installation)
    return roots.primary()


def held(installation: Environment) -> Roots:
    """The root key, then what lies beside it: the next, a temporary one, older ones. Raises Unavailable."""
    others = [vault.read_root(path) for path in beside(installation)]
    if installation.history_sealed and not _is_at_hand(installation):
        return Roots([vault.read_root(temporary(installation)), *others], temporary=True)
    return Roots([_real(installation), *others])


def beside(installation: Environment) -> list[Path]:
    """Root keys that a change, a loss or an older backup has left beside the present one."""
    home, name = installation.root_key.parent, _stem(installation)
    older = sorted(home.glob(f"{name}.old-*"))
    return [path for path in (following(installation), temporary(installation), *older) if path.exists()]


def following(installation: Environment) -> Path:
    """Where the next root key lies while one is being changed for another."""
    return installation.root_key.with_name(f"{_stem(installation)}.next")


def temporary(installation: Environment) -> Path:
    """Where a root key lies that stands in for a lost one."""
    return installation.root_key.with_name(f"{_stem(installation)}.temporary")


def older(installation: Environment, root: bytes) -> Path:
    """Where a root key goes that was changed for another: key store backups made until then need it."""
    return installation.root_key.with_name(f"{_stem(installation)}.old-{roots.fingerprint(root)}")


def is_in_use(installation: Environment) -> bool:
    """Whether there is something here that a root key should open."""
    return any((installation.data / name).exists() for name in ("keys.db", _MADE))


def is_a_file_of_ours(installation: Environment) -> bool:
    """Whether we may put another root key into its place: not a credential, not a program."""
    granted = os.environ.get("CREDENTIALS_DIRECTORY", "")
    lent = bool(granted) and installation.root_key.parent == Path(granted)
    return not installation.root_key_command and not lent


@cache
def printed(command: tuple[str, ...]) -> bytes:
    """What the program prints, as 32 bytes; run once for each process. Raises Unavailable in a sentence."""
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=True, cwd="/"
        )
    except subprocess.TimeoutExpired:
        raise Unavailable(f"The program did not print the root key within {PATIENCE:.0f} seconds.") from None
    except subprocess.CalledProcessError as failed:
        raise Unavailable(f"The program for the root key failed with {failed.returncode}.") from None
    except OSError as wrong:
        raise Unavailable(f"The program for the root key cannot be run: {wrong.strerror}.") from None
    return _read(done.stdout)


def _read(output: bytes) -> bytes:
    """32 bytes as they are (a line's end after them is let pass), in hexadecimal, or in base64."""
    if len(output) == vault.KEY_BYTES or (len(output) == vault.KEY_BYTES + 1 and output.endswith(b"\n")):
        return output[: vault.KEY_BYTES]
    text = output.strip()
    try:
        root = (
            bytes.fromhex(text.decode())
            if len(text) == _HEX_LENGTH
            else base64.b64decode(text, validate=True)
        )
    except (binascii.Error, ValueError):
        root = b""
    if len(root) != vault.KEY_BYTES:
        raise Unavailable("The program printed no root key: 32 bytes, or those in hexadecimal or base64.")
    return root


def _real(installation: Environment) -> bytes:
    command = installation.root_key_command
    return printed(command) if command else vault.read_root(installation.root_key)


def _is_at_hand(installation: Environment) -> bool:
    if not installation.root_key_command:
        return installation.root_key.exists()
    try:
        return bool(printed(installation.root_key_command))
    except Unavailable:
        return False


def _make(installation: Environment) -> None:
    """On the first start the root key, unless a program prints it; a temporary one where that is wanted."""
    path, used = installation.root_key, is_in_use(installation)
    if not used and not installation.root_key_command:
        return vault.make_root(path)
    if _is_at_hand(installation):
        return None
    if installation.history_sealed:
        return vault.make_root(temporary(installation))
    if installation.root_key_command:
        return None  # asked again in a moment, for its reason
    raise Refused(
        f"The root key {path} is missing, and without it nothing in {installation.data} can be opened. "
        "Put it back with beside keys recover. Until then BESIDE_HISTORY_SEALED=yes opens the door for "
        "new chats."
    )


def _note_that_it_was_made(installation: Environment) -> None:
    """So that a root key that goes missing is missed, also where the tables are elsewhere."""
    note = installation.data / _MADE
    if not note.exists():
        note.write_text("This installation has its root key. A new one is never made where this file is.\n")


def _stem(installation: Environment) -> str:
    return f".{installation.root_key.name.lstrip('.')}"


def _shown(installation: Environment) -> str:
    if installation.root_key_command:
        return f"BESIDE_ROOT_KEY_COMMAND is {installation.root_key_command[0]}"
    return f"BESIDE_ROOT_KEY is {installation.root_key}"

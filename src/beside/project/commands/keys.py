"""`beside keys …`: how keys stand, new epochs, another root key, copies of it, and bringing it back."""

import argparse
from pathlib import Path

from django.conf import settings

from beside.foundation import clock, roots, vault
from beside.foundation.errors import Unavailable
from beside.journal import audit, epochs, remains, rotation
from beside.journal.models import DataKey, HouseKey, KeyEpoch
from beside.project import escrow, opening, rootkey, schema
from beside.project.environment import Environment, Refused

KEPT_DAYS = 7
"""For how long backups of the key store are kept: until then an older root key opens one."""

_TELL_EVERY = 10 * rotation.BATCH


def run(options: argparse.Namespace) -> int:
    """Do what was asked for. A key store that cannot be opened is refused in a sentence."""
    installation: Environment = settings.ENVIRONMENT
    opening.refuse_unsafe(installation)
    if missing := schema.missing():
        raise Refused(f"The database is not up to date ({missing[0]}): run beside migrate first.")
    try:
        return {
            "status": _status,
            "rotate": _rotate_root if getattr(options, "root", False) else _rotate,
            "escrow": _escrow,
            "drill": _drill,
            "recover": _recover,
        }[options.what](installation, options)
    except Unavailable as refusal:
        raise Refused(str(refusal)) from None


def _status(installation: Environment, options: argparse.Namespace) -> int:
    now, name = rotation.state(), roots.fingerprint(roots.primary())
    living = {row.number: row for row in epochs.living()}
    print(f"The root key is {escrow.where(installation)}; its fingerprint is {escrow.named(name)}.")
    if roots.is_temporary():
        print("It is a temporary one: the real one is lost, and what was said before is sealed.")
    print(_copies(name))
    if now.epoch:
        print(
            f"Epoch {now.epoch} began on {living[now.epoch].begun_at:%d %B %Y} and wraps {now.moved:,} keys."
        )
    if now.waiting:
        print(f"{now.waiting:,} keys wait to be moved to it: the worker goes on, or beside keys rotate.")
    destroyed = DataKey.objects.exclude(destroyed_at=None).count()
    ended = KeyEpoch.objects.exclude(ended_at=None).count()
    print(f"{destroyed:,} keys were destroyed; {ended:,} epochs ended.")
    wrapped_by = {*HouseKey.objects.values_list("root", flat=True), *(row.root for row in living.values())}
    for path in rootkey.beside(installation):
        print(_about_older(path, wrapped_by))
    return 0


def _copies(name: str) -> str:
    made = audit.lines(act="keys.escrow", about=f"root:{name}").first()
    if made is None:
        return "Nobody has a copy of it: run beside keys escrow, or a lost disk takes every word along."
    return f"Copies of it were made on {made.at:%d %B %Y} ({made.reason})."


def _about_older(path: Path, wrapped_by: set[str]) -> str:
    if roots.fingerprint(vault.read_root(path)) in wrapped_by:
        return f"{path} is a root key that is still needed."
    return f"{path} opens only key store backups from before; delete it after {KEPT_DAYS} days."


def _rotate(installation: Environment, options: argparse.Namespace) -> int:
    _refuse_in_between()
    number = rotation.begin(reason=options.reason or "asked for")
    print(
        f"Moving every key to epoch {number}. Everybody goes on; if this is stopped, run it again.",
        flush=True,
    )
    looked_at = _move_all()
    ended = rotation.end_old()
    remains.tidy_key_store()
    gone = f"Epoch {', '.join(map(str, ended))} is destroyed." if ended else "There was no older epoch."
    print(f"{looked_at:,} keys were moved. {gone}")
    print(f"Key store backups from before can open what they hold with the root key, for {KEPT_DAYS} days.")
    return 0


def _rotate_root(installation: Environment, options: argparse.Namespace) -> int:
    _refuse_in_between()
    ours = rootkey.is_a_file_of_ours(installation) and not options.to
    if not ours and not options.to:
        raise Refused("This root key is no file of ours: give --to FILE, where the new one is to be written.")
    path = Path(options.to).absolute() if options.to else rootkey.following(installation)
    if path.exists() and not ours:
        raise Refused(f"{path} is there already, and is not overwritten.")
    vault.make_root(path)
    new, old = vault.read_root(path), roots.primary()
    _move_all()
    rotation.change_root(new)
    remains.tidy_key_store()
    if ours:
        kept = rootkey.older(installation, old)
        vault.replace_root(installation.root_key, path, kept)
        print(f"The old root key is in {kept}. Backups until now need it; delete it after {KEPT_DAYS} days.")
    print(_what_now(new, path, ours=ours))
    return 0


def _what_now(new: bytes, path: Path, *, ours: bool) -> str:
    name = escrow.named(roots.fingerprint(new))
    if ours:
        after = "A running server goes on, and takes it when it needs it. Restart it at a quiet moment:"
    else:
        after = f"It is in {path}: take it to where the old one is read from, and only then restart;"
    return (
        f"The root key is {name} now. {after} staff sign in again after that, people who wait or talk notice "
        "nothing. Old shares and copies open old backups only: run beside keys escrow."
    )


def _escrow(installation: Environment, options: argparse.Namespace) -> int:
    if roots.is_temporary():
        raise Refused(
            "This root key is a temporary one: bring the real one back first (beside keys recover)."
        )
    root = roots.primary()
    if options.copy:
        escrow.copy(root, Path(options.copy).absolute(), installation.public)
        print(
            f"A sealed copy is in {options.copy}. Keep it away from here, and the pass-phrase away from it."
        )
    else:
        papers = escrow.papers(root, options.shares, installation.public)
        print("One paper for each person. Nobody keeps two, and no file or screen keeps any.\n")
        print("\n\n".join(papers))
    how = "a sealed copy" if options.copy else f"shares, {options.shares}"
    audit.record(actor=None, act="keys.escrow", about=f"root:{roots.fingerprint(root)}", reason=how)
    return 0


def _drill(installation: Environment, options: argparse.Namespace) -> int:
    root = escrow.read_back(options.copy)
    if root != roots.primary():
        raise Refused("They give back a root key, but not the one of this installation: make new ones.")
    audit.record(actor=None, act="keys.drill", about=f"root:{roots.fingerprint(root)}")
    print(f"They give back the root key of this installation, tried on {clock.today():%d %B %Y}.")
    return 0


def _recover(installation: Environment, options: argparse.Namespace) -> int:
    try:
        adopted = rotation.adopt()
    except Unavailable:
        if options.written:
            Path(options.written).unlink()
        raise Refused("This is a root key, but not the one that this key store was wrapped by.") from None
    waiting = rootkey.temporary(installation)
    if waiting.exists():
        waiting.rename(rootkey.older(installation, vault.read_root(waiting)))
    print(f"The root key is back ({escrow.where(installation)}), and opens the key store.")
    if adopted:
        print("What was said while it was away opens with it too. A running server notices within a second.")
    return 0


def _move_all() -> int:
    moved = 0
    while batch := rotation.move():
        moved += batch
        if moved % _TELL_EVERY == 0:
            print(f"{moved:,} keys are moved.", flush=True)
    return moved


def _refuse_in_between() -> None:
    if roots.is_temporary():
        raise Refused("The root key is lost: bring it back first (beside keys recover).")

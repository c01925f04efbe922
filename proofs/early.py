"""Breakages of the settings: made before Django reads them. See `proofs.broken`."""

from collections.abc import Callable, Sequence
from typing import Any

from beside.project import databases
from beside.project.environment import Environment

_right = databases.configured


def _synchronous_normal(environment: Environment) -> dict[str, dict[str, Any]]:
    """SQLite as most recipes have it: a commit is handed to the system, not to the disk."""
    found = _right(environment)
    for each in found.values():
        command = each["OPTIONS"]["init_command"]
        if "synchronous=FULL" not in command:
            raise LookupError("the settings do not say synchronous=FULL any more")
        each["OPTIONS"]["init_command"] = command.replace("synchronous=FULL", "synchronous=NORMAL")
    return found


def _commit_off(environment: Environment) -> dict[str, dict[str, Any]]:
    """PostgreSQL that acknowledges a commit before its log is on the disk."""
    found = _right(environment)
    for each in found.values():
        each["OPTIONS"]["options"] = "-c synchronous_commit=off"
    return found


_WAYS: dict[str, Callable[[Environment], dict[str, dict[str, Any]]]] = {
    "synchronous-normal": _synchronous_normal,
    "commit-off": _commit_off,
}


def breaks(names: Sequence[str]) -> list[str]:
    """Make those of these breakages that are of the settings; returns the others."""
    for name in names:
        if name in _WAYS:
            databases.configured = _WAYS[name]
    return [name for name in names if name not in _WAYS]

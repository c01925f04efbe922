"""The `beside` command: what it can do, said so that a person can read it.

Each command's work is in `commands/<name>.py: run(options) -> int`, imported only when asked for, so that
`beside --help` costs nothing and Django starts once.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import TypeAlias

import django

from beside.project.environment import Refused

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_ABOUT = "Beside: someone beside you, at any hour. A self-hosted emotional support service."
_WRITE_NOTHING = (
    "serve",
    "work",
    "check",
    "front_door",
    "resources",
    "environment",
    "backup",
    "subpoena_view",
    "simulate",
)
"""Commands that write to no table beside a running server, or see to it themselves."""

_ABOUT_KEYS = {
    "status": "Say how the keys stand.",
    "rotate": "Wrap every key anew and destroy the old epoch's key, while everybody goes on.",
    "escrow": "Make copies of the root key to keep elsewhere: shares for several people, or a sealed file.",
    "drill": "Try shares or a sealed copy, and change nothing.",
    "recover": "Bring a lost root key back from shares or a sealed copy.",
}

_MORE = "Variables that set things (BESIDE_PORT, BESIDE_DATA, …) are in docs/operating.md."


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code: 0 done, 1 something is wrong, 2 refused in a sentence."""
    options = parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.project.settings")
    try:
        _lend(options)
        if hasattr(options, "early"):
            importlib.import_module("beside.project.escrow").put_back(options)
        django.setup()
        run: Callable[[argparse.Namespace], int] = importlib.import_module(options.module).run
        with importlib.import_module("beside.project.opening").only_writer(_writes(options)):
            sys.exit(run(options))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


def parser() -> argparse.ArgumentParser:
    """All commands and what they take."""
    top = argparse.ArgumentParser(prog="beside", description=_ABOUT, epilog=_MORE)
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for declare in (
        _serve,
        _work,
        _migrate,
        _demo,
        _check,
        _admin,
        _front_door,
        _resources,
        _backup,
        _restore,
        _drill,
        _environment,
        _subpoena_view,
        _keys,
        _erase,
        _simulate,
        _django,
    ):
        declare(commands)
    return top


def _lend(options: argparse.Namespace) -> None:
    """What the command line says wins over the environment."""
    if getattr(options, "port", None):
        os.environ["BESIDE_PORT"] = options.port
    if getattr(options, "processes", None):
        os.environ["BESIDE_PROCESSES"] = options.processes


def _writes(options: argparse.Namespace) -> bool:
    name = str(options.module).rpartition(".")[2]
    return name not in _WRITE_NOTHING and not getattr(options, "lively", False)


def _add(commands: Commands, name: str, about: str, module: str = "") -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about, description=about)
    command.set_defaults(module=f"beside.project.commands.{module or name}")
    return command


def _serve(commands: Commands) -> None:
    about = "Start everything: pages, sockets and the worker, in one process or several."
    command = _add(commands, "serve", about)
    command.add_argument("--port", help="the port to listen on (BESIDE_PORT)")
    command.add_argument("--processes", help="how many processes, on one port (BESIDE_PROCESSES)")
    command.add_argument("--inherit", help=argparse.SUPPRESS)


def _work(commands: Commands) -> None:
    _add(commands, "work", "Do the follow-ups in a process of its own (needs PostgreSQL and Redis).")


def _migrate(commands: Commands) -> None:
    _add(
        commands,
        "migrate",
        "Bring both databases up to date; make the key store's database when it is missing.",
    )


def _demo(commands: Commands) -> None:
    command = _add(commands, "demo", "Put the made-up helpline into an empty database.")
    command.add_argument(
        "--lively", action="store_true", help="let made-up visitors arrive, write and answer"
    )
    command.add_argument("--visitors", type=int, default=3, help="how many at once (3)")
    command.add_argument("--for", type=float, dest="minutes", help="stop after so many minutes")


def _check(commands: Commands) -> None:
    _add(commands, "check", "Say in sentences whether this installation is fit for real people.")


def _admin(commands: Commands) -> None:
    admin = commands.add_parser("admin", help="Accounts of administrators.")
    create = _add(
        admin.add_subparsers(metavar="WHAT", required=True), "create", "Make an administrator.", "admin"
    )
    create.add_argument("--name", required=True, help="the name that colleagues see")
    create.add_argument("--email", required=True, help="what they sign in with")
    create.add_argument("--language", default="en", help="en or fr (en)")


def _front_door(commands: Commands) -> None:
    about = "Write the page that the proxy shows, with the numbers, while Beside itself is down."
    _add(commands, "front-door", about, "front_door").add_argument("folder", help="where to write it")


def _resources(commands: Commands) -> None:
    about = "Say which helpline numbers need to be checked again."
    _add(commands, "resources", about).add_argument("what", choices=["lint"], help="lint: judged on today")


def _backup(commands: Commands) -> None:
    command = _add(commands, "backup", "Copy everything but the root key, while people talk.")
    command.add_argument("folder", nargs="?", default="", help="where to (BESIDE_BACKUP)")


def _restore(commands: Commands) -> None:
    command = _add(commands, "restore", "Bring a backup back into an empty data directory.")
    command.add_argument("folder", help="the folder that beside backup wrote into")
    command.add_argument("--json", action="store_true", help=argparse.SUPPRESS)


def _drill(commands: Commands) -> None:
    drill = commands.add_parser("drill", help="Try what one hopes never to need.")
    whats = drill.add_subparsers(metavar="WHAT", required=True)
    about = "Bring the newest backup back into a second data directory, open everything, compare."
    command = _add(whats, "restore", about, "drill_restore")
    command.add_argument("folder", nargs="?", default="", help="which backups (BESIDE_BACKUP)")


def _environment(commands: Commands) -> None:
    command = _add(commands, "environment", "Show every variable, its meaning and its value here.")
    command.add_argument("--table", action="store_true", help="as the table in docs/operating.md")


def _subpoena_view(commands: Commands) -> None:
    about = "Print all that could be handed over about a person; the audit trail says that it was asked."
    command = _add(commands, "subpoena-view", about, "subpoena_view")
    command.add_argument("id", metavar="ID", help="the number of a person, or of a conversation")
    command.add_argument("--json", action="store_true", help="for a machine")
    command.add_argument("--reason", default="", help="why it was asked, for the audit trail")


def _keys(commands: Commands) -> None:
    whats = commands.add_parser("keys", help="The keys that everything is sealed by.").add_subparsers(
        metavar="WHAT", required=True
    )
    found = {name: _add(whats, name, about, "keys") for name, about in _ABOUT_KEYS.items()}
    for name, command in found.items():
        command.set_defaults(what=name)
    found["rotate"].add_argument("--root", action="store_true", help="change the root key too")
    found["rotate"].add_argument("--to", default="", help="write the new root key there, leave the old one")
    found["rotate"].add_argument("--reason", default="", help="why, for the audit trail")
    found["escrow"].add_argument("--shares", choices=["2of2", "2of3"], default="2of3", help="2of3")
    for name in ("escrow", "drill", "recover"):
        found[name].add_argument("--copy", default="", metavar="FILE", help="a file sealed by a pass-phrase")
    found["recover"].add_argument("--to", default="", help="only write the root key there")
    found["recover"].set_defaults(early=True)


def _erase(commands: Commands) -> None:
    about = "Destroy what was said in a conversation, or all that is kept of a seeker; asks twice."
    command = _add(commands, "erase", about)
    command.add_argument("id", metavar="ID", help="the number of a conversation or a person, or a pseudonym")
    command.add_argument("--reason", default="", help="why, for the audit trail")


def _simulate(commands: Commands) -> None:
    about = "Run a made-up day through the line’s own rules, and say how long people waited."
    command = _add(commands, "simulate", about)
    command.add_argument("--scenario", default="weekday", metavar="FILE|NAME", help="weekday, or a TOML file")
    command.add_argument("--seed", type=int, default=1, help="the same seed gives the same day")
    command.add_argument("--json", action="store_true", help="for a machine, in more detail")


def _django(commands: Commands) -> None:
    command = _add(commands, "django", "For developers: run one of Django's own commands.")
    command.add_argument("rest", nargs=argparse.REMAINDER, help="makemigrations, shell, …")


if __name__ == "__main__":
    main()

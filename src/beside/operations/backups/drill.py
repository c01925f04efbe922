"""The restore drill: the newest backup, brought back beside the living house, opened and compared."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connections

from beside.operations import records
from beside.operations.backups import generations

RECORD = "drill-restore"
_LONGEST = 6 * 3600
_NAME = ".drill-"


@dataclass(frozen=True)
class Found:
    """How a drill went. `sentence` says it in numbers; `faults` what would have been lost."""

    good: bool
    sentence: str
    faults: tuple[str, ...] = ()


def restore(folder: Path) -> Found:
    """Bring the newest backup back in a second data directory by the command an operator would use.

    Remembers how it went. Raises Invalid when there is no backup at all.
    """
    newest = generations.newest(folder, "default")
    begun = time.monotonic()
    with _second_house() as environment:
        done = _restored(folder, environment)
    seconds = round(time.monotonic() - begun, 1)
    found = _judged(done, newest.at.strftime("%d %B %Y, %H:%M"), seconds)
    records.keep(RECORD, good=found.good, seconds=seconds, sentence=found.sentence, faults=list(found.faults))
    return found


def _restored(folder: Path, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "beside.project.command", "restore", "--json", str(folder)]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=_LONGEST
    )


def _judged(done: "subprocess.CompletedProcess[str]", moment: str, seconds: float) -> Found:
    try:
        told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        why = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        return Found(False, f"The backup of {moment} UTC could not be restored: {why}")
    opened = told["opened"]
    faults = (*told["wrong"], *(f"{name} does not open" for name in opened["failed"]))
    sentence = (
        f"The backup of {moment} UTC was restored in {seconds} s: {sum(told['counts'].values()):,} rows, "
        f"{opened['entries']:,} entries and {opened['notes']:,} notes open, {opened['failures']} do not."
    )
    return Found(not faults and not opened["failures"] and done.returncode == 0, sentence, faults)


@contextmanager
def _second_house() -> Iterator[dict[str, str]]:
    """The environment of a house of its own, empty, gone afterwards. The root key is the same."""
    second = Path(tempfile.mkdtemp(prefix=_NAME, dir=settings.DATA))
    own = {"BESIDE_DATA": str(second), "BESIDE_WORKER": "inside", "BESIDE_PROCESSES": "1"}
    inherited = {**os.environ, "BESIDE_ROOT_KEY": str(settings.ENVIRONMENT.root_key)}
    try:
        if connections["default"].vendor == "sqlite":
            yield {**inherited, **own}
        else:
            with _second_databases() as more:
                yield {**inherited, **own, **more}
    finally:
        shutil.rmtree(second, ignore_errors=True)


@contextmanager
def _second_databases() -> Iterator[dict[str, str]]:
    names = [f"beside_drill_{os.getpid()}", f"beside_drill_{os.getpid()}_keys"]
    with connections["default"].cursor() as cursor:
        for name in names:
            cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield {"BESIDE_DATABASE_URL": _url(names[0]), "BESIDE_KEYS_DATABASE_URL": _url(names[1])}
    finally:
        with connections["default"].cursor() as cursor:
            for name in names:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _url(name: str) -> str:
    about = connections["default"].settings_dict
    user, password = quote(str(about["USER"]), safe=""), quote(str(about["PASSWORD"]), safe="")
    who = f"{user}:{password}@" if password else f"{user}@"
    port = f"&port={about['PORT']}" if about["PORT"] else ""
    return f"postgresql://{who}/{name}?host={quote(str(about['HOST']), safe='')}{port}"

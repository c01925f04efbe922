"""Real services for tests, private and thrown away: on unix sockets or loopback, never root where they mind.

Each has `start()`, `stop()` and what is needed to reach it. The kernel ends them when the tests die.
"""

import ctypes
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

_PATIENCE = 20.0
_DIE_WITH_PARENT = 1
_PORTS = 10_000, 32_000
"""Below those that Linux gives to clients (net.ipv4.ip_local_port_range)."""


def free_port() -> int:
    """A port on loopback that nobody listens on at this moment.

    Not one that a client is given for its own end: whoever asks a server again and again that is not there
    would be given its very port one day, talk with itself, and keep the server from coming back.
    """
    while True:
        port = random.SystemRandom().randrange(*_PORTS)
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


def wait_until(holds: Callable[[], bool], what: str, seconds: float = _PATIENCE) -> None:
    """Wait for something to hold; fail by name when it does not."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.02)


def answers(path: Path) -> bool:
    """Whether somebody listens on a unix socket."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


def listens(port: int) -> bool:
    """Whether somebody listens on a loopback port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def die_with_parent() -> None:
    """Run in a child before it becomes the service: it is ended when the tests are, however they end."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)


class Service:
    """A process with a folder of its own, both gone after `stop`."""

    stop_signal = signal.SIGTERM

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="beside-"))
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self, command: list[str], **more: object) -> None:
        """Start the process, with its output in `log` in the folder."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self.folder, preexec_fn=die_with_parent, **more
            )  # type: ignore[call-overload]

    def stop(self) -> None:
        """End the process and remove the folder."""
        if self.process is not None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def said(self) -> str:
        """What the process has written so far."""
        return (self.folder / "log").read_text(errors="replace")


class Postgres(Service):
    """A cluster on a unix socket, without passwords, without care for power cuts. Not started as root."""

    stop_signal = signal.SIGQUIT

    def start(self) -> Self:
        """Make the cluster and start it."""
        programs, user = _postgres_programs(), _someone_else()
        if user:
            os.chown(self.folder, int(user["user"]), int(user["group"]))
        bare = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        initdb = [str(programs / "initdb"), "-D", "data", "-U", "beside", "-A", "trust", "-N", "-E", "UTF8"]
        subprocess.run(
            [*initdb, "--no-instructions"], cwd=self.folder, env=bare, check=True, capture_output=True, **user
        )
        options = {"listen_addresses": "", "fsync": "off", "max_connections": "200", "shared_buffers": "64MB"}
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self.begin(
            [str(programs / "postgres"), "-D", "data", "-k", str(self.folder), *flags], env=bare, **user
        )
        wait_until(lambda: answers(self.folder / ".s.PGSQL.5432"), "PostgreSQL")
        self.make("beside")
        return self

    def make(self, name: str) -> None:
        """An empty database."""
        psql = ["psql", "-h", str(self.folder), "-U", "beside", "-d", "postgres", "-q", "-c"]

        def made() -> bool:
            return (
                subprocess.run(
                    [*psql, f'CREATE DATABASE "{name}"'], check=False, capture_output=True
                ).returncode
                == 0
            )

        wait_until(made, f"database {name}")

    def url(self, name: str) -> str:
        """How to reach a database, as BESIDE_DATABASE_URL says it."""
        return f"postgresql://beside@/{name}?host={quote(str(self.folder), safe='')}"


class Redis(Service):
    """A Redis (or Valkey) on a unix socket that writes nothing to disk."""

    def start(self) -> Self:
        """Start it."""
        program = shutil.which("valkey-server") or shutil.which("redis-server")
        assert program, "redis-server is not installed; `make test` installs it"
        self.path = self.folder / "redis.sock"
        self.begin(
            [program, "--port", "0", "--unixsocket", str(self.path), "--save", "", "--appendonly", "no"]
        )
        wait_until(lambda: answers(self.path), "Redis")
        return self

    @property
    def url(self) -> str:
        """How to reach it, as BESIDE_REDIS_URL says it."""
        return f"unix://{self.path}"


def _postgres_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda each: int(each.parts[-3]))
    if found:
        return found[-1].parent
    program = shutil.which("postgres")
    assert program, "PostgreSQL is not installed; `make test` installs it"
    return Path(program).parent


def _someone_else() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody`."""
    if os.geteuid():
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    other = names.get("postgres") or names["nobody"]
    return {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []}

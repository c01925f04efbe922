"""A PostgreSQL of one's own that means what it commits, and databases copied from prepared ones."""

import atexit
import os
import subprocess
import time
from functools import cache
from typing import Self

from tests.throwaway import Postgres, _postgres_programs, _someone_else, answers, wait_until

_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "checkpoint_timeout": "30s",
}


class Cluster(Postgres):
    """A cluster with fsync on, that can be restarted at once, or killed as by a power cut."""

    def start(self) -> Self:
        """Make the cluster, start it, and make its first database."""
        self.initialise()
        self.serve()
        self.make("beside")
        return self

    def initialise(self) -> None:
        """Make an empty cluster in the folder, with checksums."""
        user = _someone_else()
        if user:
            os.chown(self.folder, user["user"], user["group"])
        self.command("initdb", "-D", "data", "-U", "beside", "-A", "trust", "-E", "UTF8", "-k", "-N")

    def serve(self) -> None:
        """Start the postmaster and wait for its socket."""
        flags = [part for name, value in _OPTIONS.items() for part in ("-c", f"{name}={value}")]
        program = str(_postgres_programs() / "postgres")
        where = ["-D", "data", "-k", str(self.folder)]
        bare = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        self.begin([program, *where, *flags], env=bare, **_someone_else())
        wait_until(lambda: answers(self.folder / ".s.PGSQL.5432"), "PostgreSQL")

    def restart_at_once(self) -> float:
        """As `pg_ctl restart -m immediate`: no goodbye, recovery from the log. Returns its seconds."""
        begun = time.monotonic()
        self.command("pg_ctl", "-D", "data", "stop", "-m", "immediate")
        if self.process is not None:
            self.process.wait()
        self.serve()
        self.ready()
        return time.monotonic() - begun

    def ready(self) -> None:
        """Wait until it takes connections."""
        asked = [str(_postgres_programs() / "pg_isready"), "-q", "-h", str(self.folder), "-d", "postgres"]
        wait_until(lambda: subprocess.run(asked, check=False).returncode == 0, "PostgreSQL", 60)

    def copy(self, name: str, template: str) -> None:
        """A database like another one that nobody uses."""
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run one statement as the cluster's owner; returns what it prints."""
        psql = ["psql", "-h", str(self.folder), "-U", "beside", "-d", database, "-qAt", "-c", statement]
        done = subprocess.run(psql, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    def command(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's own programs in the folder, as whoever owns the cluster."""
        subprocess.run(
            [str(_postgres_programs() / program), *arguments],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            check=True,
            capture_output=True,
            **_someone_else(),
        )


@cache
def cluster() -> Cluster:
    """The cluster that the houses of this run share; it ends with the run."""
    started = Cluster().start()
    atexit.register(started.stop)
    return started

"""ejabberd with its archive (mod_mam, always, in mnesia, which does not flush), as Debian packages it."""

import base64
import os
import shutil
from pathlib import Path
from typing import Self

from bench import machine
from bench.building import Missing
from bench.servers import CORE
from tests.throwaway import Service, free_port, listens, wait_until

_SETTINGS = """
hosts: [localhost]
loglevel: error
auth_method: internal
auth_password_format: plain
certfiles: []
listen:
  - port: {port}
    ip: "127.0.0.1"
    module: ejabberd_http
    request_handlers: {{/live: ejabberd_http_ws}}
modules:
  mod_mam: {{default: always, db_type: mnesia, assume_mam_usage: true}}
"""
_REGISTER = (
    '[ejabberd_auth:try_register(list_to_binary(io_lib:format("u~5..0B", [N])), <<"localhost">>, <<"pw">>)'
    ' || N <- lists:seq(0, {last})], file:write_file("{folder}/ready", <<"yes">>).'
)


class Ejabberd(Service):
    """One node, made up from nothing, with its people registered."""

    xmpp = True

    def __init__(self, pairs: int) -> None:
        super().__init__()
        self.port, self.people, self.count = free_port(), self.folder / "people", 2 * pairs

    @property
    def processes(self) -> list[int]:
        """Its process."""
        assert self.process is not None
        return [self.process.pid]

    def start(self) -> Self:
        """Start it on the server's core and register everybody. Raises Missing where it is not installed."""
        erl, libraries = shutil.which("erl"), _libraries()
        if erl is None or libraries is None:
            raise Missing("ejabberd is not installed (Debian: apt-get install ejabberd)")
        (self.folder / "ejabberd.yml").write_text(_SETTINGS.format(port=self.port))
        self.people.write_text("".join(map(_line, range(self.count))))
        register = _REGISTER.format(last=self.count - 1, folder=self.folder)
        spool = f'"{self.folder}/spool"'
        flags = ["+K", "true", "+P", "250000", "-noinput", "-mnesia", "dir", spool, "-s", "ejabberd"]
        more = {"ERL_LIBS": str(libraries), "EJABBERD_CONFIG_PATH": str(self.folder / "ejabberd.yml")}
        with machine.on_core(CORE):
            self.begin([erl, *flags, "-eval", register], env={**os.environ, **more, "HOME": str(self.folder)})
        wait_until(lambda: listens(self.port) and (self.folder / "ready").exists(), "ejabberd", seconds=60)
        return self


def _libraries() -> Path | None:
    found = sorted(Path("/usr/lib").glob("*/ejabberd-*"))
    return found[-1].parent if found else None


def _line(number: int) -> str:
    """Who is who: the path, the credentials, the partner."""
    credentials = base64.b64encode(f"\0u{number:05}\0pw".encode()).decode()
    return f"/live\t{credentials}\tu{number ^ 1:05}\t0\n"

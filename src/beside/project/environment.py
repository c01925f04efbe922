"""What the operator may set, read from the environment.

One dataclass is the whole table: each field says its variable, what it means, its default and what it takes.
The table in docs/operating.md is made from it. A wrong value stops the start with one sentence.
"""

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from beside.project import values
from beside.project.values import given

SOURCE = Path(__file__).resolve().parents[1]
ROOT = SOURCE.parents[1]


class Refused(Exception):
    """One sentence for the operator: what is wrong and what would be right."""


@dataclass(frozen=True)
class Environment:
    """The installation's technical settings. Everything else is set in the pages under /settings."""

    kind: str = given(
        "BESIDE_ENV",
        "development",
        values.one_of("development", "production"),
        "`production` for real people: an unsafe start is refused, and nothing is made up.",
    )
    origin: str = given(
        "BESIDE_ORIGIN",
        "",
        values.origin,
        "The public address, as people type it. Default: `http://localhost:` and the port.",
    )
    allowed_hosts: tuple[str, ...] = given(
        "BESIDE_HOSTS",
        "",
        values.names,
        "Further host names the pages answer to, with commas. The origin's is always one of them.",
    )
    listen: str = given(
        "BESIDE_LISTEN",
        "127.0.0.1",
        values.address,
        "The address to listen on. A proxy in front needs no other.",
    )
    port: int = given("BESIDE_PORT", "8000", values.whole(1, 65535), "The port to listen on.")
    proxy: tuple[str, ...] = given(
        "BESIDE_PROXY",
        "",
        values.addresses,
        "Addresses of the proxies in front that end TLS, with commas; their X-Forwarded-Proto is believed.",
    )
    data: Path = given(
        "BESIDE_DATA", str(ROOT / "var"), values.path, "The data directory.", shown="`var/` beside the source"
    )
    static: Path | None = given(
        "BESIDE_STATIC",
        "",
        values.maybe_path,
        "Where static files are gathered. Default: `static` in the data directory.",
    )
    root_key_file: Path | None = given(
        "BESIDE_ROOT_KEY",
        "",
        values.maybe_path,
        "The root key's file, 32 bytes, mode 0600, made on first start. Default: the systemd credential "
        "`root-key`, else a hidden file beside the data directory, never in it.",
    )
    root_key_command: tuple[str, ...] = given(
        "BESIDE_ROOT_KEY_COMMAND",
        "",
        values.program,
        "A program that prints the root key (32 bytes, or the same in hexadecimal or base64), run once at "
        "the start of each process and without a shell. Instead of a file.",
        secret=True,
    )
    key_days: int = given(
        "BESIDE_KEY_DAYS",
        "7",
        values.whole(1, 90),
        "For how many days keys are wrapped by the same epoch key, before a new one takes over all of them.",
    )
    history_sealed: bool = given(
        "BESIDE_HISTORY_SEALED",
        "no",
        values.yes_or_no,
        "Only when the root key is lost: open the door with a temporary one; what was said before stays "
        "sealed.",
    )
    database_url: str = given(
        "BESIDE_DATABASE_URL",
        "",
        values.url("postgresql", "postgres"),
        "PostgreSQL, as `postgresql://name:password@host/database`. Default: SQLite in the data directory.",
        secret=True,
    )
    keys_database_url: str = given(
        "BESIDE_KEYS_DATABASE_URL",
        "",
        values.url("postgresql", "postgres"),
        "The key store's own PostgreSQL database. Default: the first one's name and `_keys`.",
        secret=True,
    )
    redis_url: str = given(
        "BESIDE_REDIS_URL",
        "",
        values.url("redis", "rediss", "unix"),
        "Redis, between processes. Not needed for one process.",
        secret=True,
    )
    worker: str = given(
        "BESIDE_WORKER",
        "inside",
        values.one_of("inside", "apart"),
        "`apart` when `beside work` runs as a process of its own (needs PostgreSQL and Redis).",
    )
    processes: int = given(
        "BESIDE_PROCESSES",
        "1",
        values.whole(1, 64),
        "How many processes `beside serve` keeps on its port (more than one needs PostgreSQL and Redis).",
    )
    threads: int = given(
        "BESIDE_THREADS", "8", values.whole(1, 64), "How many threads answer pages, in each process."
    )
    backup: Path | None = given(
        "BESIDE_BACKUP",
        "",
        values.maybe_path,
        "Where a backup is taken every day, on another disk if there is one. Default: none is taken.",
    )
    backup_hour: int = given(
        "BESIDE_BACKUP_HOUR", "3", values.whole(0, 23), "The hour (UTC) after which that is done."
    )
    reserve: int = given(
        "BESIDE_RESERVE_MB",
        "64",
        values.whole(0, 4096),
        "MB held back in the data directory, let go on a full disk so that endings and erasures still work.",
    )
    metrics_token: str = given(
        "BESIDE_METRICS_TOKEN",
        "",
        values.passphrase,
        "What a collector of `/metrics` shows as its bearer token. Default: it answers this machine only.",
        secret=True,
    )
    mail_url: str = given(
        "BESIDE_MAIL_URL",
        "",
        values.url("smtp", "smtps"),
        "Where mail to staff goes, as `smtps://name:password@host`. Default: none, links are shown instead.",
        secret=True,
    )
    mail_from: str = given("BESIDE_MAIL_FROM", "", values.mailbox, "The sender of that mail.")
    on_call: str = given(
        "BESIDE_ON_CALL",
        "",
        values.webhook,
        "Where a call goes that nobody in the house answers: an `https://` address that takes JSON. It is "
        "told that somebody is needed and how urgently, never whom. Default: mail only.",
        secret=True,
    )
    on_call_second: str = given(
        "BESIDE_ON_CALL_SECOND",
        "",
        values.webhook,
        "The same for the second level, when the first has not answered in time.",
        secret=True,
    )
    demo: bool = given(
        "BESIDE_DEMO",
        "yes",
        values.yes_or_no,
        "Whether an empty database gets the made-up helpline. Never in production.",
    )
    demo_passphrase: str = given(
        "BESIDE_DEMO_PASSPHRASE",
        "",
        values.passphrase,
        "One pass-phrase for all made-up staff, for tests. Default: each gets their own, printed once.",
        secret=True,
    )
    debug: bool = given(
        "BESIDE_DEBUG",
        "no",
        values.yes_or_no,
        "Whether error pages show the program's inside. Never in production.",
    )
    bench: bool = given(
        "BESIDE_BENCH",
        "no",
        values.switch,
        "Whether sockets may send as fast as they can, to measure. Never in production.",
    )
    log_level: str = given(
        "BESIDE_LOG",
        "warning",
        values.one_of("debug", "info", "warning", "error"),
        "How much is written to standard error. Nothing about a person at any level.",
    )

    @property
    def production(self) -> bool:
        """Whether this installation is for real people."""
        return self.kind == "production"

    @property
    def public(self) -> str:
        """The address people type, without a slash at the end."""
        return self.origin or f"http://localhost:{self.port}"

    @property
    def hosts(self) -> list[str]:
        """The host names the pages answer to."""
        own = urlsplit(self.public).hostname or ""
        near = [] if self.production else ["localhost", "127.0.0.1", "[::1]"]
        return list(dict.fromkeys([own, *self.allowed_hosts, *near]))

    @property
    def static_root(self) -> Path:
        """Where static files are gathered."""
        return self.static or self.data / "static"

    @property
    def root_key(self) -> Path:
        """The file that holds the root key."""
        return self.root_key_file or _credential() or self.data.parent / f".{self.data.name}-root-key"


def read(source: Mapping[str, str] | None = None) -> Environment:
    """The environment as given, with defaults. Raises Refused for a wrong value or an unknown name."""
    variables = os.environ if source is None else source
    table = {field.metadata["name"]: field for field in fields(Environment)}
    for name in variables:
        if name.startswith("BESIDE_") and not name.startswith("BESIDE_TEST") and name not in table:
            raise Refused(_unknown(name, list(table)))
    found = {
        field.name: _value(name, variables.get(name, ""), field.metadata) for name, field in table.items()
    }
    return Environment(**found)


def table() -> str:
    """The table in docs/operating.md, in Markdown."""
    rows = ["| variable | default | what it sets |", "|---|---|---|"]
    for field in fields(Environment):
        about = field.metadata
        default = about["shown"] or (f"`{about['default']}`" if about["default"] else "")
        rows.append(f"| `{about['name']}` | {default} | {about['meaning']} |")
    return "\n".join(rows)


def explained(variables: Mapping[str, str]) -> list[str]:
    """Each variable with its value here, secrets left out, and its meaning."""
    found = []
    for field in fields(Environment):
        about = field.metadata
        value = variables.get(about["name"], "")
        shown = (
            "(set)"
            if value and about["secret"]
            else value or f"{about['shown'] or about['default']} (default)"
        )
        found.append(f"{about['name']} = {shown}\n    {about['meaning'].replace('`', '')}")
    return found


def _value(name: str, raw: str, about: Mapping[str, Any]) -> Any:
    try:
        return about["parse"](raw.strip() or about["default"])
    except ValueError as wrong:
        shown = "what it was given" if about["secret"] else f"“{raw}”"
        raise Refused(f"{name} must be {wrong}, and {shown} is not.") from None


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    return f"{name} is not a variable that Beside knows{hint}; docs/operating.md has the table."


def _credential() -> Path | None:
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    path = Path(folder) / "root-key" if folder else None
    return path if path and path.exists() else None

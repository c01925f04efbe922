"""What the operator may set, read from the environment. One dataclass, one table in the docs."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Environment:
    """The installation's technical settings."""

    kind: str
    port: int
    data: Path
    database_url: str
    keys_database_url: str
    redis_url: str
    root_key: Path
    allowed_hosts: tuple[str, ...]

    @property
    def production(self) -> bool:
        """Whether this installation is for real people."""
        return self.kind == "production"


def read(values: Mapping[str, str] | None = None) -> Environment:
    """The environment as given, with defaults."""
    given = os.environ if values is None else values
    data = Path(given.get("BESIDE_DATA", str(ROOT / "var"))).resolve()
    return Environment(
        kind=given.get("BESIDE_ENV", "development"),
        port=int(given.get("BESIDE_PORT", "8000")),
        data=data,
        database_url=given.get("BESIDE_DATABASE_URL", ""),
        keys_database_url=given.get("BESIDE_KEYS_DATABASE_URL", ""),
        redis_url=given.get("BESIDE_REDIS_URL", ""),
        root_key=Path(given.get("BESIDE_ROOT_KEY", str(data.parent / f".{data.name}-root-key"))).expanduser(),
        allowed_hosts=tuple(h for h in given.get("BESIDE_HOSTS", "").split(",") if h),
    )

"""The root key: made on the very first start, and never again when there is something it should open."""

from pathlib import Path

from beside.foundation import vault
from beside.foundation.errors import Unavailable
from beside.project.environment import Environment, Refused


def prepared(installation: Environment) -> bytes:
    """The root key. Raises Refused when it is missing beside existing data, or cannot be used."""
    installation.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = installation.root_key
    if not path.exists() and (installation.data / "keys.db").exists():
        raise Refused(
            f"The root key {path} is missing, and without it nothing in {installation.data} can be opened."
        )
    try:
        vault.make_root(path)
        return vault.root_from(path)
    except OSError as wrong:
        raise Refused(f"The root key {path} cannot be made: {wrong.strerror}.") from None
    except Unavailable as wrong:
        raise Refused(f"{wrong} ({_shown(path)})") from None


def _shown(path: Path) -> str:
    return f"BESIDE_ROOT_KEY is {path}"

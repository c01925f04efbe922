"""Everything: what the tests need, all checks, all tests on both databases, the browser.

The last thing printed is the closing line of the last pytest run; whatever fails earlier stops it there.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
POLICY = Path("/usr/sbin/policy-rc.d")

PACKAGES = {
    "chromium": "chromium",
    "curl": "curl",
    "git": "git",
    "gettext": "xgettext",
    "redis-server": "redis-server",
    "postgresql": "postgres",
    "strace": "strace",
    "libfuse2": "/usr/share/doc/libfuse2",
    "caddy": "caddy",
    "nginx": "nginx",
    "fonts-noto-core": "/usr/share/fonts/truetype/noto",
}
"""Debian's packages, and what each brings: a program, or a folder."""

MANY = ["-n", "2", "--dist", "loadfile"]
RUNS: tuple[tuple[str, dict[str, str], list[str]], ...] = (
    ("on SQLite", {}, ["--ignore", "tests/house", *MANY]),
    ("on PostgreSQL", {"BESIDE_TEST_ON": "postgresql"}, ["--ignore", "tests/house", *MANY]),
    ("of the proofs", {}, ["-m", "proof", "-n", "2", "--durations=12", "tests/proofs"]),
    ("in Chromium", {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}, ["-m", "browser", *MANY, "tests"]),
)
"""Each pytest run: its name, what it adds to the environment, its arguments."""


def main() -> None:
    """Run it all."""
    provide()
    step("set up", [sys.executable, ROOT / "tools" / "setup.py", "dev"])
    step("checks", [BIN / "python", ROOT / "tools" / "check.py"])
    for name, more, arguments in RUNS:
        step(f"tests {name}", [BIN / "pytest", *arguments], more)


def step(name: str, command: list[str | Path], more: dict[str, str] | None = None) -> None:
    """Run one step with its name above it; stop everything when it fails."""
    begun = time.monotonic()
    print(f"== {name}", flush=True)
    done = subprocess.run(command, check=False, cwd=ROOT, env={**os.environ, **(more or {})})
    if done.returncode:
        print(f"== {name} failed after {time.monotonic() - begun:.0f} s", flush=True)
        sys.exit(done.returncode)


def provide() -> None:
    """Install what is missing, as root on Debian; elsewhere name it and stop."""
    lacking = [package for package, brings in PACKAGES.items() if not present(brings)]
    if not lacking:
        return
    if os.geteuid() or not shutil.which("apt-get"):
        print(f"The tests need these, which are missing here: {', '.join(lacking)}.", file=sys.stderr)
        sys.exit(2)
    print(f"== installing {', '.join(lacking)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with nothing_started():
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *lacking]
        subprocess.run(install, check=True, env=quiet, stdout=subprocess.DEVNULL)


def present(brings: str) -> bool:
    """Whether a program can be run, or a folder is there."""
    if brings.startswith("/"):
        return Path(brings).exists()
    if brings == "postgres" and list(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        return True
    return shutil.which(brings, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") is not None


@contextmanager
def nothing_started() -> Iterator[None]:
    """Have Debian start none of the services it installs: the tests start their own, privately."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


if __name__ == "__main__":
    main()

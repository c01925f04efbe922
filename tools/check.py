"""All checks that need no browser and no service, side by side. Says what failed, and how long each took."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
WHAT = ("src", "tests", "tools", "bench", "proofs")

CHECKS: dict[str, list[str | Path]] = {
    "types": [BIN / "mypy"],
    "house": [BIN / "pytest", "tests/house"],
    "floors": [BIN / "lint-imports", "--no-cache"],
    "style": [BIN / "ruff", "check", *WHAT],
    "form": [BIN / "ruff", "format", "--check", *WHAT],
}


def main() -> None:
    """Run every check, two at a time; leave with 1 when one failed."""
    begun = time.monotonic()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        passed = list(pool.map(check, CHECKS))
    print(f"make check: {sum(passed)} of {len(passed)} passed in {time.monotonic() - begun:.1f} s")
    sys.exit(0 if all(passed) else 1)


def check(name: str) -> bool:
    """Run one check; show what it said only when it failed."""
    begun = time.monotonic()
    command = [str(part) for part in CHECKS[name]]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    took, verdict = time.monotonic() - begun, "passed" if done.returncode == 0 else "FAILED"
    said = "" if done.returncode == 0 else f"\n{done.stdout}{done.stderr}"
    print(f"{name:<7} {verdict} in {took:.1f} s{said}", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    main()

"""The real `beside serve`, started fast and often: `python -m proofs.serving [BREAKAGE …]`.

Everything is imported once. Each line on standard input then forks a process that goes on as `beside serve`
does from its first line; it is what gets killed. On standard output: `ready`, `pid N`, `ended CODE`. With
`--here` there is no fork: this process serves, once.

A breakage is how a negative control is put into the product without a switch in the product.
"""

import contextlib
import ctypes
import os
import random
import signal
import sys

import django

from beside.project import command
from proofs import early

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.project.settings")
LEFT = early.breaks([name for name in sys.argv[1:] if not name.startswith("-")])
django.setup()

from beside.project import asgi as asgi
from beside.project.commands import serve as serve
from proofs import broken

_DIE_WITH_PARENT = 1


def main() -> None:
    """Break what is to be broken, then serve as often as asked."""
    broken.breaks(LEFT)
    if "--here" in sys.argv:
        command.main(["serve"])
        return
    print("ready", flush=True)
    for _line in sys.stdin:
        number = os.fork()
        if not number:
            _become_server()
        print(f"pid {number}", flush=True)
        _pid, status = os.waitpid(number, 0)
        print(f"ended {os.waitstatus_to_exitcode(status)}", flush=True)


def _become_server() -> None:
    with contextlib.suppress(OSError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    random.seed()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    try:
        command.main(["serve"])
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else 1)
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()

"""The real `beside serve`, with a clock that goes forward by so many seconds for each line it reads."""

import sys
import threading
from contextlib import ExitStack
from datetime import timedelta

from beside.foundation import clock
from beside.project import command

_moves = ExitStack()


def _obey() -> None:
    for number, seconds in enumerate(sys.stdin, start=1):
        _moves.enter_context(clock.moved(timedelta(seconds=float(seconds))))
        sys.stdout.write(f"clock {number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    threading.Thread(target=_obey, daemon=True).start()
    command.main(["serve"])

"""What systemd does for a service: whoever ends is started again."""

import threading
from typing import Self

from proofs.history import now
from proofs.houses import EndedError, House


class Keeper:
    """Starts a house again whenever it has ended. `starts` are the moments when it took connections again."""

    def __init__(self, house: House, pause: float = 0.1) -> None:
        self._house, self._pause = house, pause
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self.starts: list[float] = []
        self.trouble: list[str] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(70)

    def _keep(self) -> None:
        while not self._stop.wait(self._pause):
            if self._house.server is not None and self._house.server.has_ended():
                try:
                    self._house.start(10)
                    self.starts.append(now())
                except EndedError as wrong:
                    self.trouble.append(str(wrong)[-300:])

"""A Redis whose every word is kept: what was put into it, and what only went over it."""

import shutil
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import redis

from tests.throwaway import Redis


class Overheard:
    """A Redis of one's own. After `dump`, the folder holds all its keys and all that was ever sent to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._service = Redis()

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._service.start()
        self._client = redis.Redis(unix_socket_path=str(self._service.path))
        self._heard = (self.folder / "commands").open("a")
        self._monitor = redis.Redis(unix_socket_path=str(self._service.path)).monitor()  # type: ignore[no-untyped-call]  # so in the library
        self._monitor.__enter__()
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._service.stop()
        self._heard.close()

    @property
    def url(self) -> str:
        """How to reach it, as BESIDE_REDIS_URL says it."""
        return self._service.url

    def dump(self) -> None:
        """Write all keys, uncompressed."""
        self._client.config_set("rdbcompression", "no")
        self._client.save()
        shutil.copy(self._service.folder / "dump.rdb", self.folder)
        self._heard.flush()

    def _listen(self) -> None:
        try:
            for command in self._monitor.listen():
                self._heard.write(str(command["command"]) + "\n")
        except (OSError, ValueError, redis.RedisError):
            return

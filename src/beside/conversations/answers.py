"""What the writer answers, brought back to the socket that asked: many answers wake the loop once."""

from concurrent.futures import Future
from typing import Any

from beside.conversations.drafts import Written
from beside.conversations.watch import Watch
from beside.foundation.errors import DomainError
from beside.foundation.threads import Homeward, homeward
from beside.gateway import frames, trouble


class Answer:
    """`said` or `no` to one frame, once the writer has settled it. A callback of its future."""

    __slots__ = ("_frame", "_home", "_promised", "_watch")

    def __init__(self, watch: Watch, frame: dict[str, Any]) -> None:
        self._watch = watch
        self._frame = frame
        self._home: Homeward = homeward()
        self._promised: Future[Written] | None = None

    def __call__(self, promised: "Future[Written]") -> None:
        """In the writer's thread: go home."""
        self._promised = promised
        self._home.bring(self)

    def arrive(self) -> None:
        """In the loop: tell the one who asked."""
        assert self._promised is not None
        failure = self._promised.exception()
        link = self._watch.link
        if failure is None:
            at = self._promised.result().position
            said = {"t": "said", "c": self._watch.name, "id": str(self._frame["id"]), "p": at}
            link.push(frames.encode(said))
        elif isinstance(failure, DomainError):
            link.deny(self._frame, failure)
        else:
            trouble.tell(f"the door {self._frame['t']}", failure)
            link.push(frames.encode(frames.no(self._frame, "ours")))

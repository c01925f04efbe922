"""What the writer answers, brought back to the socket that asked: many answers wake the loop once."""

from typing import Any

from beside.conversations.drafts import Written
from beside.conversations.watch import Watch
from beside.foundation.errors import DomainError
from beside.foundation.threads import Homeward, homeward
from beside.gateway import frames, trouble


class Answer:
    """`said` or `no` to one frame, once the writer has settled it: a promise that goes home."""

    __slots__ = ("_frame", "_home", "_outcome", "_watch")

    def __init__(self, watch: Watch, frame: dict[str, Any]) -> None:
        self._watch = watch
        self._frame = frame
        self._home: Homeward = homeward()
        self._outcome: Written | BaseException | None = None

    def set_result(self, result: Written) -> None:
        """In the writer's thread: go home."""
        self._outcome = result
        self._home.bring(self)

    def set_exception(self, exception: BaseException) -> None:
        """In the writer's thread: go home."""
        self._outcome = exception
        self._home.bring(self)

    def arrive(self) -> None:
        """In the loop: tell the one who asked."""
        outcome, watch = self._outcome, self._watch
        if isinstance(outcome, Written):
            said = {"t": "said", "c": watch.name, "id": str(self._frame["id"]), "p": outcome.position}
            watch.link.push(frames.encode(said))
        elif isinstance(outcome, DomainError):
            watch.link.deny(self._frame, outcome)
        else:
            trouble.tell(f"the door {self._frame['t']}", outcome or RuntimeError("nobody knows"))
            watch.link.push(frames.encode(frames.no(self._frame, "ours")))

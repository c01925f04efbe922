"""How much goes into one commit: less while somebody else had to wait for the disk."""

import pytest

from beside.conversations import writer
from beside.conversations.drafts import Draft

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("others", "most"), [(False, writer._BATCH), (True, writer._FEW)])
def test_commits_are_smaller_while_others_wait(
    monkeypatch: pytest.MonkeyPatch, others: bool, most: int
) -> None:
    monkeypatch.setattr(writer, "_others_wait", lambda: others)
    queue: writer.SimpleQueue[tuple[Draft | None, None, float]] = writer.SimpleQueue()
    monkeypatch.setattr(writer, "_queue", queue)
    for _each in range(300):
        queue.put((None, None, 0.0))
    waiting: list[writer.Waiting] = []
    assert writer._gather(waiting)
    assert len(waiting) == most

"""When nothing can be written: the words stay with the person, the process lives, and goes on afterwards."""

from collections.abc import Sequence

import pytest
from django.db import OperationalError

from beside.conversations import actions, ledger, queries, writer
from beside.conversations.drafts import Draft
from beside.foundation.errors import Unavailable
from tests.conversations.conftest import Chat


def test_a_full_disk_refuses_in_a_sentence_and_passes(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(drafts: Sequence[Draft]) -> list[ledger.Outcome | None]:
        raise OperationalError("database or disk is full")

    working = ledger.commit
    actions.say(seat=chat.seeker, words="before", client_id="a").result(10)
    writer.stop()
    monkeypatch.setattr(ledger, "commit", full)
    with pytest.raises(Unavailable, match="still in the box"):
        actions.say(seat=chat.seeker, words="while full", client_id="b").result(10)
    writer.stop()
    monkeypatch.setattr(ledger, "commit", working)
    actions.say(seat=chat.seeker, words="while full", client_id="b").result(10)
    assert [line.words for line in queries.lines(chat.listener)] == ["before", "while full"]

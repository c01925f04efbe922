"""Lines as socket frames. The page shows them with the partial that the server renders."""

from typing import Any
from uuid import UUID

from beside.conversations.lines import Change, Line
from beside.gateway import frames


def encoded(conversation: str, seen: Line | Change) -> bytes:
    """One entry frame as it travels."""
    return frames.encode(of(conversation, seen))


def of(conversation_id: UUID | str, seen: Line | Change) -> dict[str, Any]:
    """One entry frame."""
    if isinstance(seen, Change):
        return _change(conversation_id, seen)
    frame: dict[str, Any] = {
        "t": "entry",
        "c": str(conversation_id),
        "p": seen.position,
        "kind": seen.kind,
        "mine": seen.mine,
        "side": seen.side,
        "who": seen.who,
        "words": seen.words,
        "at": seen.at.isoformat(),
        "id": seen.client_id,
    }
    for name, value in (("card", seen.card), ("danger", seen.danger), ("about", seen.about)):
        if value:
            frame[name] = value
    if seen.signals:
        frame["signals"] = list(seen.signals)
    return frame


def _change(conversation_id: UUID | str, change: Change) -> dict[str, Any]:
    return {
        "t": "entry",
        "c": str(conversation_id),
        "p": change.position,
        "kind": change.kind,
        "target": change.target,
        "words": change.words,
    }

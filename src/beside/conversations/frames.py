"""Lines as socket frames. The page shows them with the partial that the server renders."""

from typing import Any
from uuid import UUID

from beside.conversations.lines import Change, Line


def of(conversation_id: UUID, seen: Line | Change) -> dict[str, Any]:
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
    extras = {
        "card": seen.card,
        "danger": seen.danger,
        "signals": list(seen.signals),
        "about": dict(seen.about),
    }
    return frame | {name: value for name, value in extras.items() if value}


def _change(conversation_id: UUID, change: Change) -> dict[str, Any]:
    return {
        "t": "entry",
        "c": str(conversation_id),
        "p": change.position,
        "kind": change.kind,
        "target": change.target,
        "words": change.words,
    }

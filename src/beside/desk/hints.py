"""Telling live pages that something changed, after the commit. A hint only: whoever hears it looks again."""

from collections.abc import Mapping
from uuid import UUID

import msgspec
from django.db import transaction

from beside.gateway import bus

DESK = "desk"


def desk_changed() -> None:
    """The line, the shifts or the chats changed: consoles fetch their fragments again."""
    transaction.on_commit(lambda: bus.publish(DESK, b""), robust=True)


def tell(person_id: UUID, frame: Mapping[str, str]) -> None:
    """Send one frame to a person's open pages, such as {"t": "go", "to": "/c/..."}."""
    transaction.on_commit(lambda: bus.publish(topic_of(person_id), msgspec.json.encode(frame)), robust=True)


def topic_of(person_id: UUID) -> str:
    """The bus topic of one person's pages."""
    return f"person:{person_id}"

"""What is kept about a person, in a form every room can say it in.

Each room with tables answers `about(person)` in its `holdings.py`. The person reads it on `/me/data`; the
operator prints it with `beside subpoena-view`: what could be handed over is the same list for both.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

Until = datetime | date | str | None
"""A moment, a day, a plain sentence ("until you leave"), or nothing where no end is set."""


class Someone(Protocol):
    """A person, as the lowest rooms see one: a number."""

    @property
    def pk(self) -> Any:
        """The person's UUID."""


@dataclass(frozen=True)
class Holding:
    """One kind of thing that is kept about one person.

    `what` and `why` are plain words, already translatable. `until` is when it goes. `rows` counts them.
    `readable` says that what was written in it can still be opened. `detail` are the facts of each row, as
    text, without a word that anybody wrote; empty where a row says no more than that it is there. `beyond`
    is false for what says no more than the five facts there are about anybody (see
    `operations.holdings.summary`).
    """

    what: object
    why: object
    until: Until
    rows: int
    readable: bool = False
    detail: list[dict[str, str]] = field(default_factory=list)
    beyond: bool = True

"""Who follows what, in this process."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from beside.gateway import trouble
from beside.gateway.link import Heard, Link


class Hub:
    """Open links by person, and their listeners by topic. For the loop's thread only."""

    def __init__(self) -> None:
        self._people: dict[UUID, dict[Link, set[str]]] = {}
        self._topics: dict[str, dict[Link, Heard]] = {}

    def __iter__(self) -> Iterator[Link]:
        """Every open link, from a copy."""
        return iter([link for links in self._people.values() for link in links])

    def __len__(self) -> int:
        return sum(map(len, self._people.values()))

    def join(self, link: Link) -> bool:
        """Take a link in. Returns whether it is the person's first here."""
        links = self._people.setdefault(link.guest.person, {})
        links[link] = set()
        return len(links) == 1

    def leave(self, link: Link) -> bool:
        """Let a link go. Returns whether it was the person's last here."""
        links = self._people[link.guest.person]
        for topic in tuple(links[link]):
            self.unfollow(topic, link)
        del links[link]
        if links:
            return False
        del self._people[link.guest.person]
        return True

    def of(self, person: UUID) -> list[Link]:
        """A person's links, the oldest first."""
        return list(self._people.get(person, ()))

    def follow(self, topic: str, link: Link, heard: Heard) -> None:
        """Call `heard` for a topic."""
        links = self._people.get(link.guest.person, {})
        if link in links:
            links[link].add(topic)
            self._topics.setdefault(topic, {})[link] = heard

    def unfollow(self, topic: str, link: Link) -> None:
        """No more."""
        self._people.get(link.guest.person, {}).get(link, set()).discard(topic)
        followers = self._topics.get(topic, {})
        followers.pop(link, None)
        if not followers:
            self._topics.pop(topic, None)

    def hear(self, topic: str, payload: Any) -> None:
        """Tell everyone who follows the topic. A listener of the bus."""
        followers = self._topics.get(topic)
        if followers:
            memo: dict[Any, Any] = {}
            for heard in tuple(followers.values()):
                try:
                    heard(payload, memo)
                except Exception as error:  # one who cannot hear keeps nobody else from hearing
                    trouble.tell("a listener", error)

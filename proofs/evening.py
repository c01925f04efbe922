"""An evening at the desk: people who ask, wait, leave or are met, and staff who answer, by plain pages.

Whatever happens to the server, they try again; every step that was answered is written down, and so is every
step that was tried, because an answer may be lost with the server.
"""

import random
import re
import threading
import time
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.typing import Origin

from beside.client.pages import Page
from beside.client.visitor import Visitor

_AGAIN = 0.15
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_HELD = re.compile(r'data-conversation="([0-9a-f-]{36})"')


@dataclass
class Evening:
    """What is shared: where the service is, whether new people come, what was tried and what was answered."""

    origin: str
    seed: int
    comes: bool = True
    over: bool = False
    asks: int = 0
    in_flight: int = 0
    errors: int = 0
    asked: set[str] = field(default_factory=set)
    taken: dict[str, str] = field(default_factory=dict)
    tried_to_end: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    strange: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def acked(self) -> int:
        """Steps that were answered."""
        return len(self.asked) + len(self.taken) + len(self.left) + len(self.ended)

    def does(self, step: Callable[[], Page]) -> Page | None:
        """One step that changes something: its page, or None when nobody knows what became of it."""
        with self._lock:
            self.in_flight += 1
        try:
            page = step()
            self.errors += page.status >= 500
            return page if page.status < 500 else None
        except httpx.HTTPError:
            time.sleep(_AGAIN)
            return None
        finally:
            with self._lock:
                self.in_flight -= 1

    def opens(self, visitor: Visitor, path: str) -> Page | None:
        """A page, or None for one that did not come."""
        try:
            page = visitor.goes(path)
        except httpx.HTTPError:
            time.sleep(_AGAIN)
            return None
        return page if page.status == 200 else None


class Actor(threading.Thread):
    """One person, until the evening is over. What fails in here is strange, and said."""

    def __init__(self, evening: Evening, number: str) -> None:
        super().__init__(daemon=True)
        self.evening = evening
        self.chance = random.Random(f"{evening.seed}/{number}")
        self.gone = False

    @property
    def goes_on(self) -> bool:
        """Whether there is more to do."""
        return not (self.evening.over or self.gone)

    def run(self) -> None:
        """Called in the thread."""
        while self.goes_on:
            try:
                self.turn()
            except (LookupError, KeyError) as error:
                self.evening.strange.append(f"{type(self).__name__}: {error}")
                time.sleep(_AGAIN)

    @abstractmethod
    def turn(self) -> None:
        """One round."""


class Seeker(Actor):
    """Somebody new again and again: asks, then waits to be met, or leaves the line."""

    def turn(self) -> None:
        """In line, and what follows."""
        if not self.evening.comes:
            time.sleep(_AGAIN)
            return
        with Visitor(self.evening.origin) as visitor:
            conversation = self._asks(visitor)
            if not conversation:
                return
            if self.chance.random() < 0.25:
                time.sleep(self.chance.uniform(0, 1.5))
                self._leaves(visitor, conversation)
            else:
                self._waits(visitor, conversation)

    def _asks(self, visitor: Visitor) -> str:
        page = self.evening.opens(visitor, "/talk")
        if page is None:
            return ""
        form, safe = page.form("/talk"), self.chance.choice(("yes", "yes", "unsure"))
        self.evening.asks += 1
        while self.goes_on:  # the same form, as a browser that asks again
            answer = self.evening.does(lambda: visitor.sends(form, safe=safe))
            if answer is not None and answer.path.startswith(("/wait/", "/c/")):
                self.evening.asked.add(visitor.conversation)
                return visitor.conversation
            time.sleep(_AGAIN)
        return ""

    def _leaves(self, visitor: Visitor, conversation: str) -> None:
        while self.goes_on:
            page = self.evening.opens(visitor, f"/wait/{conversation}")
            if page is None:
                if visitor.page.status in (404, 410):  # gone by the try whose answer was lost
                    return
                continue
            if not page.path.startswith("/wait/"):
                return
            form = page.form("/departure")
            self.evening.tried_to_end.add(conversation)
            answer = self.evening.does(partial(visitor.sends, form))
            if answer is not None:
                if answer.status == 200 and answer.path.endswith("/departure"):
                    self.evening.left.add(conversation)
                return

    def _waits(self, visitor: Visitor, conversation: str) -> None:
        while self.goes_on:
            page = self.evening.opens(visitor, f"/wait/{conversation}")
            if page is not None and page.path.startswith("/c/"):
                return
            if page is None and visitor.page.status in (404, 410):
                return
            time.sleep(self.chance.uniform(0.5, 1.0))


class Staff(Actor):
    """Somebody on shift: answers what they are asked, and ends their chats after a while."""

    def __init__(self, evening: Evening, number: str, about: dict[str, str]) -> None:
        super().__init__(evening, number)
        self.person, self.cookie = about["person"], about["cookie"]
        self.visitor = Visitor(evening.origin)
        name, _, value = self.cookie.partition("=")
        self.visitor._jar.values[name] = value
        self.keeps = False
        threading.Thread(target=self._listens, daemon=True).start()

    def turn(self) -> None:
        """Look at the line; answer; now and then end a chat."""
        page = self.evening.opens(self.visitor, "/desk/live/line")
        if page is not None and any(form.action.endswith("/acceptance") for form in page.forms):
            self._answers(page)
        elif not self.keeps and self.chance.random() < 0.4:
            self._ends_one()
        time.sleep(self.chance.uniform(0.1, 0.3))

    def _answers(self, page: Page) -> None:
        what = self.chance.random()
        if what > 0.9 and self.evening.comes:
            time.sleep(1)  # looks away
            return
        form = page.form("/acceptance" if what < 0.75 or not self.evening.comes else "/refusal")
        answer = self.evening.does(lambda: self.visitor.sends(form))
        found = _ID.search(answer.address) if answer is not None and "?at=" in answer.address else None
        if found:
            self.evening.taken[found[0]] = self.person

    def _ends_one(self) -> None:
        page = self.evening.opens(self.visitor, "/desk/live")
        held = sorted(set(_HELD.findall(page.html))) if page is not None else []
        if not held:
            return
        conversation = self.chance.choice(held)
        form = self.evening.opens(self.visitor, f"/desk/c/{conversation}/closure")
        if form is None:
            return
        self.evening.tried_to_end.add(conversation)
        answer = self.evening.does(lambda: self.visitor.sends(form.form("/closure"), reason="finished"))
        if answer is not None and answer.path.startswith("/desk/wrap/"):
            self.evening.ended.add(conversation)

    def _listens(self) -> None:
        """A page that is open: the house asks only who would hear it."""
        live = self.evening.origin.replace("http", "ws", 1) + "/live?side=staff"
        while self.goes_on:
            try:
                with connect(
                    live, origin=Origin(self.evening.origin), additional_headers={"Cookie": self.cookie}
                ) as socket:
                    while self.goes_on:
                        _heard(socket)
            except (OSError, WebSocketException, EOFError):
                time.sleep(_AGAIN)


def _heard(socket: Any) -> None:
    try:
        socket.recv(timeout=0.5)
    except TimeoutError:
        return

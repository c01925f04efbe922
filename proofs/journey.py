"""A person's whole way through the house, by plain pages and by the socket, carrying marks everywhere."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import httpx
from websockets.sync.client import connect
from websockets.typing import Origin

from beside.client.visitor import Colleague, Visitor
from proofs import traces
from proofs.houses import House

_EMAIL, _PASSWORD = "listener0@harbour.example", "lantern harbour quiet night"


class Marked(Visitor):
    """A visitor whose every request carries the marks, from an address that is one itself."""

    def __init__(self, origin: str, made: Mapping[str, str]) -> None:
        super().__init__(origin)
        self.asked = 0
        self._http.close()
        told = {name: value for name, value in traces.headers(made).items() if name != "Cookie"}
        transport = httpx.HTTPTransport(local_address=made["peer address"])
        self._http = httpx.Client(
            base_url=self.origin,
            transport=transport,
            headers=told,
            follow_redirects=True,
            timeout=30,
            event_hooks={"request": [self._jar.send, self._marked], "response": [self._jar.take]},
        )
        self._foreign = traces.headers(made)["Cookie"]

    def _marked(self, request: httpx.Request) -> None:
        self.asked += 1
        own = request.headers.get("Cookie", "")
        request.headers["Cookie"] = f"{own}; {self._foreign}" if own else self._foreign


class Journey:
    """One person. `requests` counts what they asked for, `name` is what they were called."""

    def __init__(self, house: House, made: Mapping[str, str]) -> None:
        self.house, self.made = house, made
        self.visitor = Marked(house.origin, made)
        self.name = ""
        self.conversation = ""
        self.words: list[str] = []

    @property
    def requests(self) -> int:
        """How much was asked for."""
        return self.visitor.asked

    def talks(self) -> None:
        """In from a link elsewhere, into the line, met, and in the middle of the chat."""
        made, visitor = self.made, self.visitor
        with Colleague(self.house.origin) as listener:
            listener.signs_in(_EMAIL, _PASSWORD)
            listener.begins_shift()
            visitor.goes(f"/?utm_source={made['query']}")
            visitor.goes(f"/nowhere/{made['missing page']}")
            self.conversation = visitor.gets_in_line("unsure")
            visitor.says(f"my name is {made['first words']}")
            listener.takes_next()
            visitor.goes(f"/c/{self.conversation}")
            visitor.says(f"i live at {made['words in a form']}")
            visitor.says(f"{made['refused words']} " * 200)
            self._says_by_socket()
        visitor.goes("/me/data")
        self.name = json.loads(visitor._http.get("/me/data/download?as=json").text)["name"]

    def comes_back_and_erases(self) -> None:
        """Five words, leave, a wrong guess, back by the right ones, a copy taken, all of it erased."""
        visitor = self.visitor
        visitor.goes("/me/phrase")
        answer = visitor._http.post(
            "/me/phrase",
            data=visitor.page.form("/me/phrase").filled({}),
            headers={"Accept": "application/json", "Origin": self.house.origin},
        )
        self.words = answer.json()["words"]
        visitor.goes("/")
        visitor.leaves()
        visitor.goes("/back")
        visitor.fills("/back", words=f"{self.made['guessed words']} heron lamp tide stone")
        visitor.goes("/back")
        visitor.fills("/back", words=" ".join(self.words))
        visitor._http.get(f"/c/{self.conversation}/copy?as=text&name={self.made['name of a file']}")
        visitor._http.get("/me/data/download")
        visitor.goes("/me/data/erasure")
        visitor.fills("/me/data/erasure")

    def _says_by_socket(self) -> None:
        made = self.made
        own = "; ".join(f"{name}={value}" for name, value in self.visitor.cookies.items())
        told = [
            (name, value)
            for name, value in traces.headers(made).items()
            if name not in ("Cookie", "User-Agent")
        ]
        told.append(("Cookie", f"{own}; {traces.headers(made)['Cookie']}"))
        with connect(
            f"ws://localhost:{self.house.port}/live",
            additional_headers=told,
            origin=Origin(self.house.origin),
            user_agent_header=made["User-Agent"],
            source_address=(made["peer address"], 0),
        ) as socket:
            self._send(socket, {"t": "open", "c": self.conversation, "after": 0})
            said = {"t": "say", "c": self.conversation, "id": "by-socket", "words": made["words by socket"]}
            self._send(socket, said)
            while json.loads(socket.recv(10)).get("t") != "said":
                continue
            with suppress(TimeoutError):
                socket.recv(0.2)

    @staticmethod
    def _send(socket: Any, frame: Mapping[str, Any]) -> None:
        socket.send(json.dumps(frame))

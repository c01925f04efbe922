"""Guessing five words through the front door, from many networks at once.

Loopback has many networks: a socket bound to 127.7.8.1 comes from another place than one at 127.7.9.1.
"""

import http.client
import random
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


class Client:
    """A browser at an address, that comes back by words."""

    def __init__(self, port: int, address: str) -> None:
        self.port, self.address = port, address
        self.token = self.cookie = ""

    def tries(self, words: str) -> tuple[int, float]:
        """Send words. Returns the status (302: they opened a chat) and the seconds until the next try."""
        if not self.token:
            self._open()
        form = urlencode({"words": words, "csrfmiddlewaretoken": self.token})
        heads = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        status, later, _body, _cookies = self._ask("POST", form, heads)
        return status, later

    def _open(self) -> None:
        _status, _later, body, cookies = self._ask("GET", "", {})
        found = _TOKEN.search(body)
        if not found:
            raise OSError("no form came")
        self.token = found[1].decode()
        self.cookie = "; ".join(one.partition(";")[0] for one in cookies)

    def _ask(self, method: str, body: str, heads: dict[str, str]) -> tuple[int, float, bytes, list[str]]:
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=30, source_address=(self.address, 0)
        )
        try:
            connection.request(method, "/back", body, {"Host": f"localhost:{self.port}", **heads})
            answer = connection.getresponse()
            cookies = answer.headers.get_all("Set-Cookie") or []
            later = float(answer.headers.get("Retry-After") or 0)
            return answer.status, later, answer.read(), cookies
        finally:
            connection.close()


@dataclass
class Crowd:
    """Guessers from so many networks, as fast as they are answered."""

    port: int
    networks: int
    lists: list[str]
    seed: int
    answers: Counter[int] = field(default_factory=Counter)

    def guess(self, times: int, hands: int = 6) -> None:
        """So many guesses, by so many at a time."""
        shares = [times // hands] * hands
        threads = [threading.Thread(target=self._guess, args=(n, share)) for n, share in enumerate(shares)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    @property
    def heard(self) -> int:
        """How many guesses were looked at: the others were told to wait."""
        return self.answers[422] + self.answers[302]

    def _guess(self, hand: int, times: int) -> None:
        draw = random.Random(f"{self.seed}/{hand}")
        places = [f"127.10.{n}.1" for n in range(self.networks)][hand % self.networks :: 6]
        clients = [Client(self.port, place) for place in places or ["127.10.0.1"]]
        for number in range(times):
            try:
                status, _later = clients[number % len(clients)].tries(" ".join(draw.sample(self.lists, 5)))
            except OSError:
                status = 0
            self.answers[status] += 1


def comes_back(port: int, address: str, words: str, within: float) -> float:
    """A person who knows their words, waits as told, and tries again. Returns the seconds it took."""
    client, begun = Client(port, address), time.monotonic()
    while True:
        status, later = client.tries(words)
        took = time.monotonic() - begun
        if status == 302 or took > within:
            return took
        time.sleep(min(later or 0.5, 5.0))

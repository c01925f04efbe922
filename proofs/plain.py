"""A person without scripts who talks and reads as in `proofs.talk`: plain forms, and the page of the log."""

import asyncio
import random
import uuid
from collections.abc import Sequence

import httpx

from beside.client.pages import Form, Page
from proofs.history import FAIL, OK, Row, Shown, View, hashed, now
from proofs.houses import Someone

_PAUSE = 0.5


class PlainTalker:
    """One person at one conversation, by pages. What it reads is the page of the log, again and again."""

    def __init__(self, someone: Someone, ports: Sequence[int], chance: random.Random) -> None:
        self.someone = someone
        self.rows: list[Row] = []
        self.view = View(reader=someone.seat, conv=someone.conv, only_said=True)
        self.position = 0
        self.refusals: dict[str, int] = {}
        self.waits: list[tuple[float, float]] = []
        self.oks: list[float] = []
        self.in_flight = 0
        self.chance = chance
        self._origin = f"http://localhost:{chance.choice(ports)}"
        self._cookies = dict([someone.cookie.split("=", 1)])
        self._form: Form | None = None
        self._web = httpx.AsyncClient(base_url=self._origin, timeout=20)

    async def live(self) -> None:
        """Read, until cancelled."""
        try:
            while True:
                await self._read()
                await asyncio.sleep(_PAUSE * self.chance.uniform(0.5, 1.5))
        finally:
            await self.close()

    async def close(self) -> None:
        """Close its connections."""
        await self._web.aclose()

    async def say(self, words: str = "", cid: str = "") -> Row:
        """Send the form until an answer is definite. Returns its row; a page names no position."""
        cid = cid or uuid.UUID(int=self.chance.getrandbits(128)).hex
        words = words or f"{cid} plainly said"
        conv, seat = self.someone.conv, self.someone.seat
        row = Row(op="say", client=seat, conv=conv, cid=cid, body=hashed(words), invoked=now(), tries=0)
        self.rows.append(row)
        self.in_flight += 1
        while row.result not in (OK, FAIL):
            row.tries += 1
            row.result = await self._post(words, cid)
            await asyncio.sleep(0 if row.result == OK else 0.2)
        row.returned = now()
        if row.result == OK:
            self.oks.append(row.returned)
        self.in_flight -= 1
        return row

    async def _post(self, words: str, cid: str) -> str:
        where = f"/c/{self.someone.conv}"
        try:
            if self._form is None:
                page = Page(200, where, (await self._ask("GET", where)).text)
                self._form = page.form(where)
            filled = self._form.filled({"words": words, "id": cid})
            status = (await self._ask("POST", where, filled)).status_code
        except (httpx.HTTPError, LookupError):
            self._form = None
            return ""
        if status in (302, 303):
            return OK
        self.refusals[str(status)] = self.refusals.get(str(status), 0) + 1
        return "" if status >= 500 or status == 429 else FAIL

    async def _read(self) -> None:
        someone = self.someone
        row = Row(op="open", client=someone.seat, conv=someone.conv, after=self.position, invoked=now())
        self.rows.append(row)
        try:
            answer = await self._ask("GET", f"/log/{someone.conv}")
        except httpx.HTTPError:
            return
        if answer.status_code != 200:
            return
        lines = Page(200, "", answer.text).lines
        row.result, row.returned, row.position = OK, now(), max(lines, default=0)
        self._take({position: hashed(words) for position, words in lines.items()})

    def _take(self, bodies: dict[int, str]) -> None:
        known = {shown.position: shown.body for shown in self.view.shown}
        self.view.conflicts += sum(bodies.get(position) != body for position, body in known.items())
        for position in sorted(set(bodies) - set(known)):
            self.view.shown.append(Shown(position, bodies[position]))
            self.position = max(self.position, position)

    async def _ask(self, method: str, path: str, data: dict[str, str] | None = None) -> httpx.Response:
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookie, "Origin": self._origin, "Referer": f"{self._origin}/"}
        answer = await self._web.request(method, path, data=data, headers=headers)
        for each in answer.headers.get_list("set-cookie"):
            name, _, value = each.split(";", 1)[0].partition("=")
            if name not in self.someone.cookie:
                self._cookies[name] = value
        return answer

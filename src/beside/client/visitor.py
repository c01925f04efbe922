"""A person with a browser without scripts: pages, links and forms, cookies kept, no socket."""

from http.cookies import SimpleCookie
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx

from beside.client.pages import Form, Page

_NEAR = ("localhost", "127.0.0.1", "::1")


class Visitor:
    """Walks the pages. Use it as `with Visitor(origin) as visitor:`; the steps return the page that came.

    `origin` is the service's address as in a browser. `page` is where the visitor is now.
    """

    def __init__(self, origin: str, language: str = "en") -> None:
        headers = {"Accept-Language": language, "User-Agent": "beside.client"}
        self.origin = origin.rstrip("/")
        self._jar = Cookies(self.origin)
        self._http = httpx.Client(
            base_url=self.origin,
            headers=headers,
            follow_redirects=True,
            timeout=30,
            event_hooks={"request": [self._jar.send], "response": [self._jar.take]},
        )
        self.page = Page(0, "/", "")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._http.close()

    @property
    def cookies(self) -> dict[str, str]:
        """What a `Talker` needs to come in as the same person."""
        return dict(self._jar.values)

    def goes(self, path: str) -> Page:
        """Open a page."""
        return self._came(self._http.get(path))

    def fills(self, action: str = "", /, **given: str) -> Page:
        """Fill in the form whose action ends so, on the page we are on, and send it.

        Raises LookupError when the page offers no such form, KeyError when the form has no such field.
        """
        form = self.page.form(action)
        return self.sends(form, **given)

    def sends(self, form: Form, **given: str) -> Page:
        """Send a form of the page we are on."""
        address = urljoin(self.page.path, form.action)
        if form.method == "get":
            return self._came(self._http.get(address, params=form.filled(given)))
        here = {"Origin": self.origin, "Referer": self.origin + "/"}
        return self._came(self._http.post(address, data=form.filled(given), headers=here))

    def gets_in_line(self, safe: str = "yes") -> str:
        """From the first page into the line: two taps. Returns the conversation's id."""
        self.goes("/talk")
        self.fills("/talk", safe=safe)
        return self.conversation

    @property
    def conversation(self) -> str:
        """The id in the address of the page we are on (`/wait/…`, `/c/…`)."""
        return self.page.path.split("/")[2]

    def says(self, words: str) -> Page:
        """Write in the box of the page we are on: in line, or in the chat."""
        return self.fills(self.page.path, words=words)

    def reads(self, conversation: str) -> dict[int, str]:
        """The words of a chat by position, from the frame that renews itself."""
        frame = self._http.get(f"/log/{conversation}")
        return Page(frame.status_code, frame.url.raw_path.decode(), frame.text).lines

    def leaves(self) -> Page:
        """Leave now."""
        return self.fills("/leave")

    def _came(self, answer: httpx.Response) -> Page:
        self.page = Page(answer.status_code, answer.url.raw_path.decode(), answer.text)
        return self.page


class Colleague(Visitor):
    """A member of staff, by plain pages."""

    def signs_in(self, email: str, password: str) -> Page:
        """Come in. Where a second step is asked, the page that asks is returned."""
        self.goes("/in")
        return self.fills("/in", login=email, password=password)

    def begins_shift(self) -> Page:
        """Say that we listen now, as the form proposes."""
        self.goes("/desk")
        return self.fills("/desk/shift")

    def takes_next(self) -> str:
        """Take the first in line. Returns the conversation's id. Raises LookupError if nobody is offered."""
        self.goes("/desk/live")
        self.fills("/desk/next")
        self.fills("/acceptance")
        return parse_qs(urlsplit(self.page.address).query)["at"][0]


class Cookies:
    """The cookies of one browser, for one origin. A secure cookie is taken over TLS, or from this machine."""

    def __init__(self, origin: str) -> None:
        parts = urlsplit(origin)
        self._safe = parts.scheme == "https" or parts.hostname in _NEAR
        self.values: dict[str, str] = {}

    def send(self, request: httpx.Request) -> None:
        """Put them into a request."""
        request.headers.pop("Cookie", None)
        if self.values:
            request.headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.values.items())

    def take(self, response: httpx.Response) -> None:
        """Take what a response gives, and drop what it ends."""
        for header in response.headers.get_list("set-cookie"):
            for name, cookie in SimpleCookie(header).items():
                if cookie["max-age"] == "0":
                    self.values.pop(name, None)
                elif self._safe or not cookie["secure"]:
                    self.values[name] = cookie.value

"""Pages, read as HTML: what can be reached by Tab and in which order."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

PUBLIC = (
    "/me",
    "/leaving",
    "/limits",
    "/private",
    "/people",
    "/access",
    "/breathe",
    "/ground",
    "/offline",
    "/keep",
)
STOPS = {"a", "button", "input", "select", "textarea", "summary", "iframe"}
VOID = {"input", "meta", "link", "br", "img", "hr", "path", "circle", "ellipse", "stop"}


@dataclass
class Stop:
    """One tab stop."""

    tag: str
    attributes: dict[str, str]
    words: str = ""


@dataclass
class Page(HTMLParser):
    """One page: its tab stops in order, and every tag with its attributes."""

    text: str
    stops: list[Stop] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Stop] = []
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        reached = tag in STOPS and given.get("type") != "hidden" and "hidden" not in given
        if reached or given.get("tabindex") == "0":
            stop = Stop(tag, given)
            self.stops.append(stop)
            if tag not in VOID:
                self._open.append(stop)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for stop in self._open:
            stop.words += data

    def leave_at(self) -> int:
        """The position of Leave now among the tab stops, from 1; of twin buttons one counts."""
        at = 0
        for stop in self.stops:
            hidden_twin = "when-dark" in stop.attributes.get("class", "")
            at += 0 if hidden_twin else 1
            if "btn-exit" in stop.attributes.get("class", ""):
                return at
        return 0

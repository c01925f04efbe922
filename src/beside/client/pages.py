"""A page as a person without scripts has it: its words, its links and its forms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = {"script", "style", "template", "title"}
_ENDLESS = {"br", "hr", "img", "input", "link", "meta", "use", "path", "source", "wbr"}


@dataclass
class Form:
    """A form: where it goes, and what its fields hold. A choice holds nothing until somebody chooses."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, given: Mapping[str, str]) -> dict[str, str]:
        """What is sent: the fields, `given` written over them. Raises KeyError for a field it has not."""
        unknown = set(given) - set(self.fields) - set(self.choices)
        if unknown:
            raise KeyError(*sorted(unknown))
        return {**self.fields, **given}


class Page(HTMLParser):
    """A page that was answered: its address with the query, its path, words, links, forms, frames.

    `lines` are the words of a chat by position.
    """

    def __init__(self, status: int, address: str, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.status = status
        self.address = address
        self.path = address.partition("?")[0]
        self.html = html
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.frames: list[str] = []
        self.lines: dict[int, str] = {}
        self._words: list[str] = []
        self._inside: list[tuple[str, Mapping[str, str]]] = []
        self._form: Form | None = None
        self.feed(html)

    @property
    def words(self) -> str:
        """Everything there is to read, in one line."""
        return " ".join(" ".join(self._words).split())

    def form(self, action: str = "") -> Form:
        """The form whose action ends so. Raises LookupError when the page does not offer it."""
        for form in self.forms:
            if form.action.endswith(action):
                return form
        raise LookupError(
            f"{self.path} offers no form for {action}, only {[form.action for form in self.forms]}"
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser."""
        about = {name: value or "" for name, value in attrs}
        if tag not in _ENDLESS:
            self._inside.append((tag, about))
        if tag == "form":
            self._form = Form(about.get("action") or self.path, about.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "a" and "href" in about:
            self.links.append(about["href"])
        elif tag == "iframe" and "src" in about:
            self.frames.append(about["src"])
        elif self._form is not None and about.get("name"):
            self._field(self._form, tag, about)

    def handle_endtag(self, tag: str) -> None:
        """Called by the parser."""
        if any(name == tag for name, _ in self._inside):
            while self._inside.pop()[0] != tag:
                pass
        if tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        """Called by the parser."""
        if any(tag in _SILENT for tag, _ in self._inside):
            return
        self._words.append(data)
        for tag, about in reversed(self._inside):
            if tag == "textarea" and self._form is not None:
                self._form.fields[about["name"]] = data
            if "data-words" in about:
                self._line(data)
                break

    def _line(self, words: str) -> None:
        position = next((about["data-p"] for _, about in self._around() if about.get("data-p")), None)
        if position is not None:
            self.lines[int(position)] = self.lines.get(int(position), "") + words

    def _around(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        return reversed(self._inside)

    def _field(self, form: Form, tag: str, about: Mapping[str, str]) -> None:
        kind = about.get("type", "text") if tag == "input" else tag
        if kind in ("radio", "checkbox", "button", "submit"):
            form.choices.setdefault(about["name"], []).append(about.get("value", "on"))
            if "checked" in about:
                form.fields[about["name"]] = about.get("value", "on")
        elif kind in ("textarea", "select"):
            form.fields.setdefault(about["name"], "")
        else:
            form.fields[about["name"]] = about.get("value", "")

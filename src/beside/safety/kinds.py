"""What an alert is called, and where it is answered. Rooms above define their kinds (`project/wiring.py`)."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of alert: a sentence for whoever is called, and the name of the page where they answer."""

    words: str | Promise
    page: str = ""


_PLAIN = Kind(_("Somebody is needed."))
_kinds: dict[str, Kind] = {}


def define(kind: str, words: str | Promise, page: str = "") -> None:
    """Say what alerts of a kind are called. Defining twice is once."""
    _kinds[kind] = Kind(words, page)


def words(kind: str) -> str:
    """The sentence in the reader's language; a plain one for a kind that nobody has defined."""
    return str(_kinds.get(kind, _PLAIN).words)


def address(kind: str) -> str:
    """The whole address to open, without a word about whom."""
    page = _kinds.get(kind, _PLAIN).page
    return f"{settings.PUBLIC_ORIGIN}{reverse(page) if page else '/'}"

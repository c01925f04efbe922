"""The questions that come with the house, as data, in the order in which they are asked.

A service may set its own in their place (`models.before.Question`). Codes are for ever; words can change.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from beside.desk.categories import CATEGORIES
from beside.desk.models import QuestionKind

Words = str | Promise

DISTRESS = "distress"
"""The number that is asked again after the chat; it has a column of its own."""


AGAIN = "again"
"""Whether it should be the same listener again, kept beside the answers; asked of those who came back."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer. `role`, `gender` and `shared` are a wish; `minor` says that this is a person under age."""

    code: str
    words: Words
    role: str = ""
    gender: str = ""
    shared: bool = False
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is put. A `personal` answer is sealed and in no count."""

    code: str
    kind: str
    label: Words
    hint: Words = ""
    options: tuple[Option, ...] = ()
    personal: bool = True

    def option(self, code: str) -> Option | None:
        """The answer with this code."""
        return next((one for one in self.options if one.code == code), None)


TOPICS = tuple(
    Option(code, words)
    for code, words in CATEGORIES.items()
    if code not in {"suicide", "self-harm", "violence"}
)
"""What it is about, in the wrap-up's own subjects. Danger is not among them: it has its own question."""

HOUSE = (
    Asked(DISTRESS, QuestionKind.SCALE, _("How hard is it right now?"), personal=False),
    Asked(
        "topic",
        QuestionKind.TOPIC,
        _("What is it about, most of all?"),
        _("Someone who knows about it is asked first."),
        TOPICS,
        personal=False,
    ),
    Asked(
        "wish",
        QuestionKind.WISH,
        _("Whom would you rather talk with?"),
        _("We ask them first. If it takes long, whoever is free comes."),
        (
            Option("woman", _("A woman"), gender="woman"),
            Option("man", _("A man"), gender="man"),
            Option("lived", _("Someone who has been through it too"), shared=True),
            Option("counsellor", _("A professional"), role="counsellor"),
            Option("volunteer", _("A volunteer"), role="listener"),
        ),
    ),
    Asked(
        "age",
        QuestionKind.AGE,
        _("How old are you?"),
        _("It changes nothing about your place."),
        (
            Option("under-16", _("Under 16"), minor=True),
            Option("16-17", _("16 or 17"), minor=True),
            Option("18-24", _("18 to 24")),
            Option("25-64", _("25 to 64")),
            Option("65", _("65 or more")),
        ),
    ),
    Asked(
        "else",
        QuestionKind.WORDS,
        _("Anything else your listener should know?"),
        _("It is put into the chat, and sealed like the rest."),
    ),
)


def in_words(given: Mapping[str, Mapping[str, str]], part: str, otherwise: Words = "") -> Words:
    """One text of a question or an answer in the reader's language, else in the first there is."""
    spoken = (get_language() or "").split("-")[0]
    own = given.get(spoken, {}).get(part)
    return own or otherwise or next((one[part] for one in given.values() if one.get(part)), "")

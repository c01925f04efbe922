"""The grammar of signals: data files of reviewed patterns, compiled once.

A pattern is a row of words. `a|b` either; `@name` any of a class of words; `x?` may be missing; `~3` up to
three other words may stand between; `x!` marks the anchor, the word by which a text is searched (else the
first uncommon one).
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "fr")
MODIFIER = "modifier:"
_PLAIN = re.compile(r"@?[a-z0-9]+(\|@?[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: which words fit, whether it may be missing, how many may stand before it."""

    words: frozenset[str]
    optional: bool
    gap: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of elements that means a signal. `name` is the data file and the row's place in it.

    `words`: all that fit anywhere in it. `needed`: besides the anchor's, those of which one must be there.
    """

    name: str
    signal: str
    urgency: int
    language: str
    elements: tuple[Element, ...]
    anchor: int
    words: frozenset[str]
    needed: tuple[frozenset[str], ...]

    @property
    def lowers(self) -> bool:
        """Whether it is a modifier and no signal of its own."""
        return self.signal.startswith(MODIFIER)


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything one language knows."""

    language: str
    common: frozenset[str]
    aliases: Mapping[str, tuple[str, ...]]
    skip: frozenset[str]
    words: Mapping[str, frozenset[str]]
    index: Mapping[str, tuple[Pattern, ...]]
    lowering: Mapping[str, tuple[Pattern, ...]]
    vocabulary: frozenset[str]


class BadPattern(ValueError):
    """A data file says something that cannot be compiled."""


def entries(language: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each (name, row) of a language's pattern files, in order: what the tests beside the patterns read."""
    for path in sorted((DATA / language).glob("*.toml")):
        for number, row in enumerate(tomllib.loads(path.read_text("utf-8")).get("pattern", ()), 1):
            yield f"{language}/{path.stem}:{number}", row


@cache
def load(language: str) -> Grammar:
    """Compile one language's files. Raises BadPattern with the name of the row."""
    base = tomllib.loads((DATA / language / "words.toml").read_text("utf-8"))
    words = _classes(base["words"])
    common = frozenset(w for line in base["common"] for w in line.split())
    patterns = tuple(_patterns(language, words, common))
    index = _indexed(p for p in patterns if not p.lowers)
    lowering = _indexed(p for p in patterns if p.lowers)
    aliases = {short: tuple(long.split()) for short, long in base["aliases"].items()}
    aliases |= {row["word"]: tuple(row["means"].split()) for row in base.get("coded", ())}
    known = {w for p in patterns for e in p.elements for w in e.words} | common | aliases.keys()
    skip = frozenset(w for line in base["skip"] for w in line.split())
    return Grammar(language, common, aliases, skip, words, index, lowering, frozenset(known))


def _classes(raw: Mapping[str, str]) -> dict[str, frozenset[str]]:
    classes: dict[str, frozenset[str]] = {}
    for name, line in raw.items():
        classes[name] = frozenset(w for part in line.split() for w in _one(part, classes))
    return classes


def _one(part: str, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    if not part.startswith("@"):
        return frozenset((part,))
    if part[1:] not in classes:
        raise BadPattern(f"no class of words called {part}")
    return classes[part[1:]]


def _patterns(
    language: str, words: Mapping[str, frozenset[str]], common: frozenset[str]
) -> Iterator[Pattern]:
    for name, row in entries(language):
        for line in row["say"]:
            try:
                elements, anchor = compiled(line, words, common)
            except BadPattern as why:
                raise BadPattern(f"{name} {line!r}: {why}") from why
            own = frozenset().union(*(element.words for element in elements))
            needed = tuple(e.words for at, e in enumerate(elements) if at != anchor and not e.optional)
            signal, urgency = row["signal"], row.get("urgency", 0)
            yield Pattern(name, signal, urgency, language, elements, anchor, own, needed)


def compiled(
    line: str, words: Mapping[str, frozenset[str]], common: frozenset[str]
) -> tuple[tuple[Element, ...], int]:
    elements: list[Element] = []
    marked, gap = -1, 0
    for part in line.split():
        if part.startswith("~"):
            gap = int(part[1:])
            continue
        if part.endswith("!"):
            marked = len(elements)
        bare = part.rstrip("!?")
        if not _PLAIN.fullmatch(bare):
            raise BadPattern(f"{part!r} is not words between |")
        fits = frozenset(w for one in bare.split("|") for w in _one(one, words))
        elements.append(Element(fits, part.endswith("?"), gap))
        gap = 0
    return tuple(elements), marked if marked >= 0 else _anchor(elements, common)


def _anchor(elements: list[Element], common: frozenset[str]) -> int:
    for at, element in enumerate(elements):
        if not element.optional and element.words.isdisjoint(common):
            return at
    raise BadPattern("only common words: mark one with !")


def _indexed(patterns: Iterable[Pattern]) -> dict[str, tuple[Pattern, ...]]:
    index: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for word in pattern.elements[pattern.anchor].words:
            index.setdefault(word, []).append(pattern)
    return {word: tuple(found) for word, found in index.items()}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All languages together: people switch within a sentence, so every text is read by every grammar."""

    grammars: tuple[Grammar, ...]
    aliases: Mapping[str, tuple[str, ...]]
    skip: frozenset[str]
    vocabulary: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Every grammar of the house, compiled once."""
    grammars = tuple(load(language) for language in LANGUAGES)
    aliases = {short: long for grammar in grammars for short, long in grammar.aliases.items()}
    vocabulary = frozenset().union(*(grammar.vocabulary for grammar in grammars))
    skip = frozenset().union(*(grammar.skip for grammar in grammars))
    return Lexicon(grammars, aliases, skip, vocabulary)

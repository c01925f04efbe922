"""Finding patterns among words, without regular expressions: words times a small window, so linear."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from beside.triage.grammar import Element, Pattern
from beside.triage.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found: from word `start` up to `end` (one past the last), with its anchor at `at`."""

    pattern: Pattern
    start: int
    at: int
    end: int


def find(index: Mapping[str, tuple[Pattern, ...]], tokens: Tokens) -> Iterator[Hit]:
    """Every pattern of an index in a text. Sentences are not crossed."""
    words = tokens.words
    present = set(words)
    bounds = tokens.sentences() if not index.keys().isdisjoint(present) else []
    for at, word in enumerate(words):
        if word in index:
            for pattern in possible(index[word], present):
                hit = match(pattern, words, at, *bounds[at])
                if hit is not None:
                    yield hit


def possible(patterns: Iterable[Pattern], present: set[str]) -> Iterator[Pattern]:
    """Those of some patterns whose other words are in the text at all: few are, and asking is cheap."""
    return (pattern for pattern in patterns if not any(map(present.isdisjoint, pattern.needed)))


def match(pattern: Pattern, words: Sequence[str], at: int, first: int, last: int) -> Hit | None:
    """A pattern with its anchor at a word, between two bounds that it does not cross."""
    elements, anchor = pattern.elements, pattern.anchor
    ends = {at + 1}
    for element in elements[anchor + 1 :]:
        ends = _forward(element, words, ends, last)
        if not ends:
            return None
    starts = {at}
    for place in range(anchor - 1, -1, -1):
        starts = _backward(elements[place], elements[place + 1].gap, words, starts, first)
        if not starts:
            return None
    return Hit(pattern, max(starts), at, min(ends))


def _forward(element: Element, words: Sequence[str], ends: set[int], last: int) -> set[int]:
    reached = set(ends) if element.optional else set()
    for end in ends:
        for at in range(end, min(end + element.gap + 1, last)):
            if words[at] in element.words:
                reached.add(at + 1)
    return reached


def _backward(element: Element, gap: int, words: Sequence[str], starts: set[int], first: int) -> set[int]:
    reached = set(starts) if element.optional else set()
    for start in starts:
        for at in range(start - 1, max(start - gap - 2, first - 1), -1):
            if words[at] in element.words:
                reached.add(at)
    return reached

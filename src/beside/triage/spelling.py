"""Words written so that they are not found, or written in a hurry, put back to words the grammar knows."""

import re
from functools import lru_cache
from itertools import product

from beside.triage.tokens import Tokens

_REPEAT = re.compile(r"([a-z])\1{2,}")
_LEET = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "i", "|": "il", "+": "t", "*": "aeiou", "#": "h",
}  # fmt: skip
_MENDABLE = re.compile(r"([a-z])\1{2}|[0-9@$!|+*#]")
"""What `repaired` and `unleet` have to do with at all: most words hold none of it."""

_APART = re.compile(r" \S \S \S ")
"""Three letters that stand alone, in words put together with blanks."""

_LONGEST = 24
_MOST_MARKS = 4


def standing_for(letter: str) -> str:
    """The digits and marks that may be written for a letter."""
    return "".join(mark for mark, letters in _LEET.items() if letter in letters)


def repaired(word: str, vocabulary: frozenset[str]) -> str:
    """A word with repeats and digits-for-letters undone where that gives a known word, else as it is."""
    if word in vocabulary or len(word) > _LONGEST * 4 or not _MENDABLE.search(word):
        return word
    for candidate in (_REPEAT.sub(r"\1", word), _REPEAT.sub(r"\1\1", word)):
        if candidate in vocabulary:
            return candidate
        found = unleet(candidate, vocabulary)
        if found:
            return found
    return word


def unleet(word: str, vocabulary: frozenset[str]) -> str | None:
    """The known word that digits and marks stand for ("su1c1de"), or None. Tries at most a few hundred."""
    if word.isalpha() or not _MENDABLE.search(word):
        return None
    marks = sum(1 for c in word if c in _LEET)
    if not 0 < marks <= _MOST_MARKS or marks * 2 > len(word) or len(word) > _LONGEST:
        return None
    choices = (_LEET.get(c, c) for c in word)
    return next((w for w in map("".join, product(*choices)) if w in vocabulary), None)


@lru_cache(maxsize=4)
def _longest(vocabulary: frozenset[str]) -> int:
    return max(map(len, vocabulary))


def unjoined(run: str, vocabulary: frozenset[str]) -> list[str] | None:
    """The fewest known words that letters run together make ("iwanttodie"), or None. At most 60 letters."""
    if len(run) > 60:
        return None
    best: list[list[str] | None] = [[]] + [None] * len(run)
    longest = _longest(vocabulary)
    for end in range(1, len(run) + 1):
        for start in range(max(0, end - longest), end):
            before, word = best[start], run[start:end]
            if before is not None and word in vocabulary and (len(word) > 1 or word in "iajytm"):
                now = best[end]
                if now is None or len(before) + 1 < len(now):
                    best[end] = [*before, word]
    return best[-1]


def join_letters(tokens: Tokens, vocabulary: frozenset[str]) -> Tokens:
    """The same words with runs of single letters ("k i l l") read as what they spell, where that is known."""
    if not _APART.search(f" {' '.join(tokens.words)} "):
        return tokens
    mended, at = Tokens(), 0
    while at < len(tokens.words):
        end = at + 1
        while end < len(tokens.words) and len(tokens.words[end - 1]) == len(tokens.words[end]) == 1:
            end += 1
        run = tokens.words[at:end]
        spelt = unjoined("".join(run), vocabulary) if len(run) >= 3 else None
        if spelt is None:
            mended.copy(tokens, at, end)
        else:
            span = (tokens.spans[at][0], tokens.spans[end - 1][1])
            mended.put(spelt, span, tokens.breaks[at])
        at = end
    return mended

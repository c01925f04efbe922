"""What the quick look has ready of each word: one number that says all of it, so that a text is one sum."""

from collections.abc import Iterator
from string import ascii_lowercase

from beside.triage.grammar import LANGUAGES, Lexicon
from beside.triage.languages import telling
from beside.triage.spelling import unleet

_BITS = 12
_FIELD = (1 << _BITS) - 1

COUNT = 1
"""The weight of a word that is not known: it is one word."""

GATE = 1 << (len(LANGUAGES) + 3) * _BITS
"""From this sum on a word is there by which a pattern is searched."""

MOST_WORDS = 1_000
"""So many words a field holds for certain: a shortening stands for four at most."""

UNCOUNTED = (GATE << 1) - 1
"""Instead of the sum of more words than that: whatever is asked of it, look closer."""


def singles(total: int) -> int:
    """How many of the words added up are a single letter or number."""
    return total >> (len(LANGUAGES) + 2) * _BITS & _FIELD


def length(total: int) -> int:
    """How many words were added up, shortenings written out and words of `skip` left out."""
    return total & _FIELD


def counts(total: int) -> list[int]:
    """How many words tell of each language, and last of other tongues."""
    return [total >> place * _BITS & _FIELD for place in range(1, len(LANGUAGES) + 2)]


def weigh(lexicon: Lexicon) -> dict[str, int]:
    """The weight of every word that is known as it stands."""
    ours, foreign = telling()
    fields = [*(ours[language] for language in LANGUAGES), foreign]
    return {word: _weight(word, lexicon, fields) for word in _standing(lexicon, foreign)}


def _standing(lexicon: Lexicon, foreign: frozenset[str]) -> Iterator[str]:
    """Words that no reading makes another word of; a word with a digit in it might be a disguise."""
    for word in {*lexicon.vocabulary, *lexicon.skip, *foreign, *ascii_lowercase}:
        if word.isascii() and (word.isalpha() or (word.isalnum() and not unleet(word, lexicon.vocabulary))):
            yield word


def _weight(word: str, lexicon: Lexicon, fields: list[frozenset[str]]) -> int:
    total = (len(word) == 1) << (len(LANGUAGES) + 2) * _BITS
    if word in lexicon.skip:
        return total
    for one in lexicon.aliases.get(word, (word,)):
        total += COUNT + sum((one in field) << place * _BITS for place, field in enumerate(fields, 1))
        total += GATE * any(one in grammar.index for grammar in lexicon.grammars)
    return total

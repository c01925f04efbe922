"""From a raw text to known words, with care. Most texts need none: see quick."""

import re
from collections.abc import Sequence

from beside.triage.grammar import Lexicon
from beside.triage.spelling import join_letters, repaired, unjoined, unleet
from beside.triage.tokens import Tokens, pieces

NUMBER, MINOR, YEAR = "0", "0m", "0y"
"""How numbers are matched: any, one that may be the age of a child who writes (8 to 17), a year."""

_PART = re.compile(r"\d+|[^\W\d_]+")


def careful(text: str, lexicon: Lexicon) -> Tokens:
    """The words of a text with disguises and shortenings undone, each with the raw span it came from."""
    tokens, vocabulary = Tokens(), lexicon.vocabulary
    for words, span, before in pieces(text, lambda chunk: _whole(chunk, lexicon)):
        if len(words) == 1 and words[0] in vocabulary and words[0].isalpha():
            tokens.one(words[0], span, before)
        else:
            tokens.put([one for word in words for one in known(word, lexicon)], span, before)
    return _expanded(join_letters(tokens, vocabulary), lexicon)


def _whole(chunk: str, lexicon: Lexicon) -> Sequence[str] | None:
    if chunk.isalpha():
        return None
    if chunk in lexicon.aliases:
        return (chunk,)
    if chunk.rstrip("!") in lexicon.vocabulary:
        return None  # "I am!" is no disguised "ami"
    if chunk.startswith("#"):
        return unjoined(chunk[1:], lexicon.vocabulary)
    plain = unleet(chunk, lexicon.vocabulary)
    return (plain,) if plain else None


def known(word: str, lexicon: Lexicon) -> Sequence[str]:
    """A folded word as words that patterns are made of: numbers by their kind, repeats and digits undone."""
    if word in lexicon.vocabulary and word.isalpha():
        return (word,)
    if word.isdecimal():
        return (_number(word),)
    mended = repaired(word, lexicon.vocabulary)
    if mended in lexicon.vocabulary or mended.isalpha():
        return (mended,)
    return [_number(part) if part.isdecimal() else part for part in _PART.findall(mended)]


def _number(digits: str) -> str:
    if len(digits) == 4 and 1950 <= int(digits) < 2050:
        return YEAR
    return MINOR if len(digits) < 3 and 8 <= int(digits) <= 17 else NUMBER


def _expanded(tokens: Tokens, lexicon: Lexicon) -> Tokens:
    if lexicon.skip.isdisjoint(tokens.words) and lexicon.aliases.keys().isdisjoint(tokens.words):
        return tokens
    full, pending = Tokens(), 0
    for word, span, before in zip(tokens.words, tokens.spans, tokens.breaks, strict=True):
        if word in lexicon.skip:
            pending = max(pending, before)
            continue
        mark = pending if pending > before else before
        if word in lexicon.aliases:
            full.put(lexicon.aliases[word], span, mark)
        else:
            full.one(word, span, mark)
        pending = 0
    return full

"""The quick look that most texts end at: nothing in them can be danger, and here is the language they are in.

It must hide nothing that the careful reading would find, so whatever it cannot settle it leaves: the answer
is None. One pass of the text through a table of bytes and one sum over its words; only where a word is there
by which patterns are searched are those asked, as if the text were a single sentence.
"""

import codecs
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from encodings import cp1252
from functools import cache
from itertools import chain, repeat
from typing import NamedTuple

from beside.triage import languages, weights
from beside.triage.grammar import Lexicon, Pattern, lexicon
from beside.triage.matching import match, possible
from beside.triage.reading import known
from beside.triage.spelling import standing_for, unjoined
from beside.triage.tokens import fold

_TOUCHING, _CALLING, _ODD, _OE = "#", "!", "\0", "\x9c"
"""What a byte is made: a mark that may stand for a letter, one that may at a word's end, unknown, œ."""

_UNPLAIN = re.compile(r"[0-9!#]|([a-z])\1\1")
_PART = re.compile(r"[a-z0-9]+")
_ALONE = re.compile(r" \S \S \S(?: \S)*(?= )")
_ELIDED = re.compile(
    r"'(?=[a-z])(?:(?<=\b[jldmtsnc]')|(?<=\bqu')|(?<=\blorsqu')|(?<=\bpuisqu')|(?<=\bjusqu'))"
)
"""Where `tokens.split` parts a word, written so that only apostrophes are looked at."""


_JOINERS = "\ufe0f\u200d"


class Glance(NamedTuple):
    """The words of a text in which no pattern matches, and the sum of their weights."""

    words: Sequence[str]
    total: int

    def spoken(self, hint: str | None) -> str | None:
        """The language of the words (see languages.spoken)."""
        if self.total == weights.UNCOUNTED:
            return languages.spoken(self.full(), lexicon(), hint)
        *ours, elsewhere = weights.counts(self.total)
        return languages.judged(ours, elsewhere, weights.length(self.total), self.full, hint)

    def full(self) -> list[str]:
        """The words as the careful reading leaves them: shortenings written out, words of `skip` left out."""
        return _ready().full(self.words)


@dataclass(frozen=True, slots=True)
class _Ready:
    """What is prepared of a lexicon."""

    lexicon: Lexicon
    weights: Mapping[str, int]
    written_out: Mapping[str, Sequence[str]]
    index: Mapping[str, Sequence[Pattern]]
    ends_in_i: frozenset[str]
    marked: re.Pattern[str]

    def full(self, words: Sequence[str]) -> list[str]:
        if self.written_out.keys().isdisjoint(words):
            return list(words)
        return [one for word in words for one in self.written_out.get(word, (word,))]


def glance(text: str) -> Glance | None:
    """A look at a text, or None when it has to be read with care."""
    ready = _ready()
    plain = _plain(text, ready)
    if plain is None:
        return None
    words = plain.split()
    unknown = set(words).difference(ready.weights)
    if unknown and _UNPLAIN.search(" ".join(unknown)):
        mended = _mended(words, ready)
        if mended is None:
            return None
        words = mended
    total = weights.UNCOUNTED
    if len(words) <= weights.MOST_WORDS:
        total = sum(map(ready.weights.get, words, repeat(weights.COUNT)))
    if weights.singles(total) > 2 and _spelt(words, ready):
        return None
    if total >= weights.GATE and _may_match(ready.full(words)):
        return None
    return Glance(words, total)


def _plain(text: str, ready: _Ready) -> str | None:
    """Small letters, digits, blanks and the marks of `_UNPLAIN`; None for what the table of bytes has not."""
    if "/" in text and ready.marked.search(text):
        return None
    try:
        raw = text.encode("ascii") if text.isascii() else _bytes(text)
    except UnicodeEncodeError:
        return None
    plain = raw.translate(_byte_table()).decode("latin-1")
    if _ODD in plain:
        return None
    if _OE in plain:
        plain = plain.replace(_OE, "oe")
    if "'" in plain:
        plain = _ELIDED.sub(" ", plain.replace("''", "  ")).replace("'", "")
    return plain


def _bytes(text: str) -> bytes:
    """Windows-1252, a question mark for each picture. Raises UnicodeEncodeError for any other character."""
    try:
        return codecs.charmap_encode(text, "strict", cp1252.encoding_table)[0]
    except UnicodeEncodeError:
        drawn, joined = _pictures()
        if not drawn.issuperset(text) or joined.search(text):
            raise
        return codecs.charmap_encode(text, "replace", cp1252.encoding_table)[0]


def _mended(words: Sequence[str], ready: _Ready) -> list[str] | None:
    """The words with numbers and disguises undone as in the careful reading; None where a mark decides."""
    mended: list[str] = []
    for word in words:
        bare = word.rstrip(_CALLING)
        if word in ready.weights:
            mended.append(word)
        elif word.islower() and (not bare.isalnum() or (bare != word and not _only_called(bare, ready))):
            return None
        else:
            for part in _PART.findall(bare):
                mended += known(part, ready.lexicon)
    return mended


def _only_called(bare: str, ready: _Ready) -> bool:
    """Whether the mark behind a word can only be one: "see you!", but "lu!" may be "lui"."""
    return bare.isalpha() and bare not in ready.ends_in_i


def _spelt(words: Sequence[str], ready: _Ready) -> bool:
    """Whether letters that stand alone spell something ("k i l l")."""
    runs = (run.split() for run in _ALONE.findall(f" {' '.join(words)} "))
    return any(unjoined("".join(run), ready.lexicon.vocabulary) not in (None, run) for run in runs)


def _may_match(words: Sequence[str]) -> bool:
    """Whether a pattern is there, sentences not heeded: where it is not, none is found with them either."""
    index, present = _ready().index, set(words)
    return any(
        match(pattern, words, at, 0, len(words))
        for at, word in enumerate(words)
        if word in index
        for pattern in possible(index[word], present)
    )


@cache
def _ready() -> _Ready:
    words = lexicon()
    out: dict[str, Sequence[str]] = {**words.aliases, **dict.fromkeys(words.skip, ())}
    ends = frozenset(w.rstrip("i") for w in words.vocabulary if w.endswith("i")) - words.vocabulary
    return _Ready(words, weights.weigh(words), out, _index(words), ends, _marked(words.vocabulary))


def _index(words: Lexicon) -> dict[str, list[Pattern]]:
    index: dict[str, list[Pattern]] = {}
    for anchor, found in chain.from_iterable(grammar.index.items() for grammar in words.grammars):
        index.setdefault(anchor, []).extend(found)
    return index


def _marked(vocabulary: frozenset[str]) -> re.Pattern[str]:
    """Finds what is known with a mark inside ("s/h"), disguised or not."""
    spelt = [
        "".join(f"[{re.escape(c + standing_for(c))}]" for c in word)
        for word in sorted(vocabulary)
        if not word.isalnum()
    ]
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(spelt)})(?![a-z0-9])", re.IGNORECASE)


@cache
def _byte_table() -> bytes:
    """What the careful reading makes of each character of Windows-1252, as one byte."""
    made = bytearray(256)
    for byte in range(256):
        try:
            raw = bytes((byte,)).decode("cp1252")
        except UnicodeDecodeError:
            continue
        made[byte] = ord(_made_of(raw))
    return bytes(made)


def _made_of(raw: str) -> str:
    folded = fold(raw)
    if raw == "`" or not folded:  # read as an apostrophe, or as nothing, by what stands beside it
        return _ODD
    if folded in "@$|*+#":
        return _TOUCHING
    if folded == "oe":
        return _OE
    if folded in "'!" or (len(folded) == 1 and folded.isascii() and folded.isalnum()):
        return folded
    return _ODD if any(map(str.isalnum, folded)) else " "


@cache
def _pictures() -> tuple[frozenset[str], re.Pattern[str]]:
    """Windows-1252, joiners, signs that no reading makes words of; and a joiner that follows no such sign."""
    signs = (chr(at) for first, last in ((0x2190, 0x2C00), (0x1F000, 0x1FB00)) for at in range(first, last))
    plain = [c for c in signs if fold(c) == c and unicodedata.category(c)[0] == "S"]
    follows = re.compile(rf"[{_JOINERS}](?<=[^{re.escape(''.join(plain))}{_JOINERS}].)")
    return frozenset((*plain, *_JOINERS, *cp1252.decoding_table)) - {"\ufffe"}, follows

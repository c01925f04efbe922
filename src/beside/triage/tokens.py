"""Raw text to words that can be compared, each remembering where it stood."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

SAME, CLAUSE, SENTENCE = 0, 1, 2
"""What stands before a word: nothing, a comma or a line's end, the end of a sentence."""

_CHUNK = re.compile(r"\S+")
_PIECE = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[.!?]+|[^\w\s]")
_MARKS = {".": SENTENCE, "!": SENTENCE, "?": SENTENCE, "-": SAME, "_": SAME, "#": SAME, "'": SAME, ":": SAME}
_AROUND = '.,;:()[]?"«»“”'
_ELISION = re.compile(r"\b([jldmtsnc]|qu|lorsqu|puisqu|jusqu)'(?=[a-z])")
_ZERO_WIDTH = (
    0xAD,
    0x34F,
    0x61C,
    0x180E,
    *range(0x200B, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
)
_LAUGHING = "😂🤣😆😹💀☠😅"
_SPELT_OUT = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
_LATIN = "aeopcyxijsdghkmtvopaikut"
_POSING = (
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u0261\u04bb\u043a\u043c\u0442"
    "\u03bd\u03bf\u03c1\u03b1\u03b9\u03ba\u03c5\u03c4"
)
_LOOKS = str.maketrans(_POSING, _LATIN)

_FOLDED: dict[int, str | None] = dict.fromkeys((*_ZERO_WIDTH, *range(0x300, 0x370), *range(0xFE00, 0xFE10)))
_FOLDED |= {ord(mark): "'" for mark in "’‘ʼ′`´＇"} | {ord(c): to for c, to in _SPELT_OUT.items()}
_FOLDED |= {ord(c): " lol " for c in _LAUGHING}


@dataclass(slots=True)
class Tokens:
    """Words in order; `spans` are raw offsets, `breaks` what stood before each word."""

    words: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)

    def put(self, words: Sequence[str], span: tuple[int, int], before: int) -> None:
        """Put words that stand for one place of the raw text at the end."""
        for word in words:
            self.words.append(word)
            self.spans.append(span)
            self.breaks.append(before)
            before = SAME

    def one(self, word: str, span: tuple[int, int], before: int) -> None:
        """Put a word at the end."""
        self.words.append(word)
        self.spans.append(span)
        self.breaks.append(before)

    def copy(self, other: "Tokens", start: int, end: int) -> None:
        """Put some words of another row at the end, as they are."""
        self.words += other.words[start:end]
        self.spans += other.spans[start:end]
        self.breaks += other.breaks[start:end]

    def sentences(self) -> list[tuple[int, int]]:
        """For each word the bounds (first, one past the last) of the sentence it stands in."""
        starts = [0, *(at for at, mark in enumerate(self.breaks) if mark == SENTENCE and at), len(self.words)]
        return [pair for pair in pairwise(starts) for _ in range(*pair)]


def fold(text: str) -> str:
    """Compatibility forms, letter case, accents, invisible marks and apostrophes made alike."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text.replace("´", "'")).casefold()
    folded = unicodedata.normalize("NFKD", plain).translate(_FOLDED)
    return folded if folded.isascii() else _mixed_scripts(folded)


def _mixed_scripts(folded: str) -> str:
    """Letters of other scripts that pose as Latin ones, where a word mixes both."""
    return " ".join(w.translate(_LOOKS) if re.search("[a-z]", w) else w for w in folded.split(" "))


def split(piece: str) -> list[str]:
    """A piece without blanks as words: elisions apart (j'ai), contractions together (don't → dont)."""
    if "'" not in piece:
        return [piece]
    return _ELISION.sub(r"\1 ", piece).replace("'", "").split()


def pieces(
    text: str, whole: Callable[[str], Sequence[str] | None]
) -> Iterator[tuple[Sequence[str], tuple[int, int], int]]:
    """The raw words of a text: (words, raw span, what stands before). `whole` may know a chunk as it stands.

    A sentence of one word ("I. Want. To. Die.") is not counted as one: what follows it is a new clause.
    """
    before, since_mark, end = SAME, 0, 0
    for chunk in _CHUNK.finditer(text):
        start, last = chunk.span()
        if start - end > 1 or text[start - 1] == "\n":
            before = max(before, CLAUSE) if "\n" in text[end:start] else before
        end = last
        raw = chunk.group()
        plain = raw.isascii() and raw.isalpha()  # as most are: one word, and no mark
        for words, mark in (((raw.lower(),), SAME),) if plain else _inside(fold(raw), whole):
            if not words:
                before = max(before, mark)
                continue
            lone = before == SENTENCE and since_mark <= 1
            since_mark = 1 if before == SENTENCE else since_mark + 1
            yield words, chunk.span(), CLAUSE if lone else before
            before = SAME


def _inside(folded: str, whole: Callable[[str], Sequence[str] | None]) -> Iterator[tuple[Sequence[str], int]]:
    known = whole(folded.strip(_AROUND))
    if known:
        yield known, SAME
        folded = folded[len(folded.rstrip(_AROUND)) :]
    for piece in _PIECE.findall(folded):
        if piece[0].isalnum():
            yield split(piece), SAME
        else:
            yield (), CLAUSE if len(piece) > 2 else _MARKS.get(piece[0], CLAUSE)

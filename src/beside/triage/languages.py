"""Which language words are in, as far as the reader knows any."""

import tomllib
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from beside.triage.grammar import DATA, LANGUAGES, Lexicon, lexicon, load

_FEW = 4
"""Fewer words than this say too little to doubt the conversation's language."""

_SHARE = 0.3
"""At least this share of a message's words is known (English dev data: 0.40 at the first percentile)."""


def spoken(words: Sequence[str], lexicon: Lexicon, hint: str | None) -> str | None:
    """The language with most telling words, the hint when there are few words; None for neither."""
    ours, foreign = telling()
    counts = [len([w for w in words if w in ours[grammar.language]]) for grammar in lexicon.grammars]
    elsewhere = len([w for w in words if w in foreign])
    return judged(counts, elsewhere, len(words), lambda: words, hint)


def judged(
    counts: Sequence[int], elsewhere: int, length: int, words: Callable[[], Sequence[str]], hint: str | None
) -> str | None:
    """What `spoken` says, from the telling words of each language, those of other tongues, and all of them.

    `words` is asked for only where the telling words alone do not show that enough of them is known.
    """
    hinted = _hinted(hint)
    best, most = "", -1
    for language, count in zip(LANGUAGES, counts, strict=True):
        if 2 * count + (language == hinted) > most:
            best, most = language, 2 * count + (language == hinted)
    if (most + 1) // 2 > elsewhere and (
        most // 2 / max(1, length) >= _SHARE or _share(words(), load(best).vocabulary) >= _SHARE
    ):
        return best
    return hinted if hinted in LANGUAGES and not elsewhere and length < 2 * _FEW else None


@lru_cache(maxsize=64)
def _hinted(hint: str | None) -> str:
    return hint.partition("-")[0].lower() if hint else ""


def unread(words: Sequence[str], spoken: str | None, hint: str | None) -> bool:
    """Whether the reader cannot read this: a foreign script or tongue, or many words it does not know."""
    letters = [w for w in words if w.isalpha()]
    if spoken is not None or not letters:
        return False
    return len(letters) >= _FEW or hint is not None or not any(w.isascii() for w in letters)


@cache
def telling() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Each language's common words that no other tongue shares, and those of other tongues alone."""
    lists = tomllib.loads((DATA / "foreign.toml").read_text("utf-8"))
    foreign = frozenset(w for line in lists.values() for w in line.split())
    ours = {grammar.language: grammar.common for grammar in lexicon().grammars}
    return {name: common - foreign for name, common in ours.items()}, foreign - frozenset().union(
        *ours.values()
    )


def _share(words: Sequence[str], vocabulary: frozenset[str]) -> float:
    return len([w for w in words if w in vocabulary]) / max(1, len(words))

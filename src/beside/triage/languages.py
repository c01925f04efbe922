"""Which language words are in, as far as the reader knows any."""

import tomllib
from collections.abc import Sequence
from functools import cache

from beside.triage.grammar import DATA, Lexicon, lexicon

_FEW = 4
"""Fewer words than this say too little to doubt the conversation's language."""

_SHARE = 0.3
"""At least this share of a message's words is known (English dev data: 0.40 at the first percentile)."""


def spoken(words: Sequence[str], lexicon: Lexicon, hint: str | None) -> str | None:
    """The language with most telling words, the hint when there are few words; None for neither."""
    telling, foreign = _telling()
    known = {grammar.language: grammar for grammar in lexicon.grammars}
    hinted = hint.partition("-")[0].lower() if hint else ""
    counts = {language: len([w for w in words if w in telling[language]]) for language in known}
    best = max(known, key=lambda language: (counts[language], language == hinted))
    elsewhere = len([w for w in words if w in foreign])
    if counts[best] + (best == hinted) > elsewhere and _share(words, known[best].vocabulary) >= _SHARE:
        return best
    return hinted if hinted in known and not elsewhere and len(words) < 2 * _FEW else None


def unread(words: Sequence[str], spoken: str | None, hint: str | None) -> bool:
    """Whether the reader cannot read this: a foreign script or tongue, or many words it does not know."""
    letters = [w for w in words if w.isalpha()]
    if spoken is not None or not letters:
        return False
    return len(letters) >= _FEW or hint is not None or not any(w.isascii() for w in letters)


@cache
def _telling() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Each language's common words that no other tongue shares, and those of other tongues alone."""
    lists = tomllib.loads((DATA / "foreign.toml").read_text("utf-8"))
    foreign = frozenset(w for line in lists.values() for w in line.split())
    ours = {grammar.language: grammar.common for grammar in lexicon().grammars}
    return {name: common - foreign for name, common in ours.items()}, foreign - frozenset().union(
        *ours.values()
    )


def _share(words: Sequence[str], vocabulary: frozenset[str]) -> float:
    return len([w for w in words if w in vocabulary]) / max(1, len(words))

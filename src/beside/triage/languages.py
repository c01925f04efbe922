"""Which language words are in, as far as the reader knows any."""

from collections.abc import Sequence

from beside.triage.grammar import Lexicon

_FEW = 4
"""Fewer words than this say too little to doubt the conversation's language."""

_SHARE = 0.2
"""At least this share of a message's words are common ones of a language it is written in (own texts: 0.4 to 0.7)."""


def spoken(words: Sequence[str], lexicon: Lexicon, hint: str | None) -> str | None:
    """The language of the words: the one with most common words; the hint when they are few; None when unread."""
    letters = [w for w in words if w.isalpha()]
    known = [grammar.language for grammar in lexicon.grammars]
    hinted = hint.partition("-")[0].lower() if hint else None
    if not any(w.isascii() for w in letters) and letters:
        return None
    if len(letters) < _FEW:
        return hinted if hinted is None or hinted in known else None
    counts = {g.language: sum(w in g.common for w in letters) for g in lexicon.grammars}
    best = max(known, key=lambda language: (counts[language], language == hinted))
    return best if counts[best] >= _SHARE * len(letters) else None

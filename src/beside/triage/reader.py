"""The reader: one message and the few before it, to one assessment."""

from collections.abc import Sequence
from dataclasses import dataclass

from beside.triage import combining, languages, modifiers
from beside.triage.assessment import EARLIER, UNREAD, Assessment, Reason
from beside.triage.grammar import LANGUAGES, Grammar, lexicon
from beside.triage.matching import Hit, find
from beside.triage.quick import glance
from beside.triage.reading import careful
from beside.triage.tokens import Tokens

_KNOWN = lexicon()
glance("")
"""Compiled with the process: the first person to write must not wait for it."""

MAX_READ = 16_384
"""Characters that are read; beyond it the start and the end are, half each."""

WINDOW = 6
"""How many messages before this one count."""

MOST_SIGNALS = 8
"""How many signals an assessment names: those that matter most."""

_SURE, _LESS_SURE, _NOTHING_SEEN, _UNREAD = 0.9, 0.6, 0.7, 0.2


@dataclass(frozen=True, slots=True)
class _Read:
    reasons: Sequence[Reason]
    words: Sequence[str]

    def plain(self) -> frozenset[str]:
        """Signals that no modifier touches."""
        return frozenset(r.signal for r in self.reasons if not r.modifiers)


_NOTHING = _Read((), ())
_CALM = {language: Assessment(0, (), (), language, _NOTHING_SEEN) for language in LANGUAGES}
"""What is said of most messages, made once."""

Read = Sequence[Reason]
"""What is remembered of a message that was read: the reasons, without a word of it."""


def assess(text: str, language: str | None = None, context: Sequence[str | Read] = ()) -> Assessment:
    """Read one message for danger.

    `text`: the raw words of the person. `language`: what the conversation is held in, a hint. `context`: the
    same person's messages before it, or the reasons found in them, oldest first; the last six count. Raises
    nothing: a text that cannot be
    read is "unread", which a person looks at. Levels: practice of crisis lines (0 none noted … 4 now).
    """
    bounded = _bounded(text)
    seen = glance(bounded)
    if seen is None:
        now = _read_with_care(bounded)
        spoken = languages.spoken(now.words, _KNOWN, language)
    else:
        now, spoken = _NOTHING, seen.spoken(language)
        if spoken is not None and not any(context[-WINDOW:]):
            return _CALM[spoken]
    before = [_read(_bounded(one)) if isinstance(one, str) else _Read(one, ()) for one in context[-WINDOW:]]
    urgency, signals = _together(now, before)
    if urgency == 0 and languages.unread(seen.full() if seen else now.words, spoken, language):
        urgency, signals = 1, (UNREAD,)
    return Assessment(urgency, signals, tuple(now.reasons), spoken, _confidence(now, spoken))


def _bounded(text: str) -> str:
    half = MAX_READ // 2
    return text if len(text) <= MAX_READ else f"{text[:half]}\n{text[-half:]}"


def _read(text: str) -> _Read:
    return _read_with_care(text) if glance(text) is None else _NOTHING


def _read_with_care(text: str) -> _Read:
    tokens = careful(text, _KNOWN)
    return _Read(tuple(r for grammar in _KNOWN.grammars for r in _reasons(grammar, tokens)), tokens.words)


def _reasons(grammar: Grammar, tokens: Tokens) -> list[Reason]:
    hits = list(find(grammar.index, tokens))
    if not hits:
        return []
    around = modifiers.Around(grammar, tokens, find(grammar.lowering, tokens))
    return [_reason(hit, around.of(hit), tokens) for hit in hits if not around.covers(hit)]


def _reason(hit: Hit, found: tuple[str, ...], tokens: Tokens) -> Reason:
    start, end = tokens.spans[hit.start][0], tokens.spans[hit.end - 1][1]
    left = modifiers.left(hit.pattern, found)
    return Reason(hit.pattern.signal, left, start, end, found, hit.pattern.name)


def _together(now: _Read, before: Sequence[_Read]) -> tuple[int, tuple[str, ...]]:
    """The urgency of the message in its conversation, and its signals, the most urgent first."""
    here = now.plain()
    own = max((r.urgency for r in now.reasons), default=0)
    if here:
        own = max(own, combining.raised(here.union(*(read.plain() for read in before)), here=here))
    earlier = max((r.urgency for read in before for r in read.reasons), default=0) - 1
    ordered = sorted(now.reasons, key=lambda r: -r.urgency)
    signals = tuple(dict.fromkeys(r.signal for r in ordered if r.urgency or own))
    if own >= earlier:
        return own, signals[:MOST_SIGNALS]
    return earlier, (*signals[: MOST_SIGNALS - 1], EARLIER)


def _confidence(now: _Read, spoken: str | None) -> float:
    if not now.reasons:
        return _UNREAD if spoken is None else _NOTHING_SEEN
    return _SURE if any(not r.modifiers for r in now.reasons) else _LESS_SURE

"""What lowers a hit: negation, another person, the past, a turn of phrase, jobs and study, quotations, laughter.

A modifier lowers, it never erases: what a person should look at stays at urgency 1. Only a turn of phrase that has
nothing to do with dying ("dying of laughter") takes a hit away, because it was never one.
"""

from collections.abc import Iterable

from beside.triage.grammar import MODIFIER, Grammar, Pattern
from beside.triage.matching import Hit
from beside.triage.tokens import SAME, Tokens

NEGATED, ANOTHER, PAST, PRESENT, IDIOM = "negation", "another person", "past", "present", "idiom"
WORK, QUOTED, LAUGHING, FIGURE = "work or study", "quotation", "laughing", "figure"
CUTS = {NEGATED: 2, ANOTHER: 1, PAST: 1, WORK: 2, QUOTED: 2, LAUGHING: 1, FIGURE: 1}
"""By how many steps each lowers."""

LOOKED_AT = 1
"""The least that is left of anything explicit."""

_NEVER_PAST = frozenset({"past_attempt", "medical_emergency"})
_WHOEVER = frozenset({"medical_emergency", "attempt_in_progress", "child_at_risk", "abuse_now", "psychosis"}) | {"harm_to_others"}
_REACH = 5


def is_modifier(signal: str) -> bool:
    """Whether a pattern's signal is a modifier."""
    return signal.startswith(MODIFIER)


def is_idiom(hit: Hit, marks: Iterable[Hit]) -> bool:
    """Whether a turn of phrase covers the hit's anchor."""
    return any(m.pattern.signal == MODIFIER + IDIOM and m.start <= hit.at < m.end for m in marks)


def of(hit: Hit, marks: Iterable[Hit], grammar: Grammar, tokens: Tokens, sentence: tuple[int, int]) -> tuple[str, ...]:
    """The modifiers of a hit, in a fixed order. `marks` are the modifier patterns found in the text."""
    found = {
        mark.pattern.signal.removeprefix(MODIFIER)
        for mark in marks
        if sentence[0] <= mark.start < sentence[1] and not hit.start <= mark.start < hit.end
    } - {IDIOM}
    first = _clause_start(hit, tokens, sentence[0])
    before = tokens.words[first : hit.start]
    if _negations(before[-_REACH:], grammar) % 2:
        found.add(NEGATED)
    if hit.pattern.signal not in _WHOEVER and _another(before, tokens.words[hit.start : hit.end], grammar):
        found.add(ANOTHER)
    if PRESENT in found or hit.pattern.signal in _NEVER_PAST:
        found.discard(PAST)
    return tuple(name for name in CUTS if name in found)


def left(pattern: Pattern, modifiers: Iterable[str]) -> int:
    """The urgency that is left of a pattern's after its modifiers."""
    return max(min(pattern.urgency, LOOKED_AT), pattern.urgency - sum(CUTS[name] for name in modifiers))


def _clause_start(hit: Hit, tokens: Tokens, first: int) -> int:
    at = hit.start
    while at > first and tokens.breaks[at] == SAME:
        at -= 1
    return at


def _negations(before: list[str], grammar: Grammar) -> int:
    words, count = grammar.words, 0
    for word in before:
        if word in words["negates"]:
            count += 1
        elif word in words["undoes"]:
            count = 0
    return count


def _another(before: list[str], inside: list[str], grammar: Grammar) -> bool:
    """Whether it is said of someone else: the hit's own words settle it, else the person named nearest before."""
    classes = grammar.words
    if not classes["oneself"].isdisjoint(inside):
        return False
    if not classes["reflexive"].isdisjoint(inside):
        return True
    for word in reversed(before):
        if word in classes["oneself"]:
            return False
        if word in classes["others"]:
            return True
    return False

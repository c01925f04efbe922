"""What lowers a hit: negation, another person, the past, turns of phrase, jobs, quotations, laughter.

A modifier lowers, it never erases: what a person should look at stays at urgency 1. Only a turn of phrase
that has nothing to do with dying ("dying of laughter") takes a hit away, because it was never one.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import accumulate

from beside.triage.grammar import MODIFIER, Grammar, Pattern
from beside.triage.matching import Hit
from beside.triage.tokens import SAME, Tokens

NEGATED, ANOTHER, PAST, WORK, QUOTED = "negation", "another person", "past", "work or study", "quotation"
LAUGHING, FIGURE, IDIOM, PRESENT, MEANT = "laughing", "figure", "idiom", "present", "meant"
CUTS = {NEGATED: 2, ANOTHER: 1, PAST: 1, WORK: 2, QUOTED: 2, LAUGHING: 1, FIGURE: 1}
"""By how many steps each lowers."""

LOOKED_AT = 1
"""The least that is left of anything explicit."""

_MORE = {("past_attempt", ANOTHER): 2}
"""Somebody else's attempt is sorrow or worry, not this person's plan."""

_TAKEN_BACK = {PRESENT: {PAST}, MEANT: {LAUGHING, FIGURE}}
_NO_FLOOR = frozenset({"distress", "hostile"})
_NEVER_PAST = frozenset({"past_attempt", "medical_emergency"})
_WHOEVER = frozenset(
    {"medical_emergency", "attempt_in_progress", "child_at_risk", "abuse_now", "psychosis", "harm_to_others"}
    | {"hostile", "being_watched"}
)
_NEGATION_REACH, _PERSON_REACH = 5, 12


class Around:
    """The modifiers of one text, found once, so that each hit asks in constant time."""

    def __init__(self, grammar: Grammar, tokens: Tokens, marks: Iterable[Hit]) -> None:
        self._grammar = grammar
        self._words = tokens.words
        self._clauses = list(accumulate(mark != SAME for mark in tokens.breaks))
        self._sentences = [start for start, _ in tokens.sentences()]
        self._said: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
        self._idioms: set[int] = set()
        for mark in marks:
            self._add(mark)

    def covers(self, hit: Hit) -> bool:
        """Whether a turn of phrase covers the hit's anchor."""
        return hit.at in self._idioms

    def of(self, hit: Hit) -> tuple[str, ...]:
        """The modifiers of a hit, in a fixed order."""
        found = self._said["sentence", self._sentences[hit.at]] | self._said["clause", self._clauses[hit.at]]
        before = self._before(hit)
        inside = [word for word in self._words[hit.start : hit.end] if word not in hit.pattern.words]
        if self._negations([*before[-_NEGATION_REACH:], *inside]) % 2:
            found.add(NEGATED)
        if hit.pattern.signal not in _WHOEVER and self._another(before, self._words[hit.start : hit.end]):
            found.add(ANOTHER)
        if hit.pattern.signal in _NEVER_PAST:
            found.discard(PAST)
        if ANOTHER not in found and not self._grammar.words["oneself"].isdisjoint(before[-3:]):
            found.discard(WORK)
        for name, taken_back in _TAKEN_BACK.items():
            if name in found:
                found -= taken_back
        return tuple(name for name in CUTS if name in found)

    def _add(self, mark: Hit) -> None:
        name = mark.pattern.signal.removeprefix(MODIFIER)
        if name == IDIOM:
            self._idioms.update(range(mark.start, mark.end))
        elif name == QUOTED:
            self._said["clause", self._clauses[mark.at]].add(name)
        else:
            self._said["sentence", self._sentences[mark.at]].add(name)

    def _before(self, hit: Hit) -> list[str]:
        first = hit.start
        while (
            first > 0
            and hit.start - first < _PERSON_REACH
            and self._clauses[first - 1] == self._clauses[first]
        ):
            first -= 1
        return self._words[first : hit.start]

    def _negations(self, before: list[str]) -> int:
        words, count = self._grammar.words, 0
        for at, word in enumerate(before):
            near = before[max(0, at - 3) : at]
            with_ne = word in words["negates_with"] and not words["ne"].isdisjoint(near)
            if word in words["negates"] or with_ne:
                count += 1
            elif word in words["undoes"]:
                count = 0
        return count

    def _another(self, before: list[str], inside: list[str]) -> bool:
        """Whether it is about someone else: the hit's own words settle it, else who is named last before."""
        oneself, others = self._grammar.words["oneself"], self._grammar.words["others"]
        if not oneself.isdisjoint(inside):
            return False
        if not self._grammar.words["reflexive"].isdisjoint(inside):
            return True
        nearest = next((word for word in reversed(before) if word in oneself or word in others), None)
        return nearest in others


def left(pattern: Pattern, modifiers: Iterable[str]) -> int:
    """The urgency that is left of a pattern's after its modifiers."""
    cut = sum(_MORE.get((pattern.signal, name), CUTS[name]) for name in modifiers)
    floor = 0 if pattern.signal in _NO_FLOOR else min(pattern.urgency, LOOKED_AT)
    return max(floor, pattern.urgency - cut)

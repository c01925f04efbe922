"""The data files: each pattern with its own examples, nothing unreachable, nothing overdue."""

import tomllib
from datetime import date
from typing import Any

import pytest

from beside.triage import assess, grammar
from beside.triage.combining import rules
from beside.triage.matching import find
from beside.triage.reading import careful

RELEASED = date(2026, 11, 22)
ROWS = [(name, row) for language in grammar.LANGUAGES for name, row in grammar.entries(language)]
EXAMPLES = [(name, row, text) for name, row in ROWS for text in row["must"]]


@pytest.mark.parametrize(("name", "row", "text"), EXAMPLES, ids=lambda value: str(value)[:40])
def test_a_pattern_finds_its_example(name: str, row: dict[str, Any], text: str) -> None:
    if row["signal"].startswith(grammar.MODIFIER):
        hits = find(grammar.load(name[:2]).lowering, careful(text, grammar.lexicon()))
        assert row["signal"] in {hit.pattern.signal for hit in hits}
    else:
        left = [reason.urgency for reason in assess(text).reasons if reason.pattern == name]
        assert max(left, default=-1) == row.get("urgency", 0)


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[name for name, _ in ROWS])
def test_a_pattern_says_why_it_is_there(name: str, row: dict[str, Any]) -> None:
    assert row["note"] and row["must"] and row["say"], name
    assert 0 <= row.get("urgency", 0) <= 4


def test_no_word_of_a_pattern_is_unreachable() -> None:
    """A word that is written out first (alias) or left out (skip) would never be met."""
    lexicon = grammar.lexicon()
    gone = lexicon.skip | lexicon.aliases.keys()
    dead = {
        (pattern.name, word)
        for own in lexicon.grammars
        for found in (*own.index.values(), *own.lowering.values())
        for pattern in found
        for word in pattern.words & gone
    }
    assert dead == set()


@pytest.mark.parametrize("language", grammar.LANGUAGES)
def test_coded_words_have_been_looked_at(language: str) -> None:
    raw = tomllib.loads((grammar.DATA / language / "words.toml").read_text("utf-8"))
    assert [row["word"] for row in raw["coded"] if row["review_by"] < RELEASED or not row["note"]] == []


def test_rules_name_signals_that_exist() -> None:
    known = {row["signal"] for _, row in ROWS}
    assert {signal for rule in rules() for group in rule.groups for signal in group} <= known


@pytest.mark.parametrize(
    ("line", "fault"),
    [("the a of", "only common words"), ("@nobody dies", "no class of words"), ("die!|dead", "not words")],
)
def test_a_bad_pattern_is_refused(line: str, fault: str) -> None:
    with pytest.raises(grammar.BadPattern, match=fault):
        grammar.compiled(line, {}, frozenset({"the", "a", "of"}))

"""Pairs that must pass: plain danger is seen, its near twin raises no alarm. And a control, that can fail."""

import pytest

from beside.triage import assess
from tests.triage.reading import Pair, pairs

ALL = [(language, pair) for language in ("en", "fr") for pair in pairs(language)]


@pytest.mark.parametrize(("language", "pair"), ALL, ids=lambda value: getattr(value, "grave", value))
def test_a_pair(language: str, pair: Pair) -> None:
    assert pair.faults(lambda text: assess(text, language).urgency) == []


@pytest.mark.parametrize(("language", "pair"), ALL, ids=lambda value: getattr(value, "grave", value))
def test_a_pair_needs_no_hint(language: str, pair: Pair) -> None:
    """Whoever guessed the language wrongly must not lose what was said."""
    assert assess(pair.grave).urgency >= pair.at_least
    assert assess(pair.grave, "fr" if language == "en" else "en").urgency >= pair.at_least


@pytest.mark.parametrize("language", ["en", "fr"])
def test_there_are_enough(language: str) -> None:
    assert len({pair.grave for pair in pairs(language)}) >= 120


@pytest.mark.parametrize("language", ["en", "fr"])
def test_readers_that_do_not_read_fail(language: str) -> None:
    """The control: a reader that sees nothing, one that always cries, one that knows a single word."""
    blind = [fault for pair in pairs(language) for fault in pair.faults(lambda text: 0)]
    crying = [fault for pair in pairs(language) for fault in pair.faults(lambda text: 4)]
    word = "die" if language == "en" else "mourir"
    one_word = [
        fault for pair in pairs(language) for fault in pair.faults(lambda text: 2 * (word in text.lower()))
    ]
    assert len(blind) == len(crying) == len(list(pairs(language)))
    assert len(one_word) > len(blind) // 2

"""Whatever is typed: an answer, in bounds, soon, and the same however it is dressed."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from beside.triage import assess
from beside.triage.grammar import lexicon
from beside.triage.matching import find
from beside.triage.quick import glance
from beside.triage.reading import careful
from tests.triage.reading import pairs

GRAVE = [pair for language in ("en", "fr") for pair in pairs(language)]
KNOWN = sorted(lexicon().vocabulary)
ODD = st.sampled_from("''’.,!?;:-_#@$*|0123456789 \n\t\u200b\u0301еоа😂İß\ud7ff")
words = st.lists(st.sampled_from(KNOWN), max_size=40).map(" ".join)
anything = st.one_of(st.text(max_size=400), words, st.lists(st.one_of(words, ODD), max_size=20).map("".join))


@settings(max_examples=500, deadline=None)
@given(text=anything, before=st.lists(anything, max_size=3))
def test_any_text_gets_an_answer(text: str, before: list[str]) -> None:
    seen = assess(text, context=before)
    assert 0 <= seen.urgency <= 4
    assert 0 <= seen.confidence <= 1
    assert len(",".join(seen.signals)) <= 200
    assert all(0 <= reason.start < reason.end <= len(text) for reason in seen.reasons)
    assert seen == assess(text, context=before)


@settings(max_examples=300, deadline=None)
@given(text=anything)
def test_the_quick_look_hides_nothing(text: str) -> None:
    seen = glance(text)
    if seen is not None:
        tokens = careful(text, lexicon())
        assert not any(hit for grammar in lexicon().grammars for hit in find(grammar.index, tokens))
        assert seen.full() == tokens.words


@settings(max_examples=200, deadline=None)
@given(pair=st.sampled_from(GRAVE), at=st.integers(0, 80), mark=st.sampled_from("\u200b\u2060\u00ad\u200d"))
def test_an_invisible_mark_changes_nothing(pair: object, at: int, mark: str) -> None:
    text = pair.grave  # type: ignore[attr-defined]
    assert assess(text[:at] + mark + text[at:]).urgency >= pair.at_least  # type: ignore[attr-defined]


@settings(max_examples=200, deadline=None)
@given(pair=st.sampled_from(GRAVE), dress=st.sampled_from([str.upper, str.title, str.swapcase]))
def test_letter_case_changes_nothing(pair: object, dress: object) -> None:
    assert assess(dress(pair.grave)).urgency >= pair.at_least  # type: ignore[attr-defined, operator]


@settings(max_examples=200, deadline=None)
@given(pair=st.sampled_from(GRAVE), more=st.sampled_from(["The cat sleeps.", "Il fait beau.", "Thank you."]))
def test_a_sentence_beside_it_hides_nothing(pair: object, more: str) -> None:
    grave, at_least = pair.grave, pair.at_least  # type: ignore[attr-defined]
    assert assess(f"{more} {grave}.").urgency >= at_least
    assert assess(f"{grave}. {more}").urgency >= at_least


def test_time_grows_with_length_and_not_faster() -> None:
    """Twice the text, twice the time, within a factor: the texts are the nastiest we know."""
    nasty = (
        "die ",
        "want to ",
        "k ",
        "a1",
        "''",
        "lol i want to die ",
        "(((",
        "not ",
        "😂",
        "je ",
        "#x ",
        "e\u0301",
    )
    for piece in nasty:
        short, long = ((piece * (size // len(piece)))[:size] for size in (4_000, 16_000))
        assert _best(long) < 4 * 3 * _best(short) + 0.01, piece


def _best(text: str) -> float:
    taken = []
    for _ in range(3):
        start = time.thread_time()
        assess(text)
        taken.append(time.thread_time() - start)
    return min(taken)

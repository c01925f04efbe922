"""What the reader says beyond one sentence: context, reasons, languages, bounds."""

import pytest

from beside.triage import assess
from beside.triage.modifiers import CUTS


def test_an_ordinary_message_is_nothing() -> None:
    seen = assess("Could you tell me how this works?", "en")
    assert (seen.urgency, seen.signals, seen.reasons, seen.language) == (0, (), (), "en")


def test_signals_come_most_urgent_first() -> None:
    seen = assess("I feel hopeless and I'm going to kill myself tonight", "en")
    assert seen.urgency == 4
    assert seen.signals[0] == "intent"
    assert {"timeframe", "distress"} <= set(seen.signals)


def test_reasons_point_into_the_raw_text() -> None:
    text = "Bonsoir… j’ai avalé 30 cachets 😔"
    reason = next(r for r in assess(text, "fr").reasons if r.signal == "attempt_in_progress")
    assert text[reason.start : reason.end] == "avalé 30 cachets"
    assert reason.pattern.startswith("fr/")


def test_reasons_survive_disguise() -> None:
    text = "so k i l l  m y s e l f it is"
    reason = assess(text, "en").reasons[0]
    assert text[reason.start : reason.end] == "k i l l  m y s e l f"


@pytest.mark.parametrize(
    ("before", "now", "at_least"),
    [
        (["I want to die"], "tonight", 3),
        (["I want to die"], "I have the pills here", 3),
        (["I want to kill myself", "I have the pills here"], "tonight, when they are asleep", 4),
        (["I'm going to kill myself"], "goodbye everyone", 4),
        (["I want to die"], "I'm going to do it tonight", 4),
        (["je veux mourir"], "ce soir", 3),
        (["je vais me tuer"], "j'ai une arme", 4),
        (["I'm 13"], "I want to die", 3),
        (["he hits me"], "he reads my phone", 3),
    ],
)
def test_messages_are_read_together(before: list[str], now: str, at_least: int) -> None:
    assert assess(now, context=before).urgency >= at_least
    assert assess(now).urgency < at_least


def test_what_was_lowered_before_does_not_add_up() -> None:
    assert assess("tonight", "en", ["I don't want to die"]).urgency == 0


def test_calm_after_danger_is_not_none() -> None:
    seen = assess("ok thanks, I'm fine now", "en", ["I'm going to kill myself tonight"])
    assert (seen.urgency, seen.signals) == (2, ("earlier",))


def test_only_a_window_counts() -> None:
    before = ["I'm going to kill myself"] + ["we talked about my cat"] * 6
    assert assess("thank you", "en", before).urgency == 0


@pytest.mark.parametrize("text", ["我想死，今晚", "ich kann nicht mehr und will sterben", "أريد أن أموت"])
def test_a_language_nobody_reads_is_looked_at(text: str) -> None:
    seen = assess(text)
    assert (seen.urgency, seen.signals, seen.language) == (1, ("unread",), None)
    assert seen.confidence < 0.5


@pytest.mark.parametrize("text", ["ok", "…", "🙂", "", "12:30", "merci", "Hello", "😂😂"])
def test_a_word_or_a_smile_is_not_unread(text: str) -> None:
    assert assess(text, "en").urgency == 0


def test_languages_mix() -> None:
    assert assess("honestly je veux mourir, I can't anymore", "en").urgency >= 2


def test_a_long_text_is_read_at_both_ends() -> None:
    filler = "we went to the lake and fed the ducks. " * 2000
    assert assess(f"I want to die. {filler}", "en").urgency == 2
    assert assess(f"{filler} I want to die.", "en").urgency == 2


@pytest.mark.parametrize("name", CUTS)
def test_each_modifier_leaves_something_to_look_at(name: str) -> None:
    told = {
        "negation": "I don't want to die",
        "another person": "my sister wants to die",
        "past": "years ago I wanted to die",
        "work or study": "my essay is about suicidal patients",
        "quotation": "the song says I want to die",
        "laughing": "I want to die lol",
        "figure": "this exam makes me want to die",
    }[name]
    seen = assess(told, "en")
    assert any(name in reason.modifiers for reason in seen.reasons)
    assert seen.urgency == 1

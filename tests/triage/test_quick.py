"""The quick look and the careful reading say the same: of what must be seen, its twins, mixtures of all."""

import random
from collections.abc import Iterator, Sequence

import pytest

from beside.triage import Assessment, assess, grammar, matching, reader
from beside.triage.quick import glance
from beside.triage.reading import careful
from tests.triage.reading import pairs

SEED, MIXTURES = 20261122, 3000
PAIRS = [pair for language in grammar.LANGUAGES for pair in pairs(language)]
WRITTEN = [text for pair in PAIRS for text in (pair.grave, pair.light)]
MUST = [
    text for language in grammar.LANGUAGES for _, row in grammar.entries(language) for text in row["must"]
]
PLAIN = [
    "we walked along the canal after lunch and then she told me about the garden of her aunt",
    "I work 24 hours a week, have 2 kids, and see the doctor at 10:30 on the 3rd of May 2026",
    "thanks so much! I'm at my sister's house, it's 15 minutes away, isn't that great?",
    "So that's it, you're very kind and really funny, maybe we could talk about the match",
    "c'est vrai que j’étais très contente après la journée — ça va mieux, merci à tous !",
    "il n'y a pas d'école à 8 h 30, l'œuvre de Noël coûte 12,50 € et j'y suis allée avec l'aîné",
    "qu'est-ce qu'il y a d'ouvert jusqu'à 22h ? « rien », dit-elle… puisqu'on est le 1er mai",
    "das ist mir alles zu viel, ich weiß nicht was ich machen soll",
    "no sé qué hacer con mi vida, todo está mal",
]
MARKS = [*"0123456789 '’‘!?.,;:-–—_#@$*|+/\\()[]{}«»“”\"`´^~%&=<>°€½²ªß\n\t\xa0\xad", "''", "...", "…"]
PICTURES = [
    "🙂",
    "😂",
    "❤️",
    "👍🏽",
    "→",
    "☠",
    "1️⃣",
    "\ufe0f",
    "\u200d",
    "\u200b",
    "е",
    "о",
    "死",
    "ß",
    "œ",
    "Æ",
    "é",
]
NUMBERS = [
    "0",
    "7",
    "13",
    "24",
    "10am",
    "15h30",
    "2nd",
    "100%",
    "3.5",
    "1999",
    "2026",
    "b4",
    "l8r",
    "0m",
    "20€",
    "#1",
]
LETTERS = [
    "k i l l",
    "a",
    "y a t",
    "i 30 m",
    "j'",
    "l'",
    "s/h",
    "n'y a",
    "i d k",
    "am!",
    "mo!",
    "sooo",
    "hmmm",
    "#sad",
]
LEET = str.maketrans({"o": "0", "i": "1", "e": "3", "a": "@", "s": "$", "l": "|", "t": "+"})


def carefully(text: str, language: str | None, before: Sequence[str] = ()) -> Assessment:
    """What is said of a text when nothing is settled by a look: every pattern is tried at every word."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reader, "glance", lambda text: None)
        patched.setattr(matching, "possible", lambda patterns, present: patterns)
        return assess(text, language, before)


def disguised(chance: random.Random, text: str) -> str:
    """A text with one thing done to it that people or their keyboards do."""
    at, words = chance.randrange(len(text) + 1), text.split(" ")
    place = chance.randrange(len(words))
    word = words[place]
    made = chance.choice(
        (
            *(
                word.translate(LEET),
                word.upper(),
                f"{word}!",
                f"*{word}*",
                f"@{word}",
                f"#{word}",
                f"{word}/h",
            ),
            *(" ".join(word), word[:1] * 3 + word[1:], word.replace("i", "!"), chance.choice(NUMBERS) + word),
        )
    )
    more = chance.choice([MARKS, PICTURES, NUMBERS, LETTERS])
    return chance.choice(
        [
            text[:at] + chance.choice(more) + text[at:],
            " ".join([*words[:place], chance.choice(more), *words[place:]]),
            " ".join([*words[:place], made, *words[place + 1 :]]),
        ]
    )


def mixtures() -> Iterator[str]:
    """Sentences of either language cut and put together, dressed up to four times: the same at every run."""
    chance, known = random.Random(SEED), sorted(grammar.lexicon().vocabulary)
    for _ in range(MIXTURES):
        parts = chance.choices([WRITTEN, MUST, PLAIN, PLAIN, PLAIN], k=chance.randint(1, 3))
        words = " ".join(chance.choice(part) for part in parts).split(" ")
        words += chance.choices(known, k=chance.choice([0, 0, 1, 3]))
        if chance.random() < 0.5:
            chance.shuffle(words)
        text = " ".join(words[: chance.randint(1, 30)])
        for _ in range(chance.randrange(5)):
            text = disguised(chance, text)
        yield text


def differing(texts: Sequence[str]) -> list[str]:
    """The texts of which the two say different things, or see different words."""
    hints = ("en", "fr", None, "de")
    return [
        text
        for at, text in enumerate(texts)
        if assess(text, hints[at % 4]) != carefully(text, hints[at % 4])
        or ((seen := glance(text)) and seen.full() != careful(text, grammar.lexicon()).words)
    ]


def test_what_is_written_down_is_read_the_same() -> None:
    assert differing([*WRITTEN, *MUST, *PLAIN]) == []


def test_mixtures_are_read_the_same() -> None:
    texts = list(mixtures())
    assert sum(glance(text) is not None for text in texts) > MIXTURES // 4, "the quick look is tried at all"
    assert differing(texts) == []


def test_every_character_beside_a_word_is_read_the_same() -> None:
    """Each in many places: a byte, a sign, a joiner becomes what the careful reading makes of it."""
    signs = [*map(chr, range(1, 0x180)), *map(chr, range(0x2000, 0x2C00, 13)), *PICTURES]
    shapes = (
        "so{0} ok",
        "the{0}day {0}{0}",
        "{0}was",
        "and{0}{0}ok",
        "é{0}a",
        "12{0} 1{0}2",
        "l{0}s e{0}. {0}f mo{0}",
    )
    assert differing([shape.format(sign) for sign in signs for shape in shapes]) == []


def test_messages_before_are_read_the_same() -> None:
    for now in ("tonight", "ok thank you", "we are 4 here", "j'ai 2 enfants"):
        for before in (["I want to die"], ["I'm 13", "see you at 8"], ["merci !", "ok 👍🏽"]):
            assert assess(now, "en", before) == carefully(now, "en", before)


@pytest.mark.parametrize(
    "text", [*PLAIN[:7], "see you at 6!", "ok 👍🏽 thank you ❤️", "2 / 3 – 4 + 5 = 6 @ home #"]
)
def test_ordinary_messages_need_no_careful_reading(text: str) -> None:
    assert glance(text) is not None


@pytest.mark.parametrize(
    "text",
    ["I want to d1e", "I want to d!e", "k i l l", "#killmyself", "s/h", "5/h", "d\u200bie", "diе", "$elf"],
)
def test_a_disguise_is_never_settled_by_a_look(text: str) -> None:
    assert glance(text) is None

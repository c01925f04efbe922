"""The five words themselves: drawn kindly, read generously, hashed slowly."""

import math
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.db import connections, transaction
from django.utils import translation
from mnemonic import Mnemonic

from beside.foundation.errors import Invalid, TooMany
from beside.journal import housekeys
from beside.people import phrase

LISTS = {"en": "english", "fr": "french"}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize("language", LISTS)
def test_five_words_hold_more_than_fifty_bits(language: str) -> None:
    assert phrase.WORDS * math.log2(len(phrase.words(language))) > 51


@pytest.mark.parametrize("language", LISTS)
def test_every_wounding_word_is_a_word_of_its_list_and_named_once(language: str) -> None:
    listed = {unicodedata.normalize("NFC", word) for word in Mnemonic(LISTS[language]).wordlist}
    path = phrase._DATA / f"wounding.{language}.txt"
    named = [
        word for line in path.read_text().splitlines() if not line.startswith("#") for word in line.split()
    ]
    assert not set(named) - listed
    assert not [word for word, times in Counter(named).items() if times > 1]
    assert not set(named) & set(phrase.words(language))


WOUNDS = {
    "en": "knife pill blame gun ghost abuse razor bridge rope guilt hospital alcohol father ugly fat",
    "fr": "couteau fautif suspect arsenic tomber maudire train falaise noirceur abandon sédatif venger larme",
}


@pytest.mark.parametrize("language", WOUNDS)
def test_words_that_wound_are_not_among_them(language: str) -> None:
    left = set(phrase.words(language))
    assert not left & set(WOUNDS[language].split())


@pytest.mark.parametrize("language", LISTS)
def test_four_letters_tell_every_word_from_every_other(language: str) -> None:
    starts = Counter(phrase._plain(word)[:4] for word in phrase._listed(language))
    assert max(starts.values()) == 1


def test_a_language_without_a_list_gets_english() -> None:
    assert phrase.words("de") == phrase.words("en") == phrase.words("en-GB")
    assert phrase.words("fr-ca") == phrase.words("fr") != phrase.words("en")


def test_words_drawn_differ_from_each_other_and_from_last_time() -> None:
    seen = {phrase.drawn("fr") for _ in range(50)}
    assert len(seen) == 50
    assert all(len(set(words)) == 5 and set(words) <= set(phrase.words("fr")) for words in seen)


@pytest.mark.parametrize(
    "typed",
    [
        "velvet piano écharpe galaxie zebra",
        "VELVET Piano Echarpe GALAXIE zebra",
        "velv pian échа galа zebr".replace("а", "a"),
        "  velv,pian;echa.gala-zebr ",
        "velvets pianos écharpes galaxies zebras",
        unicodedata.normalize("NFD", "velvet piano écharpe galaxie zebra"),
        "velvet\npiano\techarpe  galaxie zebra",
    ],
)
def test_what_people_type_is_read_kindly(typed: str) -> None:
    assert phrase.read(typed) == ("velv", "pian", "echa", "gala", "zebr")


def test_order_matters() -> None:
    assert phrase.read("velvet piano zoo apple lemon") != phrase.read("piano velvet zoo apple lemon")


@pytest.mark.parametrize("typed", ["", "velvet", "velvet piano apple lemon", "a b c d e f", "v " * 400])
def test_anything_but_five_words_is_refused_in_words(typed: str) -> None:
    with pytest.raises(Invalid, match="all five words"):
        phrase.read(typed)


def test_a_word_we_do_not_have_is_named() -> None:
    with pytest.raises(Invalid, match="“qwertz”"):
        phrase.read("velvet piano qwertz apple lemon")


def test_words_left_out_later_still_open() -> None:
    assert phrase.read("knife knife knife knife knife")


def test_every_phrase_drawn_can_be_read() -> None:
    for language in LISTS:
        for word in phrase.words(language):
            phrase.read(f"{word} velvet piano apple lemon")


@pytest.mark.django_db(transaction=True)
def test_the_hash_is_the_same_each_time_and_bound_to_the_pepper(monkeypatch: pytest.MonkeyPatch) -> None:
    words = phrase.read("velvet piano zoo apple lemon")
    first = phrase.fingerprint(words)
    assert phrase.fingerprint(words) == first and first.proves(first.proof)
    assert first.lookup != first.proof.hex() and len(first.proof) == 32
    monkeypatch.setattr(housekeys, "key", lambda purpose: bytes(32))
    other = phrase.fingerprint(words)
    assert other.lookup != first.lookup and not other.proves(first.proof)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_hashed_inside_a_transaction() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        phrase.fingerprint(("velv",) * 5)


@pytest.mark.django_db(transaction=True)
def test_a_crowd_is_told_to_come_back_and_never_holds_more_than_six_threads() -> None:
    together, refused, made = threading.Barrier(20), [], []

    def one(number: int) -> None:
        together.wait()
        try:
            made.append(phrase.fingerprint((str(number),) * 5))
        except TooMany as later:
            refused.append(later.retry_after)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) >= 6 and len(refused) >= 8 and len(made) + len(refused) == 20
    assert phrase.fingerprint(("after",) * 5)


def test_guessers_never_fill_the_line_to_the_hash() -> None:
    with ExitStack() as held:
        assert phrase._AFTER_A_MISS.acquire(blocking=False) and phrase._AFTER_A_MISS.acquire(blocking=False)
        held.callback(phrase._AFTER_A_MISS.release)
        held.callback(phrase._AFTER_A_MISS.release)
        with phrase._turn(after_a_miss=False):
            pass
        with pytest.raises(TooMany), phrase._turn(after_a_miss=True):
            pass
    with phrase._turn(after_a_miss=True), phrase._turn(after_a_miss=False):
        pass

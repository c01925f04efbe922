"""Five words by which a seeker comes back: drawn, read as people type them, and hashed.

How strong. The words come from the 2048 of the person's language (BIP 39, by the `mnemonic` package) less
those that wound: 1268 remain in English, 1188 in French. Five in order are 51 bits or more: 2e15 phrases.

- Somebody at the door: one process hashes at most two at a time, 0.2 s each, so never more than eleven
  guesses a second whatever the number of networks (and far fewer from one: see `guesses`), or 3.5e8 a year.
  With 10,000 living phrases, the chance that a year of that opens any chat at all is under 1 in 500, and that
  it opens a given person's, under 1 in 5,000,000. Each further process adds as much again.
- Somebody with the database: nothing without the root key, which peppers the hash.
- Somebody with both: 2e15 hashes of 64 MiB and 0.2 s: millions of years of one core for a given person's
  words. The salt is the same for all, as nothing but the words says whose they are: for any one of 10,000
  phrases it is about a thousand years of one core.
"""

import hmac
import re
import secrets
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from django.db import connection
from django.utils.translation import gettext as _
from mnemonic import Mnemonic

from beside.foundation.errors import Invalid, TooMany
from beside.journal import housekeys

WORDS = 5
LETTERS = 4
LONGEST = 200
"""Longest text that is read as a phrase, in characters; what is longer is no phrase and costs us nothing."""

_LISTS = {"en": "english", "fr": "french"}
_DATA = Path(__file__).parent / "data"
_AT_ONCE = threading.BoundedSemaphore(2)
_IN_LINE = threading.BoundedSemaphore(6)
_AFTER_A_MISS = threading.BoundedSemaphore(2)
"""How many of those in line may have guessed wrong lately: guessers never fill the line to the hash."""


@dataclass(frozen=True)
class Print:
    """What is kept of a phrase: `lookup` (64 hex digits) finds the row, `proof` (32 bytes) is compared."""

    lookup: str
    proof: bytes

    def proves(self, kept: bytes) -> bool:
        """Whether the row that was found is of this phrase. In constant time."""
        return hmac.compare_digest(self.proof, kept)


@cache
def words(language: str) -> tuple[str, ...]:
    """The words that phrases in this language are made of; English where there is no list yet."""
    short = language.lower().partition("-")[0]
    code = short if short in _LISTS else "en"
    wounding = _wounding(code)
    return tuple(word for word in _listed(code) if word not in wounding)


def drawn(language: str) -> tuple[str, ...]:
    """Five different words in an order, from the system's source of randomness."""
    return tuple(secrets.SystemRandom().sample(words(language), WORDS))


def read(typed: str) -> tuple[str, ...]:
    """The first letters of five words as somebody typed them, without case and accents: what is hashed.

    Raises Invalid, with what to look at, when these are not five words of our lists. That costs no guess.
    """
    found = re.findall(r"[^\W\d_]+", _plain(typed[:LONGEST]))
    if len(found) != WORDS or len(typed) > LONGEST:
        raise Invalid(_("Write all five words, in their order, with a space between them."))
    for word in found:
        if word[:LETTERS] not in _known():
            raise Invalid(
                _("“%(word)s” is not one of our words. Look at its first four letters.") % {"word": word[:20]}
            )
    return tuple(word[:LETTERS] for word in found)


def fingerprint(read_words: Sequence[str], *, after_a_miss: bool = False) -> Print:
    """Hash a phrase as `read` returns it: Argon2id, 64 MiB, three passes, peppered; about 0.2 s of one core.

    Raises TooMany at once when others are in line already: whoever waits here holds a thread that pages need.
    Those who come after a miss have fewer places in it. Refuses to run inside a transaction.
    """
    if connection.in_atomic_block:
        raise RuntimeError("A phrase is hashed before a transaction, never inside.")
    pepper, salt = housekeys.key("phrase"), housekeys.key("phrase salt")[:16]
    peppered = hmac.digest(pepper, " ".join(read_words).encode(), "sha256")
    with _turn(after_a_miss):
        whole = hash_secret_raw(
            peppered,
            salt=salt,
            time_cost=3,
            memory_cost=64 * 1024,
            parallelism=1,
            hash_len=32,
            type=Type.ID,
        )
    return Print(lookup=_part(whole, b"lookup").hex(), proof=_part(whole, b"proof"))


@contextmanager
def _turn(after_a_miss: bool) -> Iterator[None]:
    lines = (_AFTER_A_MISS, _IN_LINE) if after_a_miss else (_IN_LINE,)
    with ExitStack() as held:
        for line in lines:
            if not line.acquire(blocking=False):
                raise TooMany(
                    _("Many people are coming in at this moment. Try again in 2 seconds."), retry_after=2
                )
            held.callback(line.release)
        with _AT_ONCE:
            yield


def _part(whole: bytes, name: bytes) -> bytes:
    return HKDFExpand(hashes.SHA256(), 32, info=b"beside:phrase:" + name).derive(whole)


@cache
def _listed(code: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", word) for word in Mnemonic(_LISTS[code]).wordlist)


@cache
def _wounding(code: str) -> frozenset[str]:
    lines = (_DATA / f"wounding.{code}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _known() -> frozenset[str]:
    """The beginnings of every word of every list, also of those left out since: old phrases stay good."""
    return frozenset(_plain(word)[:LETTERS] for code in _LISTS for word in _listed(code))


def _plain(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in split if not unicodedata.combining(letter))

"""The root key on paper and in a sealed file: whole again with enough of it, silent with less."""

import itertools
import secrets
from collections import Counter

import pytest

from beside.foundation import offline, shares
from beside.foundation.errors import Invalid

NAME = "00ff10203040a0b0"
PHRASE = "lantern orchard mitten tuba crumb"


@pytest.mark.parametrize(("needed", "of"), [(2, 2), (2, 3), (3, 5)])
def test_any_so_many_shares_give_the_key_back(needed: int, of: int) -> None:
    key = secrets.token_bytes(32)
    made = shares.split(key, needed=needed, of=of, name=NAME)
    assert len(made) == of
    for chosen in itertools.permutations(made, needed):
        assert shares.joined(chosen) == key


def test_known_values_of_the_field() -> None:
    assert shares._times(0x57, 0x83) == 0xC1  # FIPS 197, 4.2
    assert shares._times(0x57, 0x13) == 0xFE  # FIPS 197, 4.2.1
    assert all(shares._times(number, shares._inverse(number)) == 1 for number in range(1, 256))


def test_one_share_says_nothing() -> None:
    """For one and the same key, a share's byte takes every value about equally often."""
    seen = Counter(shares.split(bytes(32), needed=2, of=2, name=NAME)[0].body[0] for _ in range(8000))
    assert len(seen) == 256
    expected = 8000 / 256
    assert (
        sum((seen[value] - expected) ** 2 / expected for value in range(256)) < 350
    )  # 255 degrees, p < 0.0001


def test_too_few_or_mixed_shares_are_refused() -> None:
    first = shares.split(secrets.token_bytes(32), needed=2, of=3, name=NAME)
    other = shares.split(secrets.token_bytes(32), needed=2, of=3, name="ff" * 8)
    with pytest.raises(Invalid, match="2 different shares are needed, and there are 1"):
        shares.joined([first[0], first[0]])
    with pytest.raises(Invalid, match="not of the same key"):
        shares.joined([first[0], other[1]])


def test_a_share_can_be_written_down_and_typed_again() -> None:
    for share in shares.split(secrets.token_bytes(32), needed=2, of=3, name=NAME):
        lines = shares.written(share)
        assert len(lines) == 4 and all(len(line) == 32 for line in lines)
        assert shares.read(lines) == share
        sloppy = [line[2:].lower().replace(" ", "-").replace("0", "o").replace("1", "l") for line in lines]
        assert shares.read(sloppy) == share


def test_every_slip_of_one_letter_is_found_in_its_line() -> None:
    lines = shares.written(shares.split(secrets.token_bytes(32), needed=2, of=2, name=NAME)[0])
    for number, line in enumerate(lines, 1):
        for place in range(3, len(line)):
            if line[place] == " ":
                continue
            wrong = "Z" if line[place] != "Z" else "Y"
            typed = [*lines[: number - 1], line[:place] + wrong + line[place + 1 :], *lines[number:]]
            with pytest.raises(Invalid, match=f"Line {number}"):
                shares.read(typed)


def test_lines_in_another_order_are_found() -> None:
    lines = shares.written(shares.split(secrets.token_bytes(32), needed=2, of=2, name=NAME)[0])
    with pytest.raises(Invalid, match="Line 1"):
        shares.read([lines[1], lines[0], *lines[2:]])


def test_a_sealed_copy_opens_with_its_pass_phrase_only() -> None:
    key = secrets.token_bytes(32)
    text = offline.sealed(key, PHRASE, name=NAME, installation="https://help.example.org")
    assert offline.opened(text, PHRASE) == (NAME, key)
    assert key.hex() not in text and "help.example.org" in text
    for wrong in (PHRASE + " ", text.replace(NAME, "ff" * 8), "{}", text.replace("131072", "2")):
        with pytest.raises(Invalid):
            offline.opened(wrong if "{" in wrong else text, PHRASE if "{" in wrong else wrong)
    with pytest.raises(Invalid, match="20 characters"):
        offline.sealed(key, "short", name=NAME, installation="x")

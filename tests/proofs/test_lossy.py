"""The disk that forgets: what is read, what is durable, what a power cut leaves."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from proofs.lossy.cache import PAGE, SECTOR, Cached


@pytest.fixture
def fd(tmp_path: Path) -> Iterator[int]:
    path = tmp_path / "file"
    path.write_bytes(b"a" * 5000)
    opened = os.open(path, os.O_RDWR)
    yield opened
    os.close(opened)


def durable(fd: int) -> bytes:
    return os.pread(fd, 100_000, 0)


def test_what_is_written_is_read_and_not_durable_until_it_is_flushed(fd: int) -> None:
    file = Cached(fd)
    file.write(fd, b"b" * 10, 4990)
    file.write(fd, b"c" * 10, 9000)
    assert file.read(fd, 100, 4985) == b"a" * 5 + b"b" * 10 + bytes(85)
    assert file.read(fd, 100_000, 8990) == bytes(10) + b"c" * 10
    assert durable(fd) == b"a" * 5000
    file.flush(fd)
    assert file.is_clean
    assert durable(fd) == b"a" * 4990 + b"b" * 10 + bytes(4000) + b"c" * 10


def test_cut_off_and_grown_again_is_zeros(fd: int) -> None:
    file = Cached(fd)
    file.truncate(fd, 100)
    file.write(fd, b"z", 200)
    assert file.read(fd, 1000, 0) == b"a" * 100 + bytes(100) + b"z"
    assert len(durable(fd)) == 5000
    file.flush(fd)
    assert durable(fd) == b"a" * 100 + bytes(100) + b"z"


def test_a_cut_leaves_whole_sectors_or_nothing_of_them(fd: int) -> None:
    file = Cached(fd)
    file.write(fd, b"n" * PAGE, 0)
    kept = file.tear(fd, random.Random(3), 0.5)
    after = durable(fd)
    sectors = [after[at : at + SECTOR] for at in range(0, PAGE, SECTOR)]
    assert 0 < kept < PAGE // SECTOR
    assert sectors.count(b"n" * SECTOR) == kept
    assert sectors.count(b"a" * SECTOR) == PAGE // SECTOR - kept
    assert after[PAGE:] == b"a" * (5000 - PAGE)


def test_a_cut_that_keeps_nothing_takes_everything_not_flushed(fd: int) -> None:
    file = Cached(fd)
    file.write(fd, b"n" * 6000, 0)
    assert file.tear(fd, random.Random(3), 0.0) == 0
    assert durable(fd) == b"a" * 5000


def test_any_writing_in_any_order_reads_as_a_file_does(fd: int) -> None:
    chance, model, file = random.Random(11), bytearray(durable(fd)), Cached(fd)
    for _ in range(400):
        at, length = chance.randrange(20_000), chance.randrange(6000)
        if chance.random() < 0.1:
            file.truncate(fd, at)
            model[at:] = b""
            model.extend(bytes(max(0, at - len(model))))
        elif chance.random() < 0.1:
            file.flush(fd)
            assert durable(fd) == model
        elif length:
            data = chance.randbytes(length)
            file.write(fd, data, at)
            model.extend(bytes(max(0, at - len(model))))
            model[at : at + length] = data
        assert file.read(fd, 30_000, 0) == model

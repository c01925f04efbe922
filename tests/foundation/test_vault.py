"""Sealing, and the root key everything hangs on."""

import os
import threading
from pathlib import Path

import pytest

from beside.foundation import vault
from beside.foundation.errors import Unavailable

ABOUT = "entry:7:3"


def test_what_is_sealed_opens_and_shows_nothing() -> None:
    key = vault.new_key()
    sealed = vault.seal(key, "Les mots d’une personne".encode(), ABOUT)
    assert b"mots" not in sealed
    assert vault.unseal(key, sealed, ABOUT).decode() == "Les mots d’une personne"
    assert vault.seal(key, b"x", ABOUT) != vault.seal(key, b"x", ABOUT)


def test_a_row_moved_elsewhere_does_not_open() -> None:
    key = vault.new_key()
    sealed = vault.seal(key, b"words", ABOUT)
    for other in ("entry:7:4", "entry:8:3", ""):
        with pytest.raises(Unavailable):
            vault.unseal(key, sealed, other)


def test_another_key_does_not_open() -> None:
    with pytest.raises(Unavailable):
        vault.unseal(vault.new_key(), vault.seal(vault.new_key(), b"words", ABOUT), ABOUT)


def test_not_one_changed_bit_goes_unseen() -> None:
    key = vault.new_key()
    sealed = vault.seal(key, b"words", ABOUT)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(Unavailable):
            vault.unseal(key, bytes(changed), ABOUT)


@pytest.mark.parametrize("cut", range(29))
def test_a_torn_payload_is_refused(cut: int) -> None:
    key = vault.new_key()
    with pytest.raises(Unavailable):
        vault.unseal(key, vault.seal(key, b"", ABOUT)[:cut], ABOUT)


def test_each_purpose_has_its_own_key() -> None:
    root = vault.new_key()
    assert vault.derive(root, "wrap") == vault.derive(root, "wrap")
    assert len({vault.derive(root, "wrap"), vault.derive(root, "phrase"), root}) == 3


def test_the_root_key_is_made_once_and_for_us_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "root-key"
    vault.make_root(path)
    first = vault.read_root(path)
    vault.make_root(path)
    assert vault.read_root(path) == first and len(first) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["root-key"]


def test_many_starting_at_once_agree_on_one_root_key(tmp_path: Path) -> None:
    path, found = tmp_path / "root-key", set()
    together = threading.Barrier(8)

    def start() -> None:
        together.wait()
        vault.make_root(path)
        found.add(vault.read_root(path))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660, 0o610, 0o601, 0o666])
def test_a_root_key_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "root-key"
    vault.make_root(path)
    path.chmod(mode)
    with pytest.raises(Unavailable, match="0600"):
        vault.read_root(path)


def test_a_systemd_credential_may_show_its_group_and_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "root-key"
    vault.make_root(path)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    path.chmod(0o440)
    assert len(vault.read_root(path)) == 32
    for mode in (0o444, 0o460):
        path.chmod(mode)
        with pytest.raises(Unavailable):
            vault.read_root(path)


def test_a_root_key_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "root-key"
    vault.make_root(path)
    if os.geteuid() == 0:
        os.chown(path, 65534, 65534)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(Unavailable, match="somebody else"):
        vault.read_root(path)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_root_key_of_another_length_is_refused(tmp_path: Path, size: int) -> None:
    path = tmp_path / "root-key"
    path.write_bytes(bytes(size))
    path.chmod(0o600)
    with pytest.raises(Unavailable, match="32"):
        vault.read_root(path)


def test_a_missing_root_key_is_refused_and_never_invented(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        vault.read_root(tmp_path / "root-key")
    assert not list(tmp_path.iterdir())

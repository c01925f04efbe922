"""What the health page says of keys."""

from datetime import timedelta

import pytest

from beside.foundation import clock, roots
from beside.journal import audit, keys
from beside.operations import health
from beside.operations.health import OK, RED, WARN

pytestmark = pytest.mark.django_db


def state(name: str) -> str:
    """How one check stands."""
    [found] = [line.finding.state for line in health.report().lines if line.name == name]
    return found


def test_a_root_key_without_a_copy_is_a_warning() -> None:
    assert state("root-key") == WARN
    name = roots.fingerprint(roots.primary())
    audit.record(actor=None, act="keys.escrow", about=f"root:{name}", reason="shares, 2of3")
    assert state("root-key") == OK


def test_a_temporary_root_key_is_red(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roots, "_roots", roots.Roots(roots.every(), temporary=True))
    assert state("root-key") == RED


def test_keys_that_were_not_turned_over_are_a_warning() -> None:
    assert state("turning-over") == OK
    keys.make("test", "a")
    assert state("turning-over") == OK
    with clock.moved(timedelta(days=10)):
        assert state("turning-over") == WARN

"""How long things are kept, for the pages that say it: the table of `keeping`, as it holds here."""

import time
from datetime import timedelta

from django.db import Error as DatabaseTrouble

from beside.operations import keeping
from beside.web.lengths import Lengths

_KEPT_SECONDS = 5.0
_known: tuple[float, dict[str, timedelta]] | None = None


def lengths() -> Lengths:
    """The lengths in force, read at most every five seconds; the defaults when the table does not answer."""
    held = _held()
    return Lengths(
        without_words=held["chat_without_words"],
        with_words=held["chat_with_words"],
        waiting=held["waiting"],
        held=held["held"],
        decisions=held["decisions"],
        audit=held["audit"],
        copies=held["backups"],
        key_copies=held["key_backups"],
    )


def forget_lengths() -> None:
    """Read the table again at the next question: after a change, and between tests."""
    global _known
    _known = None


def _held() -> dict[str, timedelta]:
    global _known
    if _known is not None and time.monotonic() - _known[0] < _KEPT_SECONDS:
        return _known[1]
    try:
        held = {one.rule.name: one.length for one in keeping.classes()}
    except DatabaseTrouble:
        return {rule.name: rule.default for rule in keeping.TABLE}
    _known = (time.monotonic(), held)
    return held

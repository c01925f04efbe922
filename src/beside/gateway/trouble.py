"""Saying that something failed, without saying anything about anybody."""

import logging
import traceback
from pathlib import Path

log = logging.getLogger("beside.gateway")


def tell(doing: str, error: BaseException) -> None:
    """Log where and what kind of error it was. Its message is left out: it may quote a person."""
    where = traceback.extract_tb(error.__traceback__)
    path = " < ".join(f"{Path(at.filename).name}:{at.lineno} {at.name}" for at in reversed(where[-4:]))
    log.error("%s failed: %s at %s", doing, type(error).__name__, path)

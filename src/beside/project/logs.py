"""What is written down about running: where the program stumbled, never over whom.

Django's own lines about requests name the path, and a traceback ends in a message that may quote somebody. So
lines about requests are cut to the answer's status, and errors to their type and the places in the program.
"""

import logging
import traceback
from typing import Any

_ABOUT_REQUESTS = ("django.request", "django.security", "django.server")


class Quiet(logging.Formatter):
    """One line a record: level, logger, sentence; after an error its type and its places."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the places below it."""
        return f"{record.levelname.lower()} {record.name}: {_sentence(record)}{_places(record)}"


def configured(level: str) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error, through Quiet."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"quiet": {"()": "beside.project.logs.Quiet"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "quiet"}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
        "loggers": {"django": {"handlers": [], "level": level.upper(), "propagate": True}},
    }


def _sentence(record: logging.LogRecord) -> str:
    if record.name.startswith(_ABOUT_REQUESTS):
        return f"a request was answered with {getattr(record, 'status_code', 'a refusal')}"
    return record.getMessage()


def _places(record: logging.LogRecord) -> str:
    if not record.exc_info or record.exc_info[1] is None:
        return ""
    frames = traceback.extract_tb(record.exc_info[1].__traceback__)
    rows = [f"\n  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return f"\n  {type(record.exc_info[1]).__qualname__}{''.join(rows)}"

"""Beside: someone beside you, at any hour."""

import sys
from datetime import date
from importlib.util import find_spec

VERSION = "0.2.0"
"""As in pyproject.toml."""

RELEASED = date(2026, 11, 22)
"""The day of this release. Whatever has a last day (`safety/data`) is judged on it by the tests."""

if find_spec("pysqlite3") is not None:  # docs/adr/0012: the SQLite that we carry, not the system's
    import pysqlite3
    import pysqlite3.dbapi2

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

"""Django's SQLite backend, with every write transaction of the process begun under one fair lock.

Transactions are IMMEDIATE, so all of them count as writes. A statement outside a transaction that is not a
plain read takes the lock for itself alone. A disk that fails while something is written ends the process,
whichever thread it was.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.backends.sqlite3 import base

from beside.foundation import faults
from beside.foundation.fairlock import FairLock

_locks: defaultdict[str, FairLock] = defaultdict(FairLock)
_CHANGES_NOTHING = ("SELECT", "EXPLAIN", "WITH")
_READS = ("SELECT", "PRAGMA", "EXPLAIN", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "WITH")


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection. `_holding` says whether it holds the process's write lock for its file."""

    _holding = False

    def init_connection_state(self) -> None:
        super().init_connection_state()
        if _held_alone not in self.execute_wrappers:
            self.execute_wrappers.append(_held_alone)

    def take_turn(self) -> None:
        """Wait for the write lock, unless this connection has it already."""
        if not self._holding:
            _locks[str(self.settings_dict["NAME"])].acquire()
            self._holding = True

    def end_turn(self) -> None:
        """Give the write lock to the next in line."""
        if self._holding:
            self._holding = False
            _locks[str(self.settings_dict["NAME"])].release()

    def others_wait(self, within: float) -> bool:
        """Whether any connection had to wait for the write lock in the last so many seconds."""
        return _locks[str(self.settings_dict["NAME"])].was_asked_for(within)

    def _start_transaction_under_autocommit(self) -> None:
        self.take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self.end_turn()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # not in the stubs
        except Exception as error:
            if faults.is_of_the_disk(error):
                faults.end_process("a commit", error)
            raise
        finally:
            if self.connection is None or not self.connection.in_transaction:
                self.end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self.end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            self.end_turn()


def _held_alone(
    execute: Callable[..., Any],
    sql: str,
    params: Sequence[Any] | Mapping[str, Any] | None,
    many: bool,
    context: dict[str, Any],
) -> Any:
    connection: DatabaseWrapper = context["connection"]
    begins = sql.lstrip()[:9].upper()
    alone = not (connection.in_atomic_block or begins.startswith(_READS))
    if alone:
        connection.take_turn()
    try:
        return execute(sql, params, many, context)
    except Exception as error:
        if faults.is_of_the_disk(error) and not begins.startswith(_CHANGES_NOTHING):
            faults.end_process("a write", error)
        raise
    finally:
        if alone:
            connection.end_turn()

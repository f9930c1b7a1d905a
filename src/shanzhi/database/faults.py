"""What an error of the database means: that it is away, that two stood in each other's way, that its disk is full.

PostgreSQL says it by SQLSTATE (Appendix A of its manual), SQLite by its result code.
"""

from __future__ import annotations

import errno
import sqlite3

from django.db import DatabaseError, Error, InterfaceError, OperationalError

_AWAY = ("08", "57P", "53300")
"""A connection that failed; a server that is shut down, starts or was ended; more connections than it takes."""
_AWAY_SQLITE = frozenset({"SQLITE_CANTOPEN", "SQLITE_BUSY"})
"""No such file, or another has it locked for longer than one waits."""
_CROSSED = frozenset({"40001", "40P01"})
"""Serialization, deadlock."""
_SIGNS = (
    "disk is full",
    "No space left",
    "readonly database",
    "disk I/O error",
    "could not extend file",
    "read-only transaction",
)
"""How both say that nothing can be written; PostgreSQL has one code for this and for other faults of the system (58030)."""


def is_away(problem: BaseException | None) -> bool:
    """Whether the database cannot be reached: the connection failed, and no statement. Asking again later may do."""
    if isinstance(problem, InterfaceError):
        return True
    if not isinstance(problem, OperationalError):
        return False
    cause = problem.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorname", None) in _AWAY_SQLITE
    state = getattr(cause, "sqlstate", None)
    return cause is not None and (state is None or state.startswith(_AWAY))


def is_crossed(problem: BaseException | None) -> bool:
    """Whether two transactions stood in each other's way: what was tried may be tried again at once."""
    return isinstance(problem, OperationalError) and _state(problem) in _CROSSED


def is_full(problem: BaseException | None) -> bool:
    """Whether this came of a disk that takes nothing more."""
    if isinstance(problem, OSError):
        return problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
    return isinstance(problem, DatabaseError) and any(sign in str(problem) for sign in _SIGNS)


def is_passing(problem: BaseException | None) -> bool:
    """Whether it lies with the database, and what was tried may do later as it is: no fault of what was tried."""
    return isinstance(problem, Error) and (is_away(problem) or is_crossed(problem) or is_full(problem))


def _state(problem: BaseException) -> str | None:
    return getattr(problem.__cause__, "sqlstate", None)

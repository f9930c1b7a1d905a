"""What to do when nothing can be written because the disk is full: say so, and let people go on reading."""

from __future__ import annotations

import errno
import logging

from django.contrib.sessions.backends import db
from django.db import DatabaseError

from shanzhi.method.words import Sentence

FULL = Sentence(
    "服务器的磁盘满了，这次没有保存；请过一会儿再试，并告诉管理员。查看不受影响。",
    "The disk of the server is full and nothing was saved; try again later, and tell the administrator. Reading goes on.",
)
_SIGNS = ("disk is full", "No space left", "readonly database", "disk I/O error", "could not extend file")
log = logging.getLogger(__name__)


def is_full(problem: BaseException) -> bool:
    """Whether this came of a disk that takes nothing more."""
    if isinstance(problem, OSError):
        return problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
    return isinstance(problem, DatabaseError) and any(sign in str(problem) for sign in _SIGNS)


class SessionStore(db.SessionStore):
    """Sessions in the database; noting that one was used is left out where the disk is full, so that nobody who is signed
    in is kept from reading. Signing in anew needs room: uploads leave some."""

    def save(self, must_create: bool = False) -> None:
        try:
            super().save(must_create=must_create)
        except DatabaseError as problem:
            if must_create or not is_full(problem):
                raise
            log.error("the disk is full: a session was not noted as used")

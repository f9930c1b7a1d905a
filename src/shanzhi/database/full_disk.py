"""What to do when nothing can be written because the disk is full: say so, and let people sign in and go on reading.

A file of the home holds some room that nothing else can take. It goes when the disk is full, so that sessions, the audit and
the record have room until an operator comes; the sweep lays it down again when there is room.
"""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.backends import db
from django.db import DatabaseError

from shanzhi.database.faults import is_full
from shanzhi.method.words import Sentence

FULL = Sentence(
    "服务器的磁盘满了，或数据库现在只能读，这次没有保存；请过一会儿再试，并告诉管理员。查看不受影响。",
    "The disk of the server is full, or its database may only be read, and nothing was saved; try again later, and tell the administrator. Reading goes on.",
)
ROOM = 200 * 1024 * 1024
"""Bytes of the disk that uploads leave free, and below which an operator is told (a twentieth of a small disk)."""
RESERVE = 32 * 1024 * 1024
"""Bytes of the file that holds room; on a small disk half of what stays free."""
log = logging.getLogger(__name__)


def room() -> tuple[int, int]:
    """Bytes free on the disk of the home, and those that are to stay free. Raises OSError where it cannot be read."""
    disk = shutil.disk_usage(settings.SHANZHI_HOME)
    return disk.free, min(ROOM, disk.total // 20)


def keep_reserve() -> None:
    """Lay the reserve down where there is room for it; nothing happens where there is not."""
    try:
        free, least = room()
        size = min(RESERVE, least // 2)
        if not _reserve().exists() and free - size >= least:
            with _reserve().open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, size)
    except OSError as problem:
        log.warning("no reserve was laid down: %s", problem.strerror)


def give_way() -> bool:
    """Let the reserve go, if there is one. Whether there is room now that was not there before."""
    try:
        _reserve().unlink()
    except OSError:
        return False
    log.error("the disk is full: the reserve is let go; make room")
    return True


def _reserve() -> Path:
    return Path(settings.SHANZHI_HOME) / "reserve"


class SessionStore(db.SessionStore):
    """Sessions in the database; noting that one was used is left out where the disk is full, so that nobody who is signed
    in is kept from reading. Signing in anew needs room: the reserve has some."""

    def save(self, must_create: bool = False) -> None:
        try:
            super().save(must_create=must_create)
        except DatabaseError as problem:
            if must_create or not is_full(problem):
                raise
            log.error("the disk is full: a session was not noted as used")

"""The database's part of a backup: SQLite by its own online backup, PostgreSQL by pg_dump; each of one moment."""

from __future__ import annotations

import glob
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection

from shanzhi.matters.backup.problems import NO_PROGRAM, OTHER_BACK_END, PROGRAM_FAILED, BadBackup

SQLITE, DUMP = "database.sqlite3", "database.dump"


def dump(room: Path) -> Path:
    """The database as of now, as a file in `room`; others go on writing meanwhile."""
    if connection.vendor == "sqlite":
        target = room / SQLITE
        source = sqlite3.connect(f"file:{settings.DATABASES['default']['NAME']}?mode=ro", uri=True)
        copy = sqlite3.connect(target)
        try:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        except sqlite3.Error as fault:
            raise BadBackup(PROGRAM_FAILED.fill(program="SQLite", why=fault)) from None
        finally:
            copy.close()
            source.close()
        return target
    target = room / DUMP
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(target))
    return target


def is_empty() -> bool:
    """Whether the database holds no table yet."""
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def take(room: Path, vendor: str) -> None:
    """Make the database that was dumped the one of this installation. Raises `BadBackup`."""
    if vendor != connection.vendor:
        raise BadBackup(OTHER_BACK_END.fill(theirs=vendor, ours=connection.vendor))
    if vendor == "sqlite":
        connection.close()
        target = Path(settings.DATABASES["default"]["NAME"])
        for beside in ("-wal", "-shm"):
            Path(f"{target}{beside}").unlink(missing_ok=True)
        (room / SQLITE).chmod(0o600)
        os.replace(room / SQLITE, target)
        return
    _run(
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--exit-on-error",
        "--single-transaction",
        str(room / DUMP),
    )


def _run(program: str, *arguments: str) -> None:
    """A program of PostgreSQL on this installation's database; the password goes by the environment."""
    where = settings.DATABASES["default"]
    # with an option of the connection in its name, libpq reads all of it from there
    target = ["--dbname", where["NAME"]]
    given = {
        "PGHOST": where["HOST"],
        "PGPORT": where["PORT"],
        "PGUSER": where["USER"],
        "PGPASSWORD": where["PASSWORD"],
    }
    given |= {
        f"PG{name.upper()}": str(value) for name, value in where["OPTIONS"].items() if name.startswith("ssl")
    }
    environment = {**os.environ, **{name: value for name, value in given.items() if value}}
    try:
        done = subprocess.run(  # noqa: S603
            [_found(program), *target, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as fault:
        raise BadBackup(PROGRAM_FAILED.fill(program=program, why=fault.strerror or "")) from None
    if done.returncode:
        raise BadBackup(PROGRAM_FAILED.fill(program=program, why=done.stderr.strip()[:300]))


def _found(program: str) -> str:
    """The newest one there is: an older pg_dump refuses a newer server."""
    on_debian = glob.glob(f"/usr/lib/postgresql/*/bin/{program}")
    newest = max(on_debian, key=lambda path: int(path.split("/")[4]), default=None)
    found = newest or shutil.which(program)
    if found is None:
        raise BadBackup(NO_PROGRAM.fill(program=program))
    return found

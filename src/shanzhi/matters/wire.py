"""Statements sent as they are written, with as little as possible between them and the database.

Every parameter is sent as text and cast where it is used, so each statement has one prepared form on
PostgreSQL whatever its values. On SQLite the same text runs through Django's cursor.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection
from psycopg.types.datetime import TimestamptzLoader
from psycopg.types.string import TextLoader

_cursors: WeakKeyDictionary[Any, psycopg.Cursor[Any]] = WeakKeyDictionary()


def on_postgresql() -> bool:
    """Whether this installation keeps its records in PostgreSQL."""
    return connection.vendor == "postgresql"


def fetch(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement. Raises Django's database errors, as the ORM does."""
    if not on_postgresql():
        with connection.cursor() as cursor:
            cursor.execute(statement, [_for_sqlite(v) for v in values])
            return cursor.fetchall()
    if connection.in_atomic_block:
        connection.validate_no_broken_transaction()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return _cursor().execute(statement, [_as_text(v) for v in values], prepare=True).fetchall()


def execute(statement: str, values: Sequence[Any]) -> int:
    """Run a statement that returns no rows; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [_for_sqlite(v) for v in values])
        return cursor.rowcount


def _cursor() -> psycopg.Cursor[Any]:
    """The one cursor of this thread's connection for prepared statements."""
    raw = connection.connection
    cursor = _cursors.get(raw)
    if cursor is None or cursor.closed:
        cursor = psycopg.Cursor(raw)
        cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        for name in ("json", "jsonb"):
            cursor.adapters.register_loader(name, TextLoader)
        if (
            raw.prepare_threshold is None
        ):  # Django's default; its own cursors never prepare, whatever this says
            raw.prepare_threshold = 0
        _cursors[raw] = cursor
    return cursor


def _as_text(value: Any) -> str | None:
    if value is None or type(value) is str:
        return value
    if type(value) is int:
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, list | tuple):
        return "{" + ",".join(map(_element, value)) + "}"
    return str(value)


def _element(value: Any) -> str:
    text = _as_text(value)
    if text is None:
        return "NULL"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return value

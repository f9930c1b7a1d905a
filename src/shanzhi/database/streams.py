"""Many rows at once into one table: PostgreSQL takes them by COPY, SQLite by a prepared statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from shanzhi.database.wire import on_postgresql


def stream(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows as they come, in the caller's transaction; values as the columns keep them."""
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if on_postgresql():
            stream = f"COPY {table} ({names}) FROM STDIN"
            with connection.wrap_database_errors, cursor.copy(stream) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 (constants)
            cursor.executemany(insert, [_for_sqlite(row) for row in rows])


def _for_sqlite(row: tuple[Any, ...]) -> list[Any]:
    """A row as SQLite keeps it through Django: times as text in UTC."""
    return [
        str(value.astimezone(UTC).replace(tzinfo=None)) if isinstance(value, datetime) else value
        for value in row
    ]

"""Statements sent as they are written, with as little as possible between them and the database.

A round trip through Django's and psycopg's cursors costs several times what PostgreSQL itself needs for a
prepared statement, and the hot path lives on round trips. So here a statement is prepared once a connection
and run by libpq directly: parameters as text (bytes as they are), each cast in the statement; results in
PostgreSQL's binary format. It runs inside Django's transaction where there is one. On SQLite the same text
runs through Django's cursor. Errors are Django's, as from the ORM.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.adapt import AdaptersMap, Loader, Transformer
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, Format, TransactionStatus

_FORGOTTEN = b"26000"  # somebody had the server drop its prepared statements (DEALLOCATE ALL, a pooler)
_SOUND = frozenset([ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK])
_prepared: WeakKeyDictionary[Any, dict[str, bytes]] = WeakKeyDictionary()


def on_postgresql() -> bool:
    """Whether this installation keeps its records in PostgreSQL."""
    return connections[DEFAULT_DB_ALIAS].vendor == "postgresql"


def fetch(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a statement. Parameters are `%s`, and no other percent sign may stand in it."""
    database = connections[DEFAULT_DB_ALIAS]
    if _direct(database):
        return _rows(_run(database, statement, values))
    with database.cursor() as cursor:
        cursor.execute(statement, _adapted(database, values))
        return cursor.fetchall()


def execute(statement: str, values: Sequence[Any] = ()) -> int:
    """Run a statement that returns no rows; how many rows it touched."""
    database = connections[DEFAULT_DB_ALIAS]
    if _direct(database):
        return _run(database, statement, values).command_tuples or 0
    with database.cursor() as cursor:
        cursor.execute(statement, _adapted(database, values))
        return cursor.rowcount


def _direct(database: Any) -> bool:
    """Whether nothing has to stand between: no other back end, and nobody who counts or wraps statements."""
    return database.vendor == "postgresql" and not database.execute_wrappers and not database.queries_logged


def _adapted(database: Any, values: Sequence[Any]) -> list[Any]:
    return list(values) if database.vendor == "postgresql" else [_for_sqlite(value) for value in values]


def _run(database: Any, statement: str, values: Sequence[Any]) -> Any:
    if database.in_atomic_block:
        database.validate_no_broken_transaction()
    database.ensure_connection()
    raw = database.connection
    libpq = raw.pgconn
    parameters: list[bytes | None] = []
    formats = []
    for value in values:
        kind = type(value)
        parameters.append(None if value is None else _TO[kind](value))
        formats.append(kind is bytes)
    with database.wrap_database_errors:
        if not raw.autocommit and libpq.transaction_status == TransactionStatus.IDLE:
            _sound(raw, libpq.exec_(b"BEGIN"))
        names = _prepared.get(raw)
        if names is None:
            names = _prepared.setdefault(raw, {})
        name = names.get(statement)
        if name is None:
            name = f"shanzhi_{len(names)}".encode()
            _sound(raw, libpq.prepare(name, _numbered(statement).encode()))
            names[statement] = name
        result = libpq.exec_prepared(name, parameters, formats, 1)
        if result.status in _SOUND:
            return result
        if libpq.status != ConnStatus.OK and statement.startswith("SELECT") and not database.in_atomic_block:
            database.close()  # the server was restarted in between: a reading statement may be run again
            return _run(database, statement, values)
        if result.error_field(DiagnosticField.SQLSTATE) == _FORGOTTEN and not database.in_atomic_block:
            names.clear()
            return _run(database, statement, values)
        return _sound(raw, result)


def _sound(raw: Any, result: Any) -> Any:
    """The result, unless it is an error: then the exception psycopg has for it.

    A connection that broke has no code; whether the statement was carried out nobody knows.
    """
    if result.status in _SOUND:
        return result
    if raw.pgconn.status != ConnStatus.OK and not result.error_field(DiagnosticField.SQLSTATE):
        raise psycopg.OperationalError(result.error_message.decode(errors="replace").strip())
    raise psycopg.errors.error_from_result(result, encoding=raw.info.encoding)


def _numbered(statement: str) -> str:
    """`%s` as PostgreSQL counts parameters: $1, $2, …"""
    first, *others = statement.split("%s")
    return first + "".join(f"${n}{part}" for n, part in enumerate(others, 1))


def _rows(result: Any) -> list[tuple[Any, ...]]:
    if not result.ntuples:
        return []
    reader = _reader.transformer
    reader.set_pgresult(result)
    try:
        return reader.load_rows(0, result.ntuples, tuple)
    finally:
        reader.set_pgresult(None)


def _array(values: Sequence[Any]) -> bytes:
    """A one-dimensional array literal."""
    return b"{" + b",".join(map(_element, values)) + b"}"


def _element(value: Any) -> bytes:
    if value is None:
        return b"NULL"
    return b'"' + _TO[type(value)](value).replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


_TO: dict[type, Callable[[Any], bytes]] = {
    str: str.encode,
    int: lambda value: b"%d" % value,
    float: lambda value: repr(value).encode(),
    bool: lambda value: b"t" if value else b"f",
    datetime: lambda value: value.isoformat().encode(),
    bytes: lambda value: value,
    date: lambda value: value.isoformat().encode(),
    UUID: lambda value: value.hex.encode(),
    list: _array,
    tuple: _array,
}


class _AsText(Loader):
    """JSON as it is written: who reads it knows what shape it has."""

    format = Format.BINARY

    def load(self, data: Any) -> str:
        return bytes(data).decode()


class _AsTextAfterForm(_AsText):
    """The same of jsonb, whose first byte numbers its form."""

    def load(self, data: Any) -> str:
        return bytes(data)[1:].decode()


_READS = AdaptersMap(psycopg.adapters)
_READS.register_loader("json", _AsText)
_READS.register_loader("jsonb", _AsTextAfterForm)


class _Reader(threading.local):
    """psycopg's reader of results, one a thread, since it keeps the result it reads. It is given no connection:
    then text is UTF-8 and moments are in UTC, whatever the session's settings."""

    adapters, connection = _READS, None

    def __init__(self) -> None:
        self.transformer = Transformer(self)


_reader = _Reader()


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return value

"""Prepared statements over libpq: every kind of value there and back, inside transactions, and after accidents."""

from __future__ import annotations

from datetime import UTC, date, datetime
from os import dup
from socket import SHUT_RDWR, socket
from uuid import UUID

import pytest
from django.db import IntegrityError, OperationalError, ProgrammingError, connection, transaction

from shanzhi.database.wire import execute, fetch
from shanzhi.people.models import Person

postgres = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite goes through Django's own cursor"
)
AT = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC)


@pytest.mark.django_db
@postgres
@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("text", "第一网格 'x' \"y\" \\ 😀"),
        ("text", ""),
        ("bigint", -(2**62)),
        ("int", 7),
        ("smallint", -3),
        ("bool", True),
        ("bool", False),
        ("float8", 104.0657),
        ("timestamptz", AT),
        ("date", date(1999, 12, 31)),
        ("bytea", b"\x00\xff'\\"),
        ("uuid", UUID(int=5)),
        ("text", None),
        ("json", '{"a": [1, "二"]}'),
        ("jsonb", '{"a": [1, "二"]}'),
        ("bigint[]", [1, None, 3]),
    ],
)
def test_values_come_back_as_they_went(type_, value):
    assert fetch(f"SELECT %s::{type_}", (value,)) == [(value,)]


@pytest.mark.django_db
@postgres
def test_lists_come_back_row_by_row():
    rows = fetch("SELECT * FROM unnest(%s::bigint[], %s::text[])", ([1, 2, 3], ['a"b', "c\\d", None]))
    assert rows == [(1, 'a"b'), (2, "c\\d"), (3, None)]


@pytest.mark.django_db
def test_it_takes_part_in_the_transaction_around_it():
    with transaction.atomic():
        execute("INSERT INTO people_person (name, minor, created_at) VALUES (%s, %s, %s)", ("甲", False, AT))
        assert fetch("SELECT count(*) FROM people_person WHERE name = %s", ("甲",)) == [(1,)]
        transaction.set_rollback(True)
    assert not Person.objects.filter(name="甲").exists()


@pytest.mark.django_db
def test_errors_are_those_of_the_orm():
    person = Person.objects.create(name="甲")
    with pytest.raises(IntegrityError), transaction.atomic():
        execute(
            "INSERT INTO people_person (id, name, minor, created_at) VALUES (%s, %s, %s, %s)",
            (person.pk, "乙", False, AT),
        )


@pytest.mark.django_db(transaction=True)
@postgres
def test_statements_the_server_forgot_are_prepared_again():
    assert fetch("SELECT %s::int", (1,)) == [(1,)]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert fetch("SELECT %s::int", (2,)) == [(2,)]


@pytest.mark.django_db(transaction=True)
@postgres
def test_a_connection_cut_in_between_is_made_anew_for_reading():
    assert fetch("SELECT 1") == [(1,)]
    victim = connection.connection.info.backend_pid
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [victim])
    other.close()
    assert fetch("SELECT 1") == [(1,)]


@pytest.mark.django_db
@postgres
def test_a_wrong_statement_is_an_error_and_not_a_crash():
    with pytest.raises(ProgrammingError), transaction.atomic():
        fetch("SELECT no_such_column")
    assert fetch("SELECT 1") == [(1,)]


def test_counting_of_queries_sees_them(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        fetch("SELECT count(*) FROM people_person")


@pytest.mark.django_db(transaction=True)
@postgres
def test_a_server_that_dies_under_a_statement_is_a_connection_that_was_lost():
    assert fetch("SELECT 1") == [(1,)]
    line = socket(fileno=dup(connection.connection.pgconn.socket))
    line.shutdown(SHUT_RDWR)
    line.close()
    with pytest.raises(OperationalError):
        execute("INSERT INTO people_person (name, minor, created_at) VALUES (%s, %s, %s)", ("甲", False, AT))
    connection.close()
    assert not Person.objects.filter(name="甲").exists()

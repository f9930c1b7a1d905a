"""One place says what an error of the database means, whoever met it: away, crossed, full, or a fault of the statement."""

from __future__ import annotations

import ast
import sqlite3
from pathlib import Path

import psycopg
import pytest
from django.db import (
    DatabaseError,
    Error,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connection,
)

from shanzhi.database.faults import is_away, is_crossed, is_full, is_passing

SOURCE = Path(__file__).parents[2] / "src/shanzhi"


def of(state: str | None, kind: type[Error] = OperationalError) -> Error:
    """Django's error over psycopg's own of a state; without one, over a connection that broke."""
    problem = kind("said")
    problem.__cause__ = psycopg.errors.lookup(state)() if state else psycopg.OperationalError("is lost")
    return problem


@pytest.mark.parametrize("state", [None, "08006", "08001", "57P01", "57P02", "57P03", "53300"])
def test_a_server_that_is_gone_is_away(state):
    problem = of(state)
    assert is_away(problem)
    assert is_passing(problem)
    assert not is_crossed(problem)


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_two_in_each_others_way_may_be_run_again_and_nothing_is_away(state):
    problem = of(state)
    assert is_crossed(problem)
    assert is_passing(problem)
    assert not is_away(problem)


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("57014", OperationalError),
        ("53200", OperationalError),
        ("42P01", ProgrammingError),
        ("23505", IntegrityError),
    ],
)
def test_a_statement_that_failed_is_none_of_them(state, kind):
    problem = of(state, kind)
    assert not is_passing(problem)


def test_what_never_came_from_a_driver_is_none_of_them():
    assert not is_away(OperationalError("no such table: x"))
    assert not is_passing(OSError(28, "No space left on device"))
    assert is_full(OSError(28, "No space left on device"))
    assert is_away(InterfaceError("connection already closed"))


def test_a_file_that_another_has_locked_is_away_and_a_missing_table_is_not(tmp_path):
    first, second = (sqlite3.connect(tmp_path / "one", isolation_level=None, timeout=0) for _ in "12")
    first.execute("CREATE TABLE t (a)")
    first.execute("BEGIN IMMEDIATE")
    for statement, away in (("BEGIN IMMEDIATE", True), ("SELECT * FROM nothing", False)):
        with pytest.raises(sqlite3.OperationalError) as caught:
            second.execute(statement)
        problem = OperationalError(str(caught.value))
        problem.__cause__ = caught.value
        assert is_away(problem) is away
    first.close()
    second.close()


@pytest.mark.django_db
def test_a_faulty_statement_on_the_real_database_is_not_away():
    with pytest.raises(DatabaseError) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM there_is_no_such_table")
    assert not is_passing(caught.value)


def test_nobody_else_asks_by_the_kind_of_error():
    """Which kinds of error mean that the database is away is written once; `installation` says only that it is not there."""
    asks = []
    for file in sorted(SOURCE.rglob("*.py")):
        names = {node.id for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Name)}
        if names & {"InterfaceError", "OperationalError"} or "57P" in file.read_text():
            asks.append(str(file.relative_to(SOURCE)))
    assert asks == ["database/faults.py", "installation.py", "matters/writing/unit.py"]

"""Where every test runs: a home of its own, and SQLite or a private PostgreSQL.

`pytest` uses SQLite (a file, with the settings of a real installation). `SHANZHI_TEST_DB=postgres pytest`, or
`pytest --database postgres`, starts one PostgreSQL cluster for the run. Both are chosen while this file is
imported, before Django's settings are read and before any other conftest: so DJANGO_SETTINGS_MODULE is set here
and not in pyproject.toml. The workers of xdist inherit the cluster and get a home each.
"""

from __future__ import annotations

import argparse
import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from postgres import Cluster, NoPostgres

BACK_ENDS = ("sqlite", "postgres")
DATABASE_FIXTURES = frozenset(("db", "transactional_db", "django_db_setup", "live_server", "back_end"))
_cluster: Cluster | None = None
_problem: str | None = None


def _asked() -> str:
    """The back end asked for on the command line, else by SHANZHI_TEST_DB, else SQLite."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--database", default=os.environ.get("SHANZHI_TEST_DB", "sqlite"))
    return str(parser.parse_known_args(sys.argv[1:])[0].database)


def _prepare() -> None:
    """Name the home and the database in the environment, and set Django up on them."""
    global _cluster, _problem
    if "PYTEST_XDIST_WORKER" not in os.environ:
        if "DJANGO_SETTINGS_MODULE" in os.environ:
            _problem = "unset DJANGO_SETTINGS_MODULE: the tests choose their own home and database"
        os.environ.pop("DATABASE_URL", None)
        choice = _asked()
        if choice not in BACK_ENDS:
            _problem = f"the database is {choice!r}; it must be one of {', '.join(BACK_ENDS)}"
        elif choice == "postgres":
            try:
                _cluster = Cluster()
            except NoPostgres as problem:
                _problem = str(problem)
            else:
                os.environ["DATABASE_URL"] = _cluster.url
    home = tempfile.mkdtemp(prefix="shanzhi-home-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["SHANZHI_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "shanzhi.site.settings"
    import django

    django.setup()
    del os.environ["DJANGO_SETTINGS_MODULE"]  # or the workers would read the settings before their own home


_prepare()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", help="back end: sqlite or postgres (default: $SHANZHI_TEST_DB, else sqlite)"
    )
    parser.addoption("--again", action="store_true", help="leave out what PostgreSQL would not change")


def pytest_configure() -> None:
    if _problem is not None:
        raise pytest.UsageError(_problem)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--again`, leave out what the first run has proved for the second as well."""
    if config.getoption("--again"):
        kept = [item for item in items if _again(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept


def _again(item: pytest.Item) -> bool:
    """Whether a test asks the database, which pytest-django keeps from all others, or the package as it is installed."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "installed"))
    return marked or not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_unconfigure() -> None:
    if _cluster is not None:
        _cluster.stop()


@pytest.fixture(scope="session")
def back_end() -> str:
    """Which back end this run is on: `sqlite` or `postgresql`."""
    from django.db import connection

    return connection.vendor


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> None:
    """Argon2 with little work: the tests check what is done with passwords, not how long one takes."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    Argon2PasswordHasher.time_cost = 1
    Argon2PasswordHasher.memory_cost = 64
    Argon2PasswordHasher.parallelism = 1


@pytest.fixture(scope="session", autouse=True)
def _tests_may_empty_history() -> Iterator[None]:
    """SQLite empties tables row by row after a transactional test; the triggers that keep history step aside."""
    from django.db.backends.sqlite3.base import DatabaseOperations

    from shanzhi.matters.history.protection import ERASABLE, protect, unprotect

    flush = DatabaseOperations.sql_flush

    def unguarded(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        off = [statement for table in ERASABLE for statement in unprotect("sqlite", table)]
        on = [statement for table in ERASABLE for statement in protect("sqlite", table)]
        return [*off, *flush(self, *args, **kwargs), *on]

    DatabaseOperations.sql_flush = unguarded
    yield
    DatabaseOperations.sql_flush = flush

"""Where every test runs: a home of its own, and SQLite or a private PostgreSQL.

`pytest` uses SQLite (a file, with the settings of a real installation). `SHANZHI_TEST_DB=postgres pytest`, or
`pytest --database postgres`, starts one PostgreSQL cluster for the run. Both are chosen before Django's settings
are read, which is why DJANGO_SETTINGS_MODULE is set here and not in pyproject.toml.
"""

from __future__ import annotations

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
_cluster: Cluster | None = None
_home: str | None = None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=BACK_ENDS,
        default=os.environ.get("SHANZHI_TEST_DB", "sqlite"),
        help="the back end to test on (default: $SHANZHI_TEST_DB, else sqlite)",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Prepare the home and the database, once per run; the workers of xdist inherit both."""
    global _cluster, _home
    if "PYTEST_XDIST_WORKER" in os.environ:
        os.environ["SHANZHI_HOME"] = tempfile.mkdtemp(dir=os.environ["SHANZHI_HOME"])
    else:
        if "django.conf" in sys.modules and sys.modules["django.conf"].settings.configured:
            raise pytest.UsageError(
                "unset DJANGO_SETTINGS_MODULE: the tests choose their own home and database"
            )
        choice = config.getoption("--database")
        if choice not in BACK_ENDS:
            raise pytest.UsageError(
                f"SHANZHI_TEST_DB is {choice!r}; it must be one of {', '.join(BACK_ENDS)}"
            )
        os.environ["SHANZHI_HOME"] = _home = tempfile.mkdtemp(prefix="shanzhi-home-")
        os.environ.pop("DATABASE_URL", None)
        if choice == "postgres":
            try:
                _cluster = Cluster()
            except NoPostgres as problem:
                raise pytest.UsageError(str(problem)) from None
            os.environ["DATABASE_URL"] = _cluster.url
    os.environ["DJANGO_SETTINGS_MODULE"] = "shanzhi.site.settings"
    from django.conf import settings

    assert settings.DATABASES  # reads the settings now, so that pytest-django sets Django up next


def pytest_unconfigure() -> None:
    if _cluster is not None:
        _cluster.stop()
    if _home is not None:
        shutil.rmtree(_home, ignore_errors=True)


@pytest.fixture(autouse=True, scope="session")
def _tests_may_empty_history() -> Iterator[None]:
    """SQLite empties tables row by row after a transactional test; the triggers that keep history step aside."""
    from django.db.backends.sqlite3.base import DatabaseOperations

    from shanzhi.matters.protection import ERASABLE, protect, unprotect

    flush = DatabaseOperations.sql_flush

    def unguarded(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        off = [statement for table in ERASABLE for statement in unprotect("sqlite", table)]
        on = [statement for table in ERASABLE for statement in protect("sqlite", table)]
        return [*off, *flush(self, *args, **kwargs), *on]

    DatabaseOperations.sql_flush = unguarded
    yield
    DatabaseOperations.sql_flush = flush


@pytest.fixture(scope="session")
def back_end() -> str:
    """Which back end this run is on: `sqlite` or `postgresql`."""
    from django.db import connection

    return connection.vendor

"""A backup of an installation on PostgreSQL, restored into an empty database and an empty home."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Cluster, NoPostgres

PATIENCE = 180


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    try:
        made = Cluster()
    except NoPostgres as problem:
        pytest.skip(str(problem))
    yield made
    made.stop()


def run(home: Path, url: str, *words: str, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "shanzhi", "--lang", "en", *words],
        env={**os.environ, "SHANZHI_HOME": str(home), "DATABASE_URL": url, "COLUMNS": "300"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == code, said
    return said


def test_a_backup_brings_everything_back(cluster: Cluster, tmp_path: Path) -> None:
    import psycopg

    with psycopg.connect(cluster.url, autocommit=True) as server:
        server.execute("CREATE DATABASE one")
        server.execute("CREATE DATABASE two")
    one, two = (cluster.url.replace("/postgres?", f"/{name}?") for name in ("one", "two"))
    phrase = tmp_path / "phrase"
    phrase.write_text("correct horse battery\n")
    tar, keys = tmp_path / "b.tar", tmp_path / "b.keys"
    sealed = ("--keys", str(keys), "--passphrase-file", str(phrase))
    run(tmp_path / "one", one, "account", "new", "sysadmin", "--kind", "system_admin")
    run(tmp_path / "one", one, "backup", str(tar), *sealed)
    run(tmp_path / "two", two, "restore", str(tar), *sealed)
    assert "0 faults" in run(tmp_path / "two", two, "verify")
    with psycopg.connect(two) as server:
        assert server.execute("SELECT username FROM people_account").fetchall() == [("sysadmin",)]
    assert "holds something already" in run(tmp_path / "two", two, "restore", str(tar), *sealed, code=2)

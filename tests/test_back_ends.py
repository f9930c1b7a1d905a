"""The tests run where they say: a temporary home, and the back end that was asked for."""

import tempfile
from pathlib import Path

import postgres
import pytest
from django.conf import settings
from django.db import connection


def test_the_home_is_a_temporary_folder() -> None:
    assert Path(settings.SHANZHI_HOME).is_relative_to(Path(tempfile.gettempdir()).resolve())


@pytest.mark.django_db
def test_the_database_is_a_real_one_of_the_kind_asked_for(back_end: str) -> None:
    with connection.cursor() as cursor:
        if back_end == "postgresql":
            cursor.execute("SHOW server_version_num")
            assert int(cursor.fetchone()[0]) >= 150_000
        else:
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone()[0] == "wal"


def test_asking_for_postgresql_where_there_is_none_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres.glob, "glob", lambda _: [])
    monkeypatch.setattr(postgres.shutil, "which", lambda _: None)
    with pytest.raises(postgres.NoPostgres, match="install postgresql"):
        postgres.programs()

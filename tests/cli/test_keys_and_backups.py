"""Keys belong to their database; a backup brings both back; help makes nothing; tables change by a command of their own."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

PATIENCE = 300
PHRASE = "correct horse battery"
ROSTER = "姓名,电话,岗位,网格\n居民一,13800001234,grid_worker,\n"


class Home(NamedTuple):
    """An installation of its own; `run` calls a command in it."""

    folder: Path
    database: str

    def run(self, *words: str, code: int = 0) -> str:
        said = self._called("shanzhi", "--lang", "en", *words, code=code)
        assert "Traceback" not in said
        return said

    def django(self, *words: str) -> str:
        """Call a command of the framework, past the checks that `shanzhi` makes first."""
        return self._called("django", *words, "--settings", "shanzhi.site.settings", code=0)

    def _called(self, *words: str, code: int) -> str:
        kept = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SHANZHI_HOME")
        }
        there = {"DATABASE_URL": self.database} if self.database else {}
        done = subprocess.run(
            [sys.executable, "-m", *words],
            env={**kept, **there, "SHANZHI_HOME": str(self.folder), "COLUMNS": "300"},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.returncode == code, said
        return said

    @property
    def keys(self) -> list[str]:
        folder = self.folder / "keys"
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An installation on SQLite, whatever the tests run on."""
    return Home(tmp_path / "home", "")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """One with an administrator, so that something is audited; made once and never changed."""
    first = Home(tmp_path_factory.mktemp("made") / "home", "")
    first.run("account", "new", "sysadmin", "--kind", "system_admin")
    return first


@pytest.fixture
def used(made: Home, home: Home) -> Home:
    """A copy of it."""
    shutil.copytree(made.folder, home.folder)
    return home


def passphrase(folder: Path) -> str:
    file = folder / "phrase"
    file.write_text(PHRASE + "\n")
    return str(file)


@pytest.mark.parametrize(
    "words",
    [("calendar", "add", "--help"), ("verify", "--help"), ("serve", "--help"), ("--help",), ("calendar",)],
)
def test_help_makes_nothing(home: Home, words: tuple[str, ...]) -> None:
    home.run(*words, code=0 if "--help" in words else 2)
    assert not home.folder.exists()


def test_the_command_that_begins_an_installation_says_where(home: Home) -> None:
    assert f"a new installation was made in {home.folder} (SQLite)" in home.run("adoptions")
    assert "new installation" not in home.run("adoptions")


def test_the_first_command_makes_tables_and_keys(used: Home) -> None:
    assert used.keys == ["audit", "digest", "django", "seal-1"]
    assert "0 faults" in used.run("verify")


@pytest.mark.parametrize("command", [("verify",), ("serve",), ("key", "new")])
def test_without_its_keys_nothing_starts_and_none_is_made(used: Home, command: tuple[str, ...]) -> None:
    (used.folder / "keys").rename(used.folder / "away")
    said = used.run(*command, code=2)
    assert "Keys are missing" in said
    assert "seal-1" in said
    assert not (used.folder / "keys").exists()
    (used.folder / "away").rename(used.folder / "keys")
    assert "0 faults" in used.run("verify")


def test_with_other_keys_nothing_starts(used: Home) -> None:
    for name in used.keys:
        (used.folder / "keys" / name).write_text("ab" * 32)
    assert "other keys" in used.run("verify", code=2)


def test_one_key_that_is_missing_is_named(used: Home) -> None:
    (used.folder / "keys" / "digest").unlink()
    said = used.run("verify", code=2)
    assert "lacks digest" in said
    assert "digest" not in used.keys


def test_a_database_from_before_the_fingerprints_does_not_get_new_keys_either(used: Home) -> None:
    with sqlite3.connect(used.folder / "shanzhi.sqlite3") as database:
        database.execute("DELETE FROM people_keyprint")
    assert "0 faults" in used.run("verify")  # its keys are there, and noted
    with sqlite3.connect(used.folder / "shanzhi.sqlite3") as database:
        database.execute("DELETE FROM people_keyprint")
    shutil.rmtree(used.folder / "keys")
    used.run("verify", code=2)
    assert used.keys == []


def test_an_old_sealing_key_may_go_once_nothing_needs_it(used: Home) -> None:
    used.run("key", "new")
    (used.folder / "keys" / "seal-1").rename(used.folder / "seal-1")
    assert "lacks seal-1" in used.run("verify", code=2)
    (used.folder / "seal-1").rename(used.folder / "keys" / "seal-1")
    used.run("key", "reseal")
    (used.folder / "keys" / "seal-1").unlink()
    assert "0 faults" in used.run("verify")
    assert "seal-3" in used.run("key", "new")


def test_tables_of_an_older_version_are_brought_up_by_their_own_command(used: Home) -> None:
    used.django("migrate", "people", "0004_owners")  # what came later is taken back, in its order
    for command in (("verify",), ("serve",)):
        assert "shanzhi migrate" in used.run(*command, code=2)
    assert "key_prints" in used.run("migrate")
    assert "0 steps done" in used.run("migrate")
    assert "0 faults" in used.run("verify")


def test_tables_of_a_newer_version_are_not_touched(used: Home) -> None:
    with sqlite3.connect(used.folder / "shanzhi.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('matters', '9999_later', '2026-01-01')"
        )
    assert "newer than this program" in used.run("verify", code=2)
    assert "newer than this program" in used.run("migrate", code=2)


def digests(home: Home) -> str:
    return home.run("verify").split(" in ")[0]


def test_a_backup_brings_everything_back(used: Home, tmp_path: Path) -> None:
    phrase = passphrase(tmp_path)
    (used.folder / "channels.toml").write_text("[bundle]\nminutes = 3\n")
    content = b"x" * 64
    digest = __import__("hashlib").sha256(content).hexdigest()
    (used.folder / "files" / digest[:2]).mkdir(parents=True)
    (used.folder / "files" / digest[:2] / digest).write_bytes(content)
    tar, keys = tmp_path / "b.tar", tmp_path / "b.keys"
    assert "1 files" in used.run("backup", str(tar), "--keys", str(keys), "--passphrase-file", phrase)
    assert keys.stat().st_mode & 0o077 == 0
    assert tar.stat().st_mode & 0o077 == 0  # whoever reads it reads names and matters
    assert not any(path.name.startswith(".backup") for path in used.folder.iterdir())
    secret = (used.folder / "keys" / "seal-1").read_text().encode()
    assert secret not in tar.read_bytes()
    assert secret not in keys.read_bytes()

    again = Home(tmp_path / "again", "")
    said = again.run("restore", str(tar), "--keys", str(keys), "--passphrase-file", phrase)
    assert re.search(r"backup of \d{4}-\d\d-\d\d \d\d:\d\d: 1 files", said)  # of this place, to the minute
    kept = [
        again.folder / "shanzhi.sqlite3",
        *(p for p in (again.folder / "files").rglob("*") if p.is_file()),
    ]
    assert {path.stat().st_mode & 0o077 for path in kept} == {0}
    assert again.keys == used.keys
    assert (again.folder / "files" / digest[:2] / digest).read_bytes() == content
    assert (again.folder / "channels.toml").read_text() == "[bundle]\nminutes = 3\n"
    assert digests(again) == digests(used)
    assert "sysadmin" in again.run("account", "new", "sysadmin", "--kind", "system_admin", code=2)


def test_a_backup_is_refused_where_it_would_do_harm(used: Home, tmp_path: Path) -> None:
    phrase = passphrase(tmp_path)
    tar, keys = tmp_path / "b.tar", tmp_path / "b.keys"
    with_keys = ("--keys", str(keys), "--passphrase-file", phrase)
    assert "--no-keys" in used.run("backup", str(tar), code=2)
    used.run("backup", str(tar), *with_keys)
    assert "there already" in used.run("backup", str(tar), *with_keys, code=2)
    assert "holds something already" in used.run("restore", str(tar), *with_keys, code=2)

    again = Home(tmp_path / "again", "")
    wrong = tmp_path / "wrong"
    wrong.write_text("another passphrase\n")
    told = again.run("restore", str(tar), "--keys", str(keys), "--passphrase-file", str(wrong), code=2)
    assert "passphrase is wrong" in told
    spoiled = tmp_path / "spoiled.tar"
    content = bytearray(tar.read_bytes())
    content[len(content) // 2] ^= 1
    spoiled.write_bytes(content)
    assert "Nothing was changed" in again.run("restore", str(spoiled), *with_keys, code=2)
    cut = tmp_path / "cut.tar"
    cut.write_bytes(tar.read_bytes()[:5000])
    assert "Nothing was changed" in again.run("restore", str(cut), *with_keys, code=2)
    assert again.keys == []

    other = Home(tmp_path / "other", "")
    other.run("account", "new", "sysadmin", "--kind", "system_admin")
    other.run(
        "backup", str(tmp_path / "o.tar"), "--keys", str(tmp_path / "o.keys"), "--passphrase-file", phrase
    )
    told = again.run(
        "restore", str(tar), "--keys", str(tmp_path / "o.keys"), "--passphrase-file", phrase, code=2
    )
    assert "do not fit" in told
    assert again.keys == []


def test_a_short_passphrase_is_refused(used: Home, tmp_path: Path) -> None:
    short = tmp_path / "short"
    short.write_text("short\n")
    told = used.run(
        "backup",
        str(tmp_path / "b.tar"),
        "--keys",
        str(tmp_path / "k"),
        "--passphrase-file",
        str(short),
        code=2,
    )
    assert "at least 12" in told
    assert not (tmp_path / "b.tar").exists()


def test_a_home_that_cannot_be_written_is_told_with_what_to_do(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    said = Home(blocked / "home", "").run("verify", code=2)
    assert "SHANZHI_HOME" in said
    assert "OperationalError" not in said

"""A recording of all that is kept over fifteen votes holds no choice, no digest of one, and is as large whatever was chosen."""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from shanzhi.matters.models import Entry, SealedBallot
from tests.matters.ballots.test_secret_ballots import residents
from tests.matters.boxes import give_cards, settle
from tests.matters.method_texts import BALLOT
from tests.matters.town import build_town


def recorded(log: str, folder: Path) -> bytes:
    """Every table as the back end holds it, the database's files with their journal, the log, and temporary files."""
    parts = [log.encode()]
    with connection.cursor() as cursor:
        for table in tables(cursor):
            extra = ", xmin::text, ctid::text" if connection.vendor == "postgresql" else ""
            cursor.execute(f'SELECT *{extra} FROM "{table}"')
            for row in cursor.fetchall():
                parts += [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row]
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        for path in Path(name).parent.glob(f"{Path(name).name}*") if Path(name).exists() else ():
            parts.append(path.read_bytes())
    parts += [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return b"\n".join(parts)


def tables(cursor: Any) -> list[str]:
    """All tables but the virtual ones of SQLite, whose content lies in tables of their own."""
    if connection.vendor == "postgresql":
        return connection.introspection.table_names(cursor)
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%%'")
    return [name for (name,) in cursor.fetchall()]


def digests(text: str) -> list[bytes]:
    """What one would try: the choice hashed, alone and as JSON."""
    tried = [text.encode(), f'"{text}"'.encode(), f'{{"choice":"{text}"}}'.encode()]
    found = []
    for name in ("md5", "sha1", "sha256", "sha512", "blake2b"):
        for one in tried:
            digest = hashlib.new(name, one).digest()
            found += [digest, digest.hex().encode()]
    return found


@pytest.mark.django_db(transaction=True)
def test_a_recording_over_fifteen_votes_tells_nothing(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    town = build_town()
    settle(town, 15)
    give_cards(town)
    town.adopt(
        BALLOT.replace(
            "pass: yes * 2 > voted", "pass: yes * 2 > voted, options: {yes: 赞成此方案甲, no: 不赞成方案甲}"
        )
    )
    done = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    before = recorded(caplog.text, tmp_path)
    caplog.clear()
    marker = {"agree": b'"agree"', "oppose": b'"oppose"'}
    counts = {name: before.count(text) for name, text in marker.items()}
    sizes: dict[str, set[Any]] = {"agree": set(), "oppose": set()}
    for n, who in enumerate(residents(15)):
        choice = "agree" if n % 3 else "oppose"
        town.act(done, "vote", who, choice=choice)
        entry = Entry.objects.filter(matter=done.matter.id, act="vote").order_by("-seq").first()
        ballot = SealedBallot.objects.order_by("-number").first()
        sizes[choice].add((len(str(entry.values)), entry.note, len(ballot.ballot)))
    after = recorded(caplog.text, tmp_path)
    assert sizes["agree"] == sizes["oppose"]
    assert len(sizes["agree"]) == 1
    # The method's own text, which holds both words, may lie in one more page of the journal; ten were yes and five no.
    grown = {name: after.count(text) - counts[name] for name, text in marker.items()}
    assert grown["agree"] == grown["oppose"] < 5
    if connection.vendor == "postgresql":  # whose journal is no part of the recording
        assert grown == {"agree": 0, "oppose": 0}
    for text in marker:
        for digest in digests(text):
            assert digest not in after
    assert settings.DEBUG is False


def journal(begin: str, end: str) -> bytes:
    """PostgreSQL's write-ahead log between two positions, byte by byte."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_switch_wal()")  # flushes what is there
        cursor.execute(
            "SELECT pg_read_binary_file('pg_wal/' || name) FROM pg_ls_waldir() WHERE name BETWEEN"
            " pg_walfile_name(%s) AND pg_walfile_name(%s) ORDER BY name",
            [begin, end],
        )
        whole = b"".join(bytes(content) for (content,) in cursor.fetchall())
        cursor.execute("SELECT file_offset FROM pg_walfile_name_offset(%s)", [begin])
        (offset,) = cursor.fetchone()
    return whole[offset : offset + distance(begin, end)]


def distance(begin: str, end: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(%s, %s)", [end, begin])
        return int(cursor.fetchone()[0])


def position() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
        return str(cursor.fetchone()[0])


def inserted(begin: str, end: str) -> list[tuple[str, str]]:
    """The rows of this database that the log says were inserted between two positions: into which table (by file), how many
    bytes."""
    program = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_waldump"), reverse=True)), None)
    where = str(program) if program else shutil.which("pg_waldump")
    if where is None:
        pytest.skip("pg_waldump is not installed")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_switch_wal()"
        )  # flushes what is there: what was undone is not flushed by itself
        cursor.execute("SHOW data_directory")
        folder = cursor.fetchone()[0]
        cursor.execute(
            "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        ours = {
            Path(path).parts[-2:] for (path,) in cursor.fetchall()
        }  # not what PostgreSQL notes of them by itself
    asked = [where, "-p", f"{folder}/pg_wal", "-s", begin, "-e", end, "-r", "Heap"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    found = re.findall(
        r"len \(rec/tot\):\s*(\d+)/.*desc: (?:INSERT|HOT_INSERT|INSERT\+INIT)\b.*rel (\S+)", told
    )
    return [(table, size) for size, table in found if Path(table).parts[-2:] in ours]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the write-ahead log of PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_the_write_ahead_log_is_the_same_whatever_was_chosen(caplog):
    town = build_town()
    settle(town, 8)
    give_cards(town)
    town.adopt(BALLOT)
    done = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})

    def taken_back(choice: str) -> tuple[str, str]:
        """Where in the log a vote stands that is undone at once, so that the next is in the same place."""
        begin = position()
        with transaction.atomic():
            town.act(done, "vote", "resident", choice=choice)
            transaction.set_rollback(True)
        return begin, position()

    taken_back("agree")  # what is read for the first time leaves marks of its own
    spans = {choice: [taken_back(choice) for _ in range(4)] for choice in ("agree", "oppose")}
    rows = {choice: [inserted(*span) for span in found] for choice, found in spans.items()}
    assert len(rows["agree"][0]) >= 2  # the line of history and the sealed ballot
    assert all(one == rows["agree"][0] for found in rows.values() for one in found)
    for found in spans.values():
        for span in found:
            log = journal(*span)
            for text in (b'"agree"', b'"oppose"'):
                assert text not in log
                assert not any(digest in log for digest in digests(text.decode().strip('"')))

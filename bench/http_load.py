"""Fills the measured database with matters: `python -m bench.http_load COUNT LIVES.json`.

In each place a few lives are lived by the program itself, at different times: one just opened, one in hand, three
closed out; where `appeal-wall` is adopted, one more hangs on the wall. Their rows are then copied under new numbers, each with its own hash chain, so that `shanzhi verify` holds for
every one of them. Two processes copy, by COPY, with the checks of foreign keys left out: what they would check is copied.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from msgspec import Struct

SHAPES = (0, 1, 3, 3, 3)
"""How many acts each kind of life has behind it, of accept, resolve, rate; the desk of each place holds two in five."""
WORDS = (
    "楼道灯不亮",
    "下水道堵了",
    "电动车占道",
    "墙皮脱落",
    "夜里施工吵",
    "井盖松动",
    "垃圾没清",
    "水压太低",
)
AT_ONCE = 2_000
COVERED = """SELECT matter_id, seq, visit, act, at, person_id, role, place_id, stage, "to", "values", note, slot, NULL,
 seal, after FROM matters_entry WHERE matter_id = ANY(%s) ORDER BY matter_id, seq"""
"""What the hash of an entry covers, values as they are stored; the copies carry no command."""


FOLLOWING = ("matters_notice", "matters_publication")
"""Tables whose rows follow from a matter."""


class Life(Struct):
    """What is copied, as COPY writes it, without number and hash: the matter, its entries, each with what its hash
    covers after the number, the rows that follow from it, table by table, and what is searched, entry by entry."""

    matter: bytes
    entries: list[tuple[bytes, bytes]]
    following: list[list[bytes]]
    said: list[tuple[int, bytes]]


def live(lives: list[dict[str, Any]]) -> list[int]:
    """Live the lives that are copied; their numbers."""
    from django.utils import timezone

    from bench.http_client import ACTS
    from shanzhi.engine.types import SYSTEM
    from shanzhi.matters.models import Adoption
    from shanzhi.matters.writing.actions import Done, act, open_matter
    from shanzhi.people import actions as people
    from shanzhi.people.queries import load_actor
    from shanzhi.people.tokens import bearer
    from shanzhi.places.models import Place

    chance, numbers = random.Random(7), []
    walls = Adoption.objects.filter(slug="appeal-wall").exists()
    if walls:
        district = Place.objects.get(level="district")
        person = people.add_person(SYSTEM, name="上墙的人", serves=district)
        for street in Place.objects.filter(level="street"):
            people.assign_post(
                SYSTEM, person=person, role="street_staff", place=street,
                since=timezone.now() - timedelta(days=400),
            )  # fmt: skip
        poster = load_actor(person.pk)
    for one in lives:
        actors = {who: found.actor for who in ("worker", "resident") if (found := bearer(one[who]))}
        for acts in SHAPES:
            at = timezone.now() - timedelta(minutes=chance.randrange(60, 500_000))
            values = {"subject": chance.choice(WORDS), "detail": "三楼到四楼，已经三天了，请来看看。"}
            done = open_matter(
                actor=actors["resident"], method="appeal", place=one["place"], values=values, at=at
            )
            assert isinstance(done, Done), done
            for who, name, given in ACTS[:acts]:
                at += timedelta(minutes=chance.randrange(1, 60))
                done = act(actor=actors[who], matter=done.matter.id, act=name, values=given, at=at)
                assert isinstance(done, Done), done
            numbers.append(done.matter.id)
        if walls:
            at = timezone.now() - timedelta(minutes=chance.randrange(60, 10_000))
            told = {"subject": chance.choice(WORDS), "detail": "三楼到四楼，已经三天了。", "agree": True}
            done = open_matter(
                actor=actors["resident"], method="appeal-wall", place=one["place"], values=told, at=at
            )
            assert isinstance(done, Done), done
            shown = {"shown": "楼道里有这样的情况，已有几户提到。"}
            done = act(actor=poster, matter=done.matter.id, act="post", values=shown, at=at)
            assert isinstance(done, Done), done
            numbers.append(done.matter.id)
    return numbers


def prototypes(numbers: list[int]) -> list[Life]:
    """The rows of lives that were lived, taken apart."""
    from shanzhi.matters.history.chain import covered_by_entry
    from shanzhi.matters.search.index import ENTRIES

    with psycopg.connect(os.environ["DATABASE_URL"]) as raw:
        matters = {
            number: line.partition(b"\t")[2].rpartition(b"\t")[0]
            for number, line in _rows(raw, "matters_matter", matter_columns(raw), "id", numbers)
        }
        lines: dict[int, list[bytes]] = {number: [] for number in numbers}
        for number, line in _rows(raw, "matters_entry", entry_columns(raw), "matter_id", numbers, "seq"):
            lines[number].append(line.partition(b"\t")[2].rpartition(b"\t")[0])
        following: dict[int, list[list[bytes]]] = {number: [[] for _ in FOLLOWING] for number in numbers}
        for n, table in enumerate(FOLLOWING):
            for number, line in _rows(raw, table, following_columns(raw, table), "matter_id", numbers):
                following[number][n].append(line.partition(b"\t")[2])
        said: dict[int, list[tuple[int, bytes]]] = {number: [] for number in numbers}
        for found, words in raw.execute("SELECT id, words::text FROM matters_said ORDER BY id"):
            number, seq = divmod(found, ENTRIES)
            if number in said:
                said[number].append((seq, words.replace(f"'_m{number}'", "'_m%d'").encode()))
        covered: dict[int, list[bytes]] = {number: [] for number in numbers}
        for row in raw.execute(COVERED, [numbers]):
            covered[row[0]].append(covered_by_entry(*row)[1 + len(str(row[0])) :])
    return [
        Life(
            matters[n],
            list(zip(lines[n], covered[n], strict=True)),
            following[n],
            said[n],
        )
        for n in numbers
    ]


def _rows(
    raw: psycopg.Connection[Any],
    table: str,
    columns: list[str],
    key: str,
    numbers: list[int],
    order: str = "id",
) -> Iterator[tuple[int, bytes]]:
    """Rows as COPY writes them, the key first."""
    chosen = ", ".join(f'"{name}"' for name in columns)
    wanted = ",".join(map(str, numbers))
    statement = (
        f"COPY (SELECT {chosen} FROM {table} WHERE {key} IN ({wanted}) ORDER BY {key}, {order}) TO STDOUT"
    )
    text = b""
    with raw.cursor().copy(statement) as copy:
        for part in copy:
            text += bytes(part)
    for line in text.splitlines():
        yield int(line.partition(b"\t")[0]), line


def _columns(
    raw: psycopg.Connection[Any], table: str, first: str, last: str | None, left_out: str = ""
) -> list[str]:
    found = [
        row[0]
        for row in raw.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
            [table],
        )
        if row[0] not in (first, last, left_out)
    ]
    return [first, *found, *([last] if last else [])]


def matter_columns(raw: psycopg.Connection[Any]) -> list[str]:
    return _columns(raw, "matters_matter", "id", "head")


def entry_columns(raw: psycopg.Connection[Any]) -> list[str]:
    return _columns(raw, "matters_entry", "matter_id", "hash", "command")


def following_columns(raw: psycopg.Connection[Any], table: str) -> list[str]:
    return _columns(raw, table, "matter_id", None, "id")


def copy(lives: list[Life], first: int, count: int) -> int:
    """Write `count` matters from number `first` on; how many rows."""
    rows = 0
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as raw:
        raw.execute("SET session_replication_role = replica")
        raw.execute("SET synchronous_commit = off")
        tables = [
            ("matters_matter", matter_columns(raw)),
            ("matters_entry", entry_columns(raw)),
            *((table, following_columns(raw, table)) for table in FOLLOWING),
            ("matters_said", ["id", "words"]),
        ]
        for start in range(first, first + count, AT_ONCE):
            written: list[list[bytes]] = [[] for _ in tables]
            for number in range(start, min(start + AT_ONCE, first + count)):
                _one(lives[number % len(lives)], number, written)
            for (table, columns), lines in zip(tables, written, strict=True):
                names = ", ".join(f'"{name}"' for name in columns)
                with raw.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as into:
                    into.write(b"".join(lines))
                rows += len(lines)
    return rows


def _one(life: Life, number: int, written: list[list[bytes]]) -> None:
    matters, entries, *following, said = written
    name = b"%d" % number
    head = b""
    for line, rest in life.entries:
        head = sha256(head + b"[" + name + rest).digest()
        entries.append(b"%s\t%s\t\\\\x%s\n" % (name, line, head.hex().encode()))
    matters.append(b"%s\t%s\t\\\\x%s\n" % (name, life.matter, head.hex().encode()))
    for into, rows in zip(following, life.following, strict=True):
        into += [b"%s\t%s\n" % (name, row) for row in rows]
    said += [b"%d\t%s\n" % ((number << 16) + seq, words % number) for seq, words in life.said]


def load(count: int, lives: list[dict[str, Any]]) -> int:
    """Have `count` matters in the database, lived or copied; how many rows were copied."""
    from django.db import connections

    found = prototypes(live(lives))
    connections.close_all()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as raw:
        row = raw.execute("SELECT max(id), count(*) FROM matters_matter").fetchone()
        assert row is not None
        first, rest = row[0] + 1, max(count - row[1], 0)
        raw.execute("DROP INDEX matters_said_words")
        with ProcessPoolExecutor(2) as pool:
            half = rest // 2
            parts = [
                pool.submit(copy, found, first, half),
                pool.submit(copy, found, first + half, rest - half),
            ]
            rows = sum(part.result() for part in parts)
        raw.execute("CREATE INDEX matters_said_words ON matters_said USING gin (words)")
        raw.execute("SELECT setval('matters_matter_id_seq', (SELECT max(id) FROM matters_matter))")
        raw.execute(f"VACUUM (ANALYZE) matters_matter, matters_entry, matters_said, {', '.join(FOLLOWING)}")
        raw.execute("CHECKPOINT")
    return rows


def main() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "shanzhi.site.settings"
    django.setup()
    lives = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    print(load(int(sys.argv[1]), lives))


if __name__ == "__main__":
    main()

"""Writing many lives at once: the rows the store would write, in one stream into each table.

The same row builders and the same chain of hashes as a single act has (`store.rows_of`), so that `shanzhi verify`
finds no difference. PostgreSQL takes the streams by COPY, SQLite by prepared statements. Nobody is told of what
lies in the past; all else that a decision brings about is carried out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from msgspec import Struct

from shanzhi.database.columns import encode
from shanzhi.database.streams import stream
from shanzhi.database.wire import on_postgresql
from shanzhi.engine.types import SYSTEM, Command
from shanzhi.matters.imports.contexts import row_context
from shanzhi.matters.imports.drafts import Draft
from shanzhi.matters.imports.replay import Life
from shanzhi.matters.search.index import Row, insert_many, row_of
from shanzhi.matters.writing import store
from shanzhi.matters.writing.effects import effects_left
from shanzhi.matters.writing.follow_ups import EffectContext
from shanzhi.matters.writing.ground import Ground, ground
from shanzhi.matters.writing.path import carry_on
from shanzhi.matters.writing.record import CHANGING, LASTING, Record, point_of, title_of
from shanzhi.matters.writing.statements import ENTRY
from shanzhi.method.model import Method
from shanzhi.people.sealing import digest, seal

ROW = ("matter_id", "batch_id", "number", "seq", "digest", "author", "extra", "sealed")
_NOBODY = Command("", "", datetime(1970, 1, 1, tzinfo=UTC), SYSTEM)


class Taken(Struct, frozen=True):
    """One row ready to be written: its draft, and the life the method gave it."""

    draft: Draft
    life: Life


class Batch(Struct, frozen=True):
    """What all rows of one import share: its number, the system they come from, and what they are pinned to."""

    number: int
    source: str
    method: Method
    adoption: int
    pin: bytes


def reserve_numbers(count: int) -> list[int]:
    """Numbers of matters that no other writer will be given, in rising order."""
    if not count:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        if on_postgresql():
            cursor.execute("SELECT nextval('matters_matter_id_seq') FROM generate_series(1, %s)", [count])
            return sorted(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'matters_matter'")
        row = cursor.fetchone()
        if row is None:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('matters_matter', %s)", [count])
            return list(range(1, count + 1))
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = 'matters_matter'", [count])
        return list(range(row[0] + 1, row[0] + 1 + count))


def write_lives(taken: Sequence[Taken], batch: Batch, now: datetime) -> None:
    """Write lives as one transaction. Raises IntegrityError if another import was faster with one of the rows."""
    matters, entries, rows, said = [], [], [], []
    world = ground(now)
    effects: list[tuple[EffectContext, tuple[Any, ...]]] = []
    for one in taken:
        matter, lines, later = _rows_of(one.life, batch, now, one.draft.external)
        matters.append(matter)
        entries += lines
        effects += later
        rows.append(_imported(one, batch))
        said += _said(one.life, batch.method, world)
    with transaction.atomic():
        stream("matters_matter", (*LASTING, *CHANGING, "void", "watched"), matters)
        stream("matters_entry", ENTRY, entries)
        stream("matters_importedrow", ROW, rows)
        insert_many(said)
        carry_on(effects)


def _rows_of(
    life: Life, batch: Batch, now: datetime, external: str
) -> tuple[tuple[Any, ...], list[tuple[Any, ...]], list[tuple[EffectContext, tuple[Any, ...]]]]:
    """The row of the matter, those of its history, and what is left to carry out."""
    method, record = batch.method, None
    entries: list[tuple[Any, ...]] = []
    effects = []
    values: tuple[Any, ...] = ()
    for decision in life.decisions:
        title = title_of(method, decision.matter.data)
        values, lines = store.rows_of(method, record, decision, _NOBODY, title, batch.adoption, batch.pin)
        entries += lines
        sealed, head = values[CHANGING.index("sealed")], values[CHANGING.index("head")]
        secret = (
            {f: v for f, v in decision.matter.data.items() if method.fields[f].sensitive} if sealed else {}
        )
        record = Record(
            decision.matter,
            batch.adoption,
            batch.pin,
            title,
            values[CHANGING.index("visible")],
            head,
            sealed,
            secret,
        )
        if left := effects_left(decision, method):
            effects.append((EffectContext(decision, method, title, SYSTEM, now), left))
    first = life.decisions[0].matter
    lon, lat = point_of(method, first.data)
    lasting = (
        first.id, method.id, first.origin, first.opener, first.opened, None, None, None, lon, lat,
        batch.source, external, batch.number,
    )  # fmt: skip
    assert len(lasting) == len(LASTING)
    return (*lasting, *values, False, False), entries, effects


def _said(life: Life, method: Method, world: Ground) -> list[Row]:
    """What can be searched for."""
    place, found = life.decisions[0].matter.place, []
    for decision in life.decisions:
        matter = decision.matter
        title, moved = title_of(method, matter.data), matter.place != place
        place = matter.place
        if (row := row_of(method, decision, title, world, moved=moved)) is not None:
            found.append(row)
    return found


def _imported(one: Taken, batch: Batch) -> tuple[Any, ...]:
    draft, matter = one.draft, one.life.matter
    personal = {**draft.personal, **({"author": draft.author} if draft.author else {})}
    sealed = seal(personal, row_context(matter.id)) if personal else None
    author = digest("author", draft.author) if draft.author else ""
    return (
        matter.id, batch.number, draft.number, matter.seq, draft.digest, author, encode(draft.extra).decode(), sealed,
    )  # fmt: skip

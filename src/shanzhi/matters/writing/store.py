"""Reading one matter with all that a decision needs, and writing what was decided: all of it or nothing.

Nothing else writes matters and entries. A write checks the history position that was read: whoever was slower
gets `Lost`, reads again and decides again. The two uniqueness rules of history (slot, command) end in the
database's IntegrityError; `writing.unit` treats both alike.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from shanzhi.database.wire import execute, fetch, on_postgresql
from shanzhi.engine.types import Command, Decision, Entry, Matter
from shanzhi.matters.history.chain import ROOT, entry_hash, new_salt, seal_digest, state_digest
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.notices.compose import Telling, tellings
from shanzhi.matters.search.index import Row, insert, row_of
from shanzhi.matters.writing.ground import Ground, Marks
from shanzhi.matters.writing.record import (
    LASTING,
    Record,
    columns_of,
    entry_context,
    point_of,
    record_of,
    sealed_facts,
    title_of,
)
from shanzhi.matters.writing.statements import (
    INSERT_NOTICE,
    insert_entry,
    insert_matter,
    read_matter,
    read_opening,
    update_matter,
    write_all,
)
from shanzhi.matters.writing.unit import Lost
from shanzhi.method.model import Method
from shanzhi.people.sealing import seal

_encode = msgspec.json.Encoder().encode


class Outdated(Exception):
    """Who acts was read at another edition of places or posts than the matter. Nothing was written; look again."""


class Loaded(Struct):
    """A matter with its method and the world around it, as one statement saw them."""

    record: Record
    method: Method
    ground: Ground
    void: bool


class Unopened(Struct):
    """What stands before a matter is opened: its number, its place, the adoption in force there."""

    number: int
    place_closed: bool
    adoption: int | None
    pin: bytes | None
    method: Method | None
    ground: Ground


class Origin(Struct, frozen=True):
    """Where a new matter comes from, beside the person: an import, a parent that split."""

    source: str = ""
    external: str | None = None
    batch: int | None = None
    parent: tuple[int, int] | None = None
    index: int | None = None


def read(matter: int, now: datetime, *, claim: bool = False) -> Loaded | None:
    """The matter of this number as it stands, or None. One statement.

    `claim` locks it until the transaction ends, and finds nothing if another has it locked (PostgreSQL).
    """
    rows = fetch(read_matter(claim), (matter,))
    if not rows:
        return None
    *row, void, places, posts = rows[0]
    record = record_of(row)
    method = compiled(record.pin, record.adoption)
    return Loaded(record, method, Ground(Marks(places, posts), now), bool(void))


def read_for_opening(slug: str, place: int, now: datetime) -> Unopened | None:
    """What opening a matter of method `slug` at a place needs, or None if there is no such place. One statement."""
    rows = fetch(read_opening(), (slug, now, now, place))
    if not rows:
        return None
    number, path, closed, adoption, pin, places, posts = rows[0]
    ground = Ground(Marks(places, posts), now)
    ground.learn_path(place, path)
    method = compiled(bytes(pin), adoption) if adoption is not None else None
    return Unopened(number, closed is not None, adoption, pin and bytes(pin), method, ground)


def write(loaded: Loaded, decision: Decision, command: Command) -> str:
    """Write what an act on a matter came to. Returns its title. Raises `Lost`, or IntegrityError for a slot or command."""
    record = loaded.record
    title = record.title
    if decision.matter.data is not record.matter.data:
        title = title_of(loaded.method, decision.matter.data)
    told = tellings(loaded.method, decision, title, record.watched, command.actor, loaded.ground)
    values, entries = rows_of(loaded.method, record, decision, command, title, record.adoption, record.pin)
    moved = decision.matter.place != record.matter.place
    said = row_of(loaded.method, decision, title, loaded.ground, moved=moved)
    _send((*values, record.matter.id, record.matter.seq), entries, told, said, decision, opening=False)
    return title


def write_new(opening: Unopened, decision: Decision, command: Command, origin: Origin) -> str:
    """Write a new matter. Returns its title. Raises IntegrityError for a command or an import's number used before."""
    method, matter = opening.method, decision.matter
    assert method is not None
    assert opening.adoption is not None
    assert opening.pin is not None
    title = title_of(method, matter.data)
    told = tellings(method, decision, title, False, command.actor, opening.ground)
    values, entries = rows_of(method, None, decision, command, title, opening.adoption, opening.pin)
    lon, lat = point_of(method, matter.data)
    lasting = (
        matter.id, method.id, matter.origin, matter.opener, matter.opened,
        matter.parent, matter.parent_visit, origin.index, lon, lat, origin.source, origin.external, origin.batch,
    )  # fmt: skip
    assert len(lasting) == len(LASTING)
    said = row_of(method, decision, title, opening.ground)
    _send((*lasting, *values), entries, told, said, decision, opening=True)
    return title


def _send(
    values: tuple[Any, ...],
    entries: list[tuple[Any, ...]],
    told: list[Telling],
    said: Row | None,
    decision: Decision,
    *,
    opening: bool,
) -> None:
    """The matter, its entries, its notices, its words: one statement on PostgreSQL, one transaction on SQLite."""
    number, seq, at = decision.matter.id, decision.entries[-1].seq, decision.entries[-1].at
    if on_postgresql():
        everything = [*values, *(value for entry in entries for value in entry)]
        if told:
            everything += [number, seq, at]
            everything += [
                [getattr(t, name) for t in told]
                for name in ("person", "kind", "zh", "en", "urgent", "matter")
            ]
        everything += said or ()
        if fetch(write_all(opening, len(entries), bool(told), said is not None), everything)[0][0] != 1:
            raise Lost
        return
    if execute(insert_matter() if opening else update_matter(), values) != 1:
        raise Lost
    for entry in entries:
        execute(insert_entry(), entry)
    for t in told:
        leads_to, entry_of = (number, seq) if t.matter is None else (t.matter, None)
        execute(INSERT_NOTICE, (t.person, leads_to, entry_of, t.kind, t.zh, t.en, t.urgent, at, at, t.person))
    if said is not None:
        insert(said)


def rows_of(
    method: Method,
    record: Record | None,
    decision: Decision,
    command: Command,
    title: str,
    adoption: int,
    pin: bytes,
) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    """The values of the matter's changing columns (CHANGING), and the rows of its new entries (ENTRY), chained."""
    matter = decision.matter
    columns = columns_of(method, matter, title)
    sealed = sealed_facts(record, matter, columns.sensitive)
    head = record.head if record is not None else ROOT
    rows = []
    last = len(decision.entries) - 1
    for n, entry in enumerate(decision.entries):
        after = digest_of(pin, matter, columns.data, columns.state) if n == last else None
        row = entry_row(head, matter.id, entry, command if n == 0 else None, after)
        head = row[16]
        rows.append(row)
    return (*columns.values, sealed, head, adoption, pin), rows


def digest_of(pin: bytes, matter: Matter, data: str, state: str) -> bytes:
    """The digest of the state that a decision leaves."""
    desk = matter.desk
    return state_digest(
        pin, matter.stage, matter.visit, matter.place,
        desk.role if desk else "", desk.place if desk else None, desk.office if desk else None,
        desk.person if desk else None,
        matter.due, matter.late, matter.wakes, matter.closed, matter.end or "", data, state,
    )  # fmt: skip


def entry_row(
    before: bytes, matter: int, entry: Entry, command: Command | None, after: bytes | None
) -> tuple[Any, ...]:
    """The row of an entry (`statements.ENTRY`): sensitive values sealed apart, the hash over all else.

    `command` is given for the first entry of its decision.
    """
    name, sent = (None, None) if command is None or not command.id else (command.id, command.sent)
    values, seal_, sealed = entry.values, None, None
    if entry.sealed:
        hidden = {name: values[name] for name in entry.sealed}
        values = {name: value for name, value in values.items() if name not in hidden}
        salt = new_salt()
        seal_ = seal_digest(salt, hidden)
        sealed = seal({"salt": salt, "values": hidden}, entry_context(matter, entry.seq))
    text = _encode(values).decode()
    fields = (
        matter, entry.seq, entry.visit, entry.act, entry.at, entry.person, entry.role, entry.place, entry.stage,
        entry.to, text, entry.note, entry.slot, name, seal_, after,
    )  # fmt: skip
    return (*fields, entry_hash(before, *fields), sealed, sent)

"""The statements of the hot path, written once for both back ends.

One statement reads all that a decision needs; one writes the matter, its history and its notices, or nothing
when somebody else was faster. On PostgreSQL a writing statement is its own transaction.
"""

from __future__ import annotations

from functools import cache

from shanzhi.database.wire import on_postgresql
from shanzhi.matters.search.index import INSERT_POSTGRESQL
from shanzhi.matters.writing.ground import MARKS
from shanzhi.matters.writing.record import CHANGING, LASTING, NEEDED

TYPES = {
    "stage": "text", "visit": "int", "seq": "int", "place_id": "bigint", "title": "text", "desk_role": "text",
    "desk_place_id": "bigint", "desk_office_id": "bigint", "desk_person_id": "bigint", "due_at": "timestamptz",
    "provisional": "bool", "late": "bool", "entered_at": "timestamptz", "expected_at": "timestamptz",
    "wakes_at": "timestamptz", "closed_at": "timestamptz", "end": "text", "open_to": "text", "data": "text", "state": "text",
    "sealed": "bytea", "head": "bytea", "id": "bigint", "adoption_id": "bigint", "method": "text",
    "origin_id": "bigint", "visible": "text", "shown_to": "text", "urged_until": "timestamptz", "returned": "bool", "unnamed": "bool", "opener_id": "bigint", "opened_at": "timestamptz",
    "parent_id": "bigint", "parent_visit": "int", "parent_index": "int", "lon": "float8", "lat": "float8", "source": "text",
    "external": "text", "batch": "bigint", "matter_id": "bigint", "act": "text", "at": "timestamptz",
    "person_id": "bigint", "role": "text", "to": "text", "values": "text", "note": "text", "slot": "text",
    "command": "text", "seal": "bytea", "after": "bytea", "hash": "bytea", "pin": "bytea", "sent": "bytea",
}  # fmt: skip
ENTRY = (
    "matter_id", "seq", "visit", "act", "at", "person_id", "role", "place_id", "stage", "to", "values", "note",
    "slot", "command", "seal", "after", "hash", "sealed", "sent",
)  # fmt: skip
"""The columns of an entry, in the order in which they are written."""
_MARKS = MARKS.removeprefix("SELECT ")


def _names(columns: tuple[str, ...], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name in columns)


def _marks(columns: tuple[str, ...]) -> str:
    """Placeholders, cast on PostgreSQL."""
    return ", ".join(f"%s::{TYPES[name]}" if on_postgresql() else "%s" for name in columns)


@cache
def read_matter(claim: bool = False) -> str:
    """One matter by id: NEEDED, watched, void, the two marks.

    `claim` locks its row, and finds none when another transaction has it (PostgreSQL; SQLite has one lock).
    """
    lock = " FOR UPDATE OF m SKIP LOCKED" if claim and on_postgresql() else ""
    return f"""SELECT {_names(NEEDED, "m.")}, m.watched, m.void, {_MARKS}
 FROM matters_matter m WHERE m.id = %s{lock}"""  # noqa: S608 (all parts are constants)


@cache
def read_opening() -> str:
    """What opening needs: a new id, the place, the nearest adoption of a method there, the two marks.

    Parameters: the method's slug, the moment (twice), the place's id.
    """
    if on_postgresql():
        number = "nextval('matters_matter_id_seq')"
        on_way = "o.place_id = ANY (string_to_array(trim(both '/' from p.path), '/')::bigint[])"
    else:
        number = "COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'matters_matter'), 0) + 1"
        on_way = "instr(p.path, '/' || o.place_id || '/') > 0"
    return f"""SELECT {number}, p.path, p.closed_at, a.id, a.pin, {_MARKS}
 FROM places_place p
 LEFT JOIN matters_adoption a ON a.id = (
  SELECT o.id FROM matters_adoption o JOIN places_place q ON q.id = o.place_id
  WHERE o.slug = %s AND o.since <= %s AND (o.until IS NULL OR o.until > %s) AND {on_way}
  ORDER BY q.depth DESC, o.id DESC LIMIT 1)
 WHERE p.id = %s"""  # noqa: S608


@cache
def update_matter() -> str:
    """A matter's next state, if it is still at the history position that was read (the last parameter)."""
    columns = ", ".join(f'"{name}" = {_marks((name,))}' for name in CHANGING)
    return f"UPDATE matters_matter SET {columns} WHERE id = %s AND seq = %s"  # noqa: S608


@cache
def insert_matter() -> str:
    """A new matter: LASTING, CHANGING."""
    columns = LASTING + CHANGING
    return f"INSERT INTO matters_matter ({_names(columns)}, void, watched) VALUES ({_marks(columns)}, false, false)"  # noqa: S608


@cache
def insert_entry() -> str:
    """One entry: ENTRY."""
    return f"INSERT INTO matters_entry ({_names(ENTRY)}) VALUES ({_marks(ENTRY)})"  # noqa: S608


NOTICE = "person_id, matter_id, seq, kind, zh, en, urgent, at, send_at, tries, error"
INSERT_NOTICE = f"""INSERT INTO matters_notice ({NOTICE})
 SELECT %s, %s, %s, %s, %s, %s, %s, %s, (SELECT %s FROM matters_noticechannel c WHERE c.person_id = %s), 0, ''"""  # noqa: S608
"""One notice on SQLite; it waits to be sent if the person has a channel."""


@cache
def write_all(opening: bool, entries: int, notices: bool, said: bool) -> str:
    """The matter, its entries and its notices in one statement (PostgreSQL); returns how many matters it wrote.

    Parameters: those of `insert_matter` or `update_matter`; for each entry ENTRY; for notices the matter, the
    entry, the moment, and lists: persons, kinds, texts (zh, en), urgent or not, which matter it leads to if not this one; for what was `said` the row's
    number and words.
    """
    first = insert_matter() if opening else update_matter()
    parts = [f"moved AS ({first} RETURNING 1)"]
    rows = " UNION ALL ".join([f"SELECT {_marks(ENTRY)} FROM moved"] * entries)  # noqa: S608
    parts.append(f"entries AS (INSERT INTO matters_entry ({_names(ENTRY)}) {rows})")
    if notices:
        parts.append(
            f"""notices AS (INSERT INTO matters_notice ({NOTICE})
 SELECT n.person, COALESCE(n.matter, c.matter), CASE WHEN n.matter IS NULL THEN c.seq END, n.kind, n.zh, n.en, n.urgent, c.at,
  CASE WHEN o.person_id IS NULL THEN NULL ELSE c.at END, 0, ''
 FROM moved, (SELECT %s::bigint, %s::int, %s::timestamptz) AS c (matter, seq, at),
  unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::bool[], %s::bigint[])
   AS n (person, kind, zh, en, urgent, matter)
  LEFT JOIN matters_noticechannel o ON o.person_id = n.person)"""  # noqa: S608
        )
    if said:
        words = INSERT_POSTGRESQL.format(rows="SELECT %s::bigint, %s::text::tsvector FROM moved")
        parts.append(f"said AS ({words})")
    return f"WITH {', '.join(parts)} SELECT count(*) FROM moved"  # noqa: S608

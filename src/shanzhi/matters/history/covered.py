"""The canonical bytes of what is stored, read back for verification.

On SQLite they are made here, by the very functions that made them when they were written. On PostgreSQL, where there are many
more, the server puts the same bytes together and only the hashing is done here: a tenth of the work. Both must
agree to the byte; the tests of verification hold them to it.
"""

from __future__ import annotations

from typing import Any

from shanzhi.database.wire import fetch, on_postgresql
from shanzhi.matters.history.chain import covered_by_entry, covered_by_state
from shanzhi.matters.writing.record import moment

CoveredEntry = tuple[int, int, bytes, bytes | None, bytes]
"""Matter, entry, hash, digest of the state it left, canonical bytes."""
CoveredMatter = tuple[int, int, bytes, bytes]
"""Matter, entry it stands at, hash of that entry, canonical bytes of its state."""


def _text(column: str) -> str:
    return f"COALESCE(to_json({column})::text, 'null')"


def _number(column: str) -> str:
    return f"COALESCE({column}::text, 'null')"


def _time(column: str) -> str:
    return _number(f"(extract(epoch FROM {column}) * 1000000)::bigint")


def _hex(column: str) -> str:
    return f"""COALESCE('"' || encode({column}, 'hex') || '"', 'null')"""


def _array(*parts: str) -> str:
    return "'[' || " + " || ',' || ".join(parts) + " || ']'"


_ENTRY = _array(
    _number("matter_id"), _number("seq"), _number("visit"), _text("act"), _time("at"), _number("person_id"),
    _text("role"), _number("place_id"), _text("stage"), _text('"to"'), _text("note"), _text("slot"), _text("command"),
    _hex("seal"), _hex("after"),
)  # fmt: skip
_STATE = _array(
    _hex("pin"), _text("stage"), _number("visit"), _number("place_id"), _text("desk_role"), _number("desk_place_id"),
    _number("desk_office_id"), _number("desk_person_id"), _time("due_at"), "late::text", _time("wakes_at"),
    _time("closed_at"), _text('"end"'), "length(data)::text",
)  # fmt: skip
ENTRIES_MADE = f"""SELECT matter_id, seq, hash, after, convert_to({_ENTRY} || "values", 'UTF8')
 FROM matters_entry WHERE matter_id BETWEEN %s AND %s ORDER BY matter_id, seq"""  # noqa: S608 (constants)
MATTERS_MADE = f"""SELECT id, seq, head, convert_to({_STATE} || data || state, 'UTF8')
 FROM matters_matter WHERE id BETWEEN %s AND %s ORDER BY id"""  # noqa: S608
ENTRIES = """SELECT matter_id, seq, visit, act, at, person_id, role, place_id, stage, "to", "values", note, slot,
 command, seal, after, hash FROM matters_entry WHERE matter_id BETWEEN %s AND %s ORDER BY matter_id, seq"""
MATTERS = """SELECT id, seq, head, pin, stage, visit, place_id, desk_role, desk_place_id, desk_office_id,
 desk_person_id, due_at, late, wakes_at, closed_at, "end", data, state
 FROM matters_matter WHERE id BETWEEN %s AND %s ORDER BY id"""


def covered_entries(low: int, high: int) -> list[CoveredEntry]:
    """The entries of the matters in a range, in the order of their chains."""
    if on_postgresql():
        return fetch(ENTRIES_MADE, (low, high))
    found = []
    for *fields, hash_ in fetch(ENTRIES, (low, high)):
        fields[4] = moment(fields[4])
        found.append((fields[0], fields[1], bytes(hash_), fields[15], covered_by_entry(*fields)))
    return found


def covered_matters(low: int, high: int) -> list[CoveredMatter]:
    """The matters of a range, by number."""
    if on_postgresql():
        return fetch(MATTERS_MADE, (low, high))
    found = []
    for id_, seq, head, *fields in fetch(MATTERS, (low, high)):
        state: list[Any] = fields
        for n in (8, 10, 11):
            state[n] = moment(state[n])
        state[9] = bool(state[9])
        found.append((id_, seq, bytes(head), covered_by_state(*state)))
    return found

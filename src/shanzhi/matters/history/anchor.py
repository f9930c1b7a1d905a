"""An anchor: where every chain ended at one moment, in one file to be kept elsewhere.

A hash chain shows what was changed inside it, but not that its end was cut off or that a whole matter is gone.
Against an anchor both show: every chain must still hold the entry the anchor names, with that hash. The file is
binary, rows in the order of matter numbers: matter (8 bytes), entry (4), the first 12 bytes of its hash. Its own
SHA-256 is short enough to be read out, printed in a newsletter, or sent to a higher office.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from shanzhi.database.wire import fetch
from shanzhi.matters.history.verify import OF_REGISTERS, Broken
from shanzhi.method.words import Sentence
from shanzhi.registers.verify import held_otherwise

MAGIC = b"SHANZHI1"
ROW = struct.Struct(">QI12s")
CHUNK = 2_000

GONE = Sentence("锚定时有这件事项，现在没有了", "the matter was there when the anchor was made, and is gone")
CUT = Sentence(
    "锚定时历史到第 {seq} 条，现在没有这一条了",
    "the history reached entry {seq} when the anchor was made; that entry is gone",
)
OTHER = Sentence("第 {seq} 条记录与锚定时不同", "entry {seq} is not the one of the anchor")
OF_REGISTER_GONE = Sentence(
    "锚定时名册的 {entry} 号条目记到第 {seq} 条，现在没有这一条了",
    "the life of register entry {entry} reached line {seq} when the anchor was made; that line is gone",
)
OF_REGISTER_OTHER = Sentence(
    "名册 {entry} 号条目的第 {seq} 条记录与锚定时不同",
    "line {seq} of register entry {entry} is not the one of the anchor",
)
NO_ANCHOR = Sentence("{path} 不是锚定文件", "{path} is no anchor file")
DAMAGED = Sentence("锚定文件 {path} 残缺", "the anchor file {path} is damaged")


class NoAnchor(Exception):
    """The file is no anchor, or a damaged one."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.zh)
        self.sentence = sentence


class Anchor(Struct, frozen=True):
    """What was written: how many chains, and the SHA-256 of the file (64 hex digits)."""

    matters: int
    digest: str


def write_anchor(path: Path, heads: list[tuple[int, int, bytes]]) -> Anchor:
    """Write the ends of all chains (`Verified.heads`) to a file; nobody ever sees half of it."""
    rows = b"".join(ROW.pack(matter, seq, head[:12]) for matter, seq, head in sorted(heads))
    content = MAGIC + struct.pack(">Q", len(heads)) + rows
    draft = path.with_name(path.name + ".new")
    draft.write_bytes(content)
    draft.replace(path)
    return Anchor(len(heads), hashlib.sha256(content).hexdigest())


def read_anchor(path: Path) -> list[tuple[int, int, bytes]]:
    """The rows of an anchor. Raises `NoAnchor`."""
    content = path.read_bytes()
    if content[:8] != MAGIC:
        raise NoAnchor(NO_ANCHOR.fill(path=path))
    (count,) = struct.unpack(">Q", content[8:16]) if len(content) >= 16 else (-1,)
    if len(content) != 16 + count * ROW.size:
        raise NoAnchor(DAMAGED.fill(path=path))
    return list(ROW.iter_unpack(content[16:]))


def compare(rows: list[tuple[int, int, bytes]]) -> Iterator[Broken]:
    """Every chain that no longer holds the entry an anchor names."""
    yield from _of_registers([row for row in rows if row[0] >= OF_REGISTERS])
    rows = [row for row in rows if row[0] < OF_REGISTERS]
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        low, high = part[0][0], part[-1][0]
        known = {
            (matter, seq): bytes(hash_)[:12]
            for matter, seq, hash_ in fetch(
                "SELECT matter_id, seq, hash FROM matters_entry WHERE matter_id BETWEEN %s AND %s",
                (low, high),
            )
        }
        alive = {
            row[0] for row in fetch("SELECT id FROM matters_matter WHERE id BETWEEN %s AND %s", (low, high))
        }
        for matter, seq, head in part:
            if matter not in alive:
                yield Broken(matter, None, GONE)
            elif (matter, seq) not in known:
                yield Broken(matter, seq, CUT.fill(seq=seq))
            elif known[matter, seq] != head:
                yield Broken(matter, seq, OTHER.fill(seq=seq))


def _of_registers(rows: list[tuple[int, int, bytes]]) -> Iterator[Broken]:
    """Every entry of a register whose life no longer holds the line an anchor names."""
    for entry, seq, gone in held_otherwise(
        [(number - OF_REGISTERS, seq, head) for number, seq, head in rows]
    ):
        said = OF_REGISTER_GONE if gone else OF_REGISTER_OTHER
        yield Broken(0, None, said.fill(entry=entry, seq=seq))

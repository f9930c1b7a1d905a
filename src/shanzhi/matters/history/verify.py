"""Recomputing history (`shanzhi verify`): every hash, every number in a row, every matter against its last entry.

Matters are taken in ranges of their numbers, so that memory stays flat and several processes can share the
work; each range is read as one snapshot. What is found wrong is told matter by matter; nothing is repaired. A chain that is
cut off, or gone as a whole, shows only against an anchor kept elsewhere (`matters.history.anchor`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256

from django.db import connection, connections, transaction
from msgspec import Struct

from shanzhi.database.wire import fetch, on_postgresql
from shanzhi.ledger.verifying import ledger_faults
from shanzhi.matters.ballots.checking import box_faults
from shanzhi.matters.files.contents import orphan_files
from shanzhi.matters.history.chain import ROOT
from shanzhi.matters.history.covered import covered_entries, covered_matters
from shanzhi.matters.history.roll_check import roll_faults
from shanzhi.method.words import Sentence
from shanzhi.registers.verify import heads as register_heads
from shanzhi.registers.verify import register_faults

RANGE = 2_000
"""How many numbers of matters are read at a time."""
OF_REGISTERS = 1 << 62
"""Numbers from here on are entries of registers, in an anchor."""
MOST_TOLD = 10_000
"""How many faults are told in full; more are counted."""


class Broken(Struct, frozen=True):
    """One thing that is wrong: in which matter (0: none in particular), at which entry, and what."""

    matter: int
    seq: int | None
    what: Sentence


class Verified(Struct):
    """What was read, and everything that is wrong with it. `heads` are the ends of the chains, if asked for."""

    matters: int = 0
    entries: int = 0
    faults: list[Broken] = []
    more: int = 0
    heads: list[tuple[int, int, bytes]] = []

    def add(self, other: Verified) -> None:
        """Take in what another range came to."""
        self.matters += other.matters
        self.entries += other.entries
        room = MOST_TOLD - len(self.faults)
        self.faults.extend(other.faults[:room])
        self.more += other.more + max(0, len(other.faults) - room)
        self.heads.extend(other.heads)


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


CHANGED = _s(
    "第 {seq} 条记录被改动过：重算的散列与所存不符",
    "entry {seq} was changed: its hash is not what it should be",
)
GAP = _s("缺少第 {seq} 条记录", "entry {seq} is missing")
BEHIND = _s(
    "事项停在第 {seq} 条记录，而历史到第 {last} 条", "the matter stands at entry {seq}, its history at {last}"
)
HEAD = _s("事项所记的末条散列与历史不符", "the matter does not hold the hash of its last entry")
STATE = _s(
    "事项的现状（环节、经办、时限或内容）与最后一条记录留下的不符",
    "the matter is not as its last entry left it: stage, desk, date or contents were changed",
)
UNEXPLAINED = _s("最后一条记录没有留下现状的散列", "the last entry holds no digest of the state it left")
BARE = _s("事项没有任何记录", "the matter has no history at all")
STRAY = _s("有记录而没有这件事项", "there is history of a matter that does not exist")
TWICE = _s("环节序 {visit} 中“{slot}”出现不止一次", "“{slot}” occurs more than once in visit {visit}")

SLOTS = """SELECT matter_id, visit, slot FROM matters_entry WHERE slot IS NOT NULL
 GROUP BY matter_id, visit, slot HAVING count(*) > 1"""


def verify_matters(
    *,
    workers: int = 1,
    heads: bool = False,
    progress: Callable[[int, int], None] | None = None,
    files: bool = True,
) -> Verified:
    """Read everything there is and tell what is wrong with it.

    `workers` processes share the work (1: this one alone). `progress` is called with the numbers done and all.
    `heads` collects the ends of the chains for an anchor; `files` looks for uploads without content as well.
    """
    last = int(fetch("SELECT COALESCE(max(id), 0) FROM matters_matter")[0][0])
    stray = int(fetch("SELECT COALESCE(max(matter_id), 0) FROM matters_entry")[0][0])
    total = max(last, stray)
    ranges = [(low, min(low + RANGE - 1, total)) for low in range(1, total + 1, RANGE)]
    whole = Verified(faults=[], heads=[])
    for done, part in enumerate(_parts(ranges, heads, workers), 1):
        whole.add(part)
        if progress is not None:
            progress(min(done * RANGE, total), total)
    if heads:
        whole.heads.extend(register_heads(OF_REGISTERS))
    rest = [*_slots(), *_boxes(), *_ledger(), *_registers()]
    if files:
        rest += [Broken(0, None, what) for what in orphan_files()]
    whole.faults.extend(rest)
    return whole


def _parts(ranges: list[tuple[int, int]], heads: bool, workers: int) -> Iterator[Verified]:
    if workers <= 1 or len(ranges) < 4:
        for low, high in ranges:
            yield verify_range(low, high, heads)
        return
    connections.close_all()
    with ProcessPoolExecutor(workers, initializer=_begin) as pool:
        yield from pool.map(_in_process, ranges, [heads] * len(ranges), chunksize=1)


def _begin() -> None:
    """A process of its own needs a connection of its own."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanzhi.site.settings")
    django.setup()
    connections.close_all()


def _in_process(bounds: tuple[int, int], heads: bool) -> Verified:
    return verify_range(*bounds, heads)


def verify_range(low: int, high: int, heads: bool = False) -> Verified:
    """The matters with numbers from `low` to `high`, as one snapshot shows them."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        if on_postgresql() and not nested:
            fetch("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        entries = covered_entries(low, high)
        matters = covered_matters(low, high)
    found = Verified(len(matters), len(entries), [], 0, [])
    ends: dict[int, tuple[int, bytes, bytes | None]] = {}
    number, seq, before, left = 0, 0, ROOT, None
    for matter, at_seq, stored, after, covered in entries:
        if matter != number:
            ends[number] = seq, before, left
            number, seq, before = matter, 0, ROOT
        if at_seq != seq + 1:
            found.faults.extend(
                Broken(number, missing, GAP.fill(seq=missing))
                for missing in range(seq + 1, min(at_seq, seq + 20))
            )
        if sha256(before + covered).digest() != stored:
            found.faults.append(Broken(number, at_seq, CHANGED.fill(seq=at_seq)))
        seq, before, left = at_seq, stored, after
    ends[number] = seq, before, left
    del ends[0]
    for matter, at_seq, head, covered in matters:
        _check_matter(matter, at_seq, head, covered, ends.pop(matter, None), found)
        if heads:
            found.heads.append((matter, at_seq, head))
    found.faults.extend(Broken(number, None, STRAY) for number in ends)
    found.faults.sort(key=lambda fault: (fault.matter, fault.seq or 0))
    return found


def _check_matter(
    number: int,
    at_seq: int,
    head: bytes,
    covered: bytes,
    end: tuple[int, bytes, bytes | None] | None,
    found: Verified,
) -> None:
    """A matter against the end of its chain."""
    if end is None:
        found.faults.append(Broken(number, None, BARE))
        return
    seq, stored, after = end
    if at_seq != seq:
        found.faults.append(Broken(number, seq, BEHIND.fill(seq=at_seq, last=seq)))
        return
    if head != stored:
        found.faults.append(Broken(number, seq, HEAD))
    if after is None:
        found.faults.append(Broken(number, seq, UNEXPLAINED))
    elif sha256(covered).digest() != after:
        found.faults.append(Broken(number, seq, STATE))


def _slots() -> Iterator[Broken]:
    for matter, visit, slot in fetch(SLOTS):
        yield Broken(matter, None, TWICE.fill(visit=visit, slot=slot))


def _boxes() -> Iterator[Broken]:
    for matter, what in (*box_faults(), *roll_faults()):
        yield Broken(matter, None, what)


def _registers() -> Iterator[Broken]:
    for matter, what in register_faults():
        yield Broken(matter, None, what)


def _ledger() -> Iterator[Broken]:
    """What is wrong with the ledger."""
    for matter, seq, what in ledger_faults():
        yield Broken(matter, seq, what)

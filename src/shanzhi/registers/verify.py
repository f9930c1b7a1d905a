"""Recomputing the lives of entries (`shanzhi verify`): every hash, every number in a row, every entry against its last line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.db.models import F

from shanzhi.method.words import Sentence
from shanzhi.registers.actions import digest_of
from shanzhi.registers.chain import ROOT, line_hash
from shanzhi.registers.models import RegisterEntry, RegisterLine

PART = 1_000
"""How many entries are read at a time."""


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


OF = _s(
    "名册 {register} 里 {whose} 的一条（{entry} 号）：{what}",
    "entry {entry} of the register {register}, of {whose}: {what}",
)
CHANGED = _s("第 {seq} 条记录被改动过", "line {seq} was changed")
GAP = _s("缺少第 {seq} 条记录", "line {seq} is missing")
BEHIND = _s("停在第 {seq} 条，而记录到第 {last} 条", "it stands at line {seq}, its life at {last}")
STATE = _s("现状与最后一条记录留下的不符", "it is not as its last line left it")
STRAY = _s("有记录而没有这一条", "there are lines of an entry that does not exist")


def register_faults() -> Iterator[tuple[int, Sentence]]:
    """What is wrong with registers: the matter that wrote the entry last (0: none), and what."""
    last = RegisterEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for low in range(1, last + 1, PART):
        entries = {one.pk: one for one in RegisterEntry.objects.filter(pk__range=(low, low + PART - 1))}
        lines = RegisterLine.objects.filter(entry__gte=low, entry__lt=low + PART).order_by("entry_id", "seq")
        lives = {pk: list(life) for pk, life in groupby(lines, key=lambda line: line.entry_id)}
        for pk, entry in entries.items():
            for what in _wrong(entry, lives.get(pk, [])):
                yield (
                    entry.matter_id or 0,
                    OF.fill(
                        register=f"{entry.method}.{entry.register}", whose=entry.whose, entry=pk, what=what
                    ),
                )
    gone = RegisterLine.objects.exclude(entry_id__in=RegisterEntry.objects.values("pk"))
    for pk in gone.order_by().values_list("entry_id", flat=True).distinct():
        yield 0, OF.fill(register="", whose="", entry=pk, what=STRAY)


def _wrong(entry: RegisterEntry, life: list[RegisterLine]) -> Iterator[Sentence]:
    before, seq = ROOT, 0
    for line in life:
        if line.seq != seq + 1:
            yield GAP.fill(seq=seq + 1)
        made = line_hash(
            before, entry=line.entry_id, seq=line.seq, event=line.event, at=line.at, person=line.person_id,
            role=line.role, matter=line.matter_id, matter_seq=line.matter_seq, until=line.until, values=line.values,
            why=line.why, seal=line.seal, after=line.after,
        )  # fmt: skip
        if made != bytes(line.hash):
            yield CHANGED.fill(seq=line.seq)
        before, seq = bytes(line.hash), line.seq
    if entry.seq != seq or bytes(entry.head) != before:
        yield BEHIND.fill(seq=entry.seq, last=seq)
    elif life and bytes(life[-1].after) != digest_of(entry):
        yield STATE


def heads(low: int = 0) -> list[tuple[int, int, bytes]]:
    """The ends of all chains: entry, line, hash."""
    rows = RegisterEntry.objects.order_by("pk").values_list("pk", "seq", "head")
    return [(pk + low, seq, bytes(head)) for pk, seq, head in rows]


def held_otherwise(rows: list[tuple[int, int, bytes]]) -> Iterator[tuple[int, int, bool]]:
    """Of the ends that an anchor names (entry, line, first bytes of its hash), those that are gone (True) or other ones."""
    for start in range(0, len(rows), PART):
        part = rows[start : start + PART]
        known = {
            (entry, seq): bytes(made)
            for entry, seq, made in RegisterLine.objects.filter(entry_id__in=[row[0] for row in part])
            .annotate(number=F("seq"))
            .values_list("entry_id", "number", "hash")
        }
        for entry, seq, head in part:
            there = known.get((entry, seq))
            if there is None or there[: len(head)] != head:
                yield entry, seq, there is None

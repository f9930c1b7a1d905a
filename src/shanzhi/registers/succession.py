"""What becomes of entries where two records are merged: the one leaves, the other has the entry, unless it had one already."""

from __future__ import annotations

from datetime import datetime

from shanzhi.method.registers import ENTERED, LEFT
from shanzhi.people.joined import joiner
from shanzhi.registers.actions import By, Whose, secrets_of, stands, write_entry
from shanzhi.registers.models import RegisterEntry

MERGED = "合并到 {kind}:{number}"


@joiner
def hand_on_entries(kind: str, number: int, into: int, at: datetime) -> None:
    """Let each entry of a merged record leave; what stood there stands for the other from now on, until the same day."""
    for entry in RegisterEntry.objects.filter(kind=kind, number=number):
        if not stands(entry, at):
            continue
        whose = Whose(entry.method, entry.register, kind, number)
        hidden = secrets_of(entry)
        fields, until, by = {**entry.data, **hidden}, entry.until, By(matter=entry.matter_id)
        write_entry(
            whose, event=LEFT, at=at, by=by, place=entry.place_id, why=MERGED.format(kind=kind, number=into)
        )
        other = Whose(entry.method, entry.register, kind, into)
        there = RegisterEntry.objects.filter(
            method=entry.method, register=entry.register, kind=kind, number=into
        ).first()
        if there is None or not stands(there, at):
            write_entry(
                other, event=ENTERED, at=at, by=by, place=entry.place_id, fields=fields, sensitive=frozenset(hidden),
                until=until, why=MERGED.format(kind=kind, number=into),
            )  # fmt: skip

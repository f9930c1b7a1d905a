"""One look at a file handed in, and its taking in: each kind of import has a room of its own for both."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.imports import read_matters, read_outlines, read_rosters
from shanzhi.matters.imports.findings import FindingRow, Findings, words
from shanzhi.matters.imports.kinds import KINDS, Kind
from shanzhi.matters.imports.trials import Meter
from shanzhi.matters.imports.undoing import undo_import
from shanzhi.matters.models import ImportJob
from shanzhi.method.rooms import for_every


class Reading(Struct, frozen=True):
    """How the files of a kind are looked at, and how they are taken in."""

    look: Callable[[ImportJob, Actor, Meter], Findings]
    take: Callable[[ImportJob, Actor, Meter], Findings]


_READINGS: dict[str, Reading] = for_every(
    KINDS,
    {
        Kind.APPEALS: Reading(read_matters.look, read_matters.take),
        Kind.PEOPLE: Reading(read_rosters.look, read_rosters.take),
        Kind.SHAPES: Reading(read_outlines.look, read_outlines.take),
    },
    "kinds of import",
)


def look(job: ImportJob, actor: Actor, meter: Meter) -> Findings:
    """Read the file and say what would become of it. Nothing is written."""
    return _READINGS[job.kind].look(job, actor, meter)


def take(job: ImportJob, actor: Actor, meter: Meter) -> Findings:
    """Take the file in, or the import back; what came of it. The job's `batch` is set."""
    if job.kind == Kind.UNDO:
        return _undo(job, actor, meter)
    return _READINGS[job.kind].take(job, actor, meter)


def _undo(job: ImportJob, actor: Actor, meter: Meter) -> Findings:
    assert job.batch_id is not None
    undone = undo_import(actor=actor, number=job.batch_id, progress=meter("undo"))
    return Findings(
        added=undone.voided, left=[FindingRow(number, words(why)) for number, why in undone.left[:200]]
    )

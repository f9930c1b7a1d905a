"""A file of people: households, persons, organisations and posts, looked at and taken in."""

from __future__ import annotations

from shanzhi.engine.types import Actor
from shanzhi.matters.imports import shelter
from shanzhi.matters.imports.findings import Findings
from shanzhi.matters.imports.trials import Meter, reported
from shanzhi.matters.models import ImportJob
from shanzhi.people.actions import import_people
from shanzhi.people.permission import require


def look(job: ImportJob, actor: Actor, meter: Meter) -> Findings:
    """Read the file and say what would become of it. Nothing is written."""
    return _roster(job, actor, meter, dry_run=True)


def take(job: ImportJob, actor: Actor, meter: Meter) -> Findings:
    """Take the file in; what came of it."""
    return _roster(job, actor, meter, dry_run=False)


def _roster(job: ImportJob, actor: Actor, meter: Meter, *, dry_run: bool) -> Findings:
    require(actor, "people.import", job.place)
    report = import_people(
        actor,
        content=shelter.path_of(job).read_bytes(),
        file=job.file,
        place=job.place,
        sheet=job.how.get("sheet"),
        dry_run=dry_run,
        progress=meter("rows"),
    )
    return reported(job, report)

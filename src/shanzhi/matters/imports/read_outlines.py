"""A file of outlines of places: looked at by taking it in and back, and taken in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction

from shanzhi.engine.types import Actor
from shanzhi.matters.imports import shelter
from shanzhi.matters.imports.findings import Findings
from shanzhi.matters.imports.outlines import import_outlines
from shanzhi.matters.imports.trials import Meter, Tried, reported
from shanzhi.matters.models import Import, ImportJob
from shanzhi.tables.report import Report


def look(job: ImportJob, actor: Actor, meter: Meter) -> Findings:
    """What the shapes would do, found by doing it and taking it back."""
    report: Report | None = None
    try:
        with transaction.atomic():
            report, _ = _shapes(job, actor, meter)
            raise Tried
    except Tried:
        assert report is not None
        return reported(job, report)


def take(job: ImportJob, actor: Actor, meter: Meter) -> Findings:
    """Take the file in; what came of it. The job's `batch` is set."""
    report, number = _shapes(job, actor, meter)
    job.batch = Import.objects.get(pk=number) if number is not None else None
    return reported(job, report)


def _shapes(job: ImportJob, actor: Actor, meter: Meter) -> tuple[Report, int | None]:
    how: dict[str, Any] = {
        "level": job.how.get("level") or None,
        "crs": job.how.get("crs") or "wgs84",
        "swapped": bool(job.how.get("swapped")),
        "kind": job.how.get("grid_kind") or "general",
        **{name: job.how.get(name) for name in ("name_from", "code_from", "parent_from")},
    }
    path: Path = shelter.path_of(job)
    return import_outlines(actor, path, name=job.file, parent=job.place, progress=meter("shapes"), **how)

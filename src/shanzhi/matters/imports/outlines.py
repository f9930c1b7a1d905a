"""Imports of outlines among the imports that can be listed and taken back."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.matters.models import Import
from shanzhi.people.permission import require
from shanzhi.places.models import Change, Place
from shanzhi.places.shapes import import_shapes
from shanzhi.tables.report import Report

SOURCE = "shapes"


@transaction.atomic
def import_outlines(
    actor: Actor, file: Path, *, name: str | None = None, **how: Any
) -> tuple[Report, int | None]:
    """Take shapes in as `places.shapes.import_shapes` does; the report, and the number by which it is taken back (None
    where nothing changed). `name` is what the file is called, where it lies under another name. By right of `place.change` over the place they lie in."""
    require(actor, "place.change", how.get("parent"))
    began = timezone.now()
    report = import_shapes(file, by=actor.person, **how)
    assert report.change is not None
    line = Change.objects.get(pk=report.change)
    touched = [*line.after["places"], *(was["id"] for was in line.before["places"])]
    if not touched:
        return report, None
    place = line.place or Place.objects.filter(pk__in=touched).order_by("depth", "pk")[0]
    at = place.parent or place if line.place is None else place
    return report, _record(actor, file, name or file.name, report, at, began).pk


def _record(actor: Actor, file: Path, name: str, report: Report, at: Place, began: datetime) -> Import:
    return Import.objects.create(
        file=name[-200:], digest=hashlib.sha256(file.read_bytes()).hexdigest(), source=SOURCE, method="",
        place=at, mapping={"change": report.change}, rows=report.rows, taken=report.added + report.changed,
        repeated=report.unchanged, rejected=len(report.rejected), by=actor.person, started_at=began,
        finished_at=timezone.now(),
    )  # fmt: skip

"""Taking an import back: its matters are made void as entries of their own history; nothing is deleted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.imports import messages
from shanzhi.matters.imports.outlines import SOURCE
from shanzhi.matters.models import Entry, Import, ImportedRow, Likeness, Link, Matter
from shanzhi.matters.writing.voiding import void_matters
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.permission import require
from shanzhi.people.problems import BadInput
from shanzhi.places.shape_undoing import undo_shapes
from shanzhi.tables.report import Progress

SLICE = 200
"""Matters made void between two reports of progress."""


class Undone(Struct):
    """What undoing came to: how many matters were made void, and which were left, with the reason."""

    voided: int = 0
    left: list[tuple[int, Sentence]] = []


def undo_import(
    *, actor: Actor, number: int, now: datetime | None = None, progress: Progress | None = None
) -> Undone:
    """Make the matters of an import void, but for those somebody has acted on since: they are left, and told.

    Each is an entry in its history; nothing is deleted but what was sealed. The rows may be imported again.
    """
    batch = Import.objects.select_related("place").filter(pk=number).first()
    if batch is None:
        raise BadInput(messages.NO_IMPORT.fill(number=number))
    require(actor, "matter.import", batch.place)
    at = now or timezone.now()
    if batch.source == SOURCE and "change" in batch.mapping:
        return _undo_outlines(actor, batch, at)
    left = _left(number)
    kept = {matter for matter, _ in left}
    rows = ImportedRow.objects.filter(batch=number, matter__void=False)
    matters = [pk for pk in rows.order_by("pk").values_list("pk", flat=True) if pk not in kept]
    reason = messages.UNDONE.fill(file=batch.file).zh
    done = 0
    for start in range(0, len(matters), SLICE):
        part = matters[start : start + SLICE]
        done += void_matters(actor=actor, matters=part, reason=reason, at=at)
        ImportedRow.objects.filter(pk__in=part).update(sealed=None, author="")
        Likeness.objects.filter(Q(matter__in=part) | Q(like__in=part)).delete()
        if progress is not None:
            progress(start + len(part), len(matters))
    with transaction.atomic():
        Import.objects.filter(pk=number, undone_at=None).update(undone_at=at)
        audit.record(
            "matter.import.undo", by=actor, detail={"import": number, "void": done, "left": len(left)}, at=at
        )
    return Undone(done, left)


@transaction.atomic
def _undo_outlines(actor: Actor, batch: Import, at: datetime) -> Undone:
    """Places made by an import of shapes go, those changed become what they were."""
    if batch.undone_at is not None:
        return Undone()
    done, left = undo_shapes(int(batch.mapping["change"]), by=actor.person)
    Import.objects.filter(pk=batch.pk).update(undone_at=at)
    detail = {"import": batch.pk, "places": done, "left": len(left)}
    audit.record("matter.import.undo", by=actor, detail=detail, at=at)
    return Undone(done, left)


def _left(number: int) -> list[tuple[int, Sentence]]:
    """The matters of an import that must stay, and why."""
    rows = ImportedRow.objects.filter(batch=number, matter__void=False)
    since = Entry.objects.filter(matter=OuterRef("pk"), seq__gt=OuterRef("seq"), person__isnull=False)
    linked = Link.objects.filter(to=OuterRef("pk"), matter__void=False).exclude(matter__batch=number)
    children = Matter.objects.filter(parent=OuterRef("pk"), void=False)
    reasons = ((since, messages.TOUCHED), (linked, messages.LINKED), (children, messages.PARENT))
    found: dict[int, Sentence] = {}
    for condition, why in reasons:
        for pk in rows.filter(Exists(condition)).order_by("pk").values_list("pk", flat=True):
            found.setdefault(pk, why)
    return sorted(found.items())

"""Importing appeals: the door for command line and pages. `undoing` takes an import back.

`prepare` reads a file and works out its mapping, which a person may look at and adjust; `import_appeals` takes the
rows in. A file may be taken again, and an import broken off goes on where it stopped: nothing comes twice.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Reading
from copy import deepcopy as copy
from datetime import datetime, timedelta

import msgspec
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.types import Actor, Desk
from shanzhi.matters.imports import messages
from shanzhi.matters.imports.alike import WINDOW, find_alike, record_alike
from shanzhi.matters.imports.answers import Forms
from shanzhi.matters.imports.conclusions import Conclusions, conclude
from shanzhi.matters.imports.drafts import Draft
from shanzhi.matters.imports.mapping import Mapping, absent, adjust, check, check_columns, recognise
from shanzhi.matters.imports.meanings import Meanings
from shanzhi.matters.imports.merging import merge_alike
from shanzhi.matters.imports.pins import Adopted
from shanzhi.matters.imports.placing import Placer
from shanzhi.matters.imports.table import Table, read_table
from shanzhi.matters.imports.taking import Taker, draft_rows
from shanzhi.matters.methods.adopting import adoption_at
from shanzhi.matters.methods.compiled import usable
from shanzhi.matters.models import Adoption, Import, Matter, Notice, NoticeChannel
from shanzhi.matters.writing.ground import ground
from shanzhi.method.roles import LEVEL_NAMES, ROLES
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.permission import require
from shanzhi.people.problems import BadInput
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name
from shanzhi.tables.report import Note, Progress, Report

REHEARSED = 100
"""Rows decided at a time to see whether any will be taken."""


class Prepared(Struct):
    """A file read: its table, and the mapping its headings gave."""

    table: Table
    mapping: Mapping


class ImportResult(Struct):
    """What an import came to. `report.added` were taken, `report.unchanged` had been before; `batch` is its number
    (None: nothing new was written). `alike` are the pairs found, `merged` those merged because they were asked to be."""

    report: Report
    batch: int | None = None
    alike: int = 0
    merged: int = 0


def prepare(
    *,
    content: bytes,
    file: str,
    mapping: Mapping | None = None,
    changes: Reading[str, str] | None = None,
    fixed: Reading[str, str] | None = None,
) -> Prepared:
    """Read a file and recognise its headings; `changes` (heading → field) and `fixed` (field → value) win.

    Raises `BadInput` with what to do when the file cannot be read, or no column holds what a matter is about.
    """
    mapping = mapping or Mapping()
    table = read_table(content, file, mapping.columns, mapping.sheet)
    if unused := absent(mapping, table.headings):
        table.asides["absent"] = Note(messages.ABSENT, len(unused), [*unused[:5]])
    known = recognise(table.headings, mapping)
    if changes:
        known = adjust(known, table.headings, changes)
    if fixed:
        known = msgspec.structs.replace(known, fixed={**known.fixed, **fixed})
        check(known)
    check_columns(known, table.headings)
    if not {"subject", "detail"} & {*known.columns.values(), *known.fixed}:
        shown = "、".join(table.headings[:30])
        raise BadInput(messages.NO_TEXT.fill(headings=shown, sheets=_other_sheets(table)))
    return Prepared(table, known)


def _other_sheets(table: Table) -> Sentence:
    """The sheets that might be meant instead, as the end of a sentence."""
    note = table.asides.get("sheets")
    if note is None:
        return Sentence("", "")
    names = [one if isinstance(one, Sentence) else Sentence(one, one) for one in note.examples]
    joined = Sentence("、".join(one.zh for one in names), ", ".join(one.en for one in names))
    return messages.OR_SHEETS.fill(names=joined)


class Drafting(Struct):
    """Drafts ready to be taken in, and those that could not be read."""

    prepared: Prepared
    drafts: list[Draft]
    report: Report
    now: datetime
    conclusions: Conclusions


def draft(
    prepared: Prepared,
    *,
    method: str,
    at: Place | None,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> Drafting:
    """The rows of a prepared file as drafts, with the words of the method as it is adopted at a place, if it is."""
    mapping = prepared.mapping
    meanings = Meanings(mapping.values)
    adoption = adoption_at(method, at) if at is not None else None
    if adoption is not None:
        Forms(usable(adoption), mapping.acts, meanings)
    moment = now or timezone.now()
    found = draft_rows(prepared.table, mapping, meanings, moment, progress)
    concluded = conclude(found.drafts, found.rejected, mapping, ahead=found.ahead)
    report = Report(unchanged=found.repeated, rejected=found.rejected)
    return Drafting(prepared, found.drafts, report, moment, concluded)


def import_appeals(
    *,
    actor: Actor,
    drafting: Drafting,
    at: Place,
    method: str = "appeal",
    dry_run: bool = False,
    anyway: bool = False,
    merge_above: int | None = None,
    window: timedelta = WINDOW,
    progress: Callable[[str], Progress] | None = None,
) -> ImportResult:
    """Take the rows in below a place. Raises `Denied`, or `BadInput` before anything is written.

    Rows that cannot be taken are in the report; each chunk of rows is one transaction. `dry_run` decides all and
    writes nothing. What the file says must be plausible (`Drafting.conclusions`), unless `anyway`.
    `merge_above` merges pairs at least so alike (percent); without it they are only shown.
    `progress` is asked for a meter for each step: `rows`, `alike`.
    """
    require(actor, "matter.import", at)
    if not anyway:
        drafting.conclusions.check()
    if at.closed_at is not None:
        raise BadInput(messages.PLACE_CLOSED.fill(name=place_name(at)))
    adoption = adoption_at(method, at)
    if adoption is None:
        raise BadInput(messages.NOT_ADOPTED.fill(name=place_name(at), method=method))
    prepared, now, report = drafting.prepared, drafting.now, drafting.report
    meter = progress or (lambda step: lambda done, total: None)

    def begin() -> Import:
        return _begin(actor, prepared, at, method, now)

    taker = _taker(actor, drafting, adoption, at, begin=None if dry_run else begin)
    taker.take(drafting.drafts, meter("rows"))
    report.rejected.sort(key=lambda row: row.row)
    batch = taker.batch or (None if dry_run else _running(prepared, at).first())
    if batch is None:
        return ImportResult(report)
    found = find_alike(batch=batch.pk, at=at, window=window, progress=meter("alike"))
    record_alike(found, now)
    merged = merge_alike(found, merge_above, now) if merge_above is not None else 0
    _finish(actor, batch, report, now)
    return ImportResult(report, batch.pk, len(found), merged)


def rehearse(*, actor: Actor, drafting: Drafting, at: Place, method: str = "appeal") -> None:
    """Decide rows without writing any, until one is taken. Raises `BadInput` where the import would be refused or would
    take none; so that nothing is made or adopted for an import that comes to nothing."""
    adoption = adoption_at(method, at)
    if adoption is None:
        raise BadInput(messages.NOT_ADOPTED.fill(name=place_name(at), method=method))
    trial = msgspec.structs.replace(drafting, report=Report())
    taker = _taker(actor, trial, adoption, at, begin=None)
    for start in range(0, len(drafting.drafts), REHEARSED):
        taker.take([copy(draft) for draft in drafting.drafts[start : start + REHEARSED]])
        if trial.report.added or trial.report.changed or trial.report.unchanged:
            return
    refused = [*trial.report.rejected, *drafting.report.rejected]
    raise BadInput(messages.NONE_TAKEN.fill(count=len(refused), row=refused[0].row, why=refused[0].why))


def _taker(
    actor: Actor, drafting: Drafting, adoption: Adoption, at: Place, *, begin: Callable[[], Import] | None
) -> Taker:
    """What takes the rows in below a place. Raises `BadInput` where they would land on no desk, and for what a mapping
    says of a field that the method asks nowhere."""
    mapping, now = drafting.prepared.mapping, drafting.now
    world, compiled = ground(now), usable(adoption)
    Forms(compiled, mapping.acts, Meanings(mapping.values)).check_used(mapping)
    placer = Placer(at, mapping.crs, compiled, world)
    placer.check(drafting.drafts, compiled, _levels(placer.roles))
    return Taker(
        actor=actor, placer=placer, adopted=Adopted(adoption.slug, mapping, world, now), source=mapping.source,
        file=drafting.prepared.table.file, report=drafting.report, now=now, begin=begin,
    )  # fmt: skip


def _running(prepared: Prepared, at: Place) -> QuerySet[Import]:
    """The import of this file to this place that was broken off, if there is one."""
    return Import.objects.filter(
        source=prepared.mapping.source,
        digest=prepared.table.digest,
        place=at,
        finished_at=None,
        undone_at=None,
    )


def _begin(actor: Actor, prepared: Prepared, at: Place, method: str, now: datetime) -> Import:
    """The record of this import: the one that was broken off, or a new one."""
    table, mapping = prepared.table, prepared.mapping
    return Import.objects.get_or_create(
        source=mapping.source, digest=table.digest, place=at, finished_at=None, undone_at=None,
        defaults={
            "file": table.file[-200:], "method": method, "mapping": msgspec.to_builtins(mapping),
            "rows": len(table.rows), "by": actor.person, "started_at": now,
        },
    )[0]  # fmt: skip


def _finish(actor: Actor, batch: Import, report: Report, now: datetime) -> None:
    """Close the record, and tell everyone once how much has come to their desk."""
    with transaction.atomic():
        Import.objects.filter(pk=batch.pk).update(
            finished_at=timezone.now(), repeated=report.unchanged, rejected=len(report.rejected)
        )
        _tell_desks(batch.pk, now)
        detail = {
            "import": batch.pk,
            "place": batch.place_id,
            "taken": report.added,
            "rejected": len(report.rejected),
        }
        audit.record("matter.import", by=actor, detail=detail, at=now)


def _tell_desks(batch: int, now: datetime) -> None:
    """One notice a person, however many matters: an import floods nobody."""
    world = ground(now)
    desks = (
        Matter.objects.filter(batch=batch, void=False, closed_at=None, desk_place__isnull=False)
        .values_list("desk_role", "desk_place", "desk_office", "desk_person")
        .annotate(count=Count("pk"))
        .order_by()
    )
    counts: dict[int, int] = {}
    for role, place, office, person, count in desks:
        if role in ROLES:
            for one in world.at_desk(Desk(role, place, office, person)):
                counts[one] = counts.get(one, 0) + count
    reached = set(NoticeChannel.objects.filter(person__in=counts).values_list("person", flat=True))
    Notice.objects.bulk_create(
        Notice(
            person_id=person, kind="imported", zh=messages.ARRIVED.fill(count=count).zh,
            en=messages.ARRIVED.fill(count=count).en, at=now, send_at=now if person in reached else None,
        )
        for person, count in counts.items()
    )  # fmt: skip


def _levels(roles: tuple[str, ...]) -> Sentence:
    names = [
        LEVEL_NAMES[level] for level in dict.fromkeys(x for r in roles if r in ROLES for x in ROLES[r].levels)
    ]
    return Sentence("、".join(n.zh for n in names), ", ".join(n.en for n in names))

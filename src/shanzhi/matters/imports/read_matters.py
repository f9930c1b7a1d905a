"""A file of matters: looked at, and taken in by the same actions that the command uses."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from django.db import transaction

from shanzhi.engine.types import Actor
from shanzhi.matters.imports import actions, shelter
from shanzhi.matters.imports.actions import Drafting, Prepared
from shanzhi.matters.imports.alike import WINDOW
from shanzhi.matters.imports.findings import FileColumn, FindingLine, Findings, add_report, odd, words
from shanzhi.matters.imports.jobs import OWN
from shanzhi.matters.imports.making import New, make_places, propose
from shanzhi.matters.imports.mapping import (
    Mapping,
    check,
    find_mapping,
    read_mapping,
    recognise,
    shipped,
    told,
)
from shanzhi.matters.imports.table import Table, read_table
from shanzhi.matters.imports.trials import Meter, TakenBack, Tried, keep_rejected
from shanzhi.matters.methods.adopting import adoption_at
from shanzhi.matters.methods.compiled import usable
from shanzhi.matters.models import Import, ImportJob
from shanzhi.method.words import Sentence
from shanzhi.people.permission import require
from shanzhi.people.problems import BadInput
from shanzhi.places.refused import PlaceRefused

OF_MAPPING = ("sheet", "source", "zone", "dates", "crs")
EXAMPLES = 5
TO_MAKE = Sentence("要建的地方", "places to make")
NOTHING = Sentence(
    "{count} 行都读不懂，没有可导入的；原因见下面", "none of {count} rows can be read; the reasons are below"
)


def look(job: ImportJob, actor: Actor, meter: Meter) -> Findings:
    """Read the file and say what would become of it. Nothing is written."""
    drafting = _draft(job, actor, meter)
    found = _concluded(drafting)
    if not drafting.drafts:
        keep_rejected(job, drafting.prepared.table.headings, drafting.report)
        add_report(found, drafting.report)
        raise TakenBack(found, NOTHING.fill(count=found.rejected))
    if not job.how.get("anyway"):
        try:
            drafting.conclusions.check()
        except BadInput as implausible:
            raise TakenBack(found, implausible.sentence) from None
    try:
        outcome, made = _tried(job, actor, drafting, meter)
    except BadInput as refused:
        raise TakenBack(found, refused.sentence) from None
    if made:
        names = tuple(new.way[-1] for new in made)
        found.lines.append(FindingLine(words(TO_MAKE), len(made), (), names[:EXAMPLES]))
    add_report(found, outcome.report)
    return found


def _tried(
    job: ImportJob, actor: Actor, drafting: Drafting, meter: Meter
) -> tuple[actions.ImportResult, list[New]]:
    """What taking the rows in would come to; places that would be made for them are taken back."""
    found: tuple[actions.ImportResult, list[New]] | None = None
    try:
        with transaction.atomic():
            drafting, made = _make_places(job, actor, drafting)
            found = _take(job, actor, drafting, meter, dry_run=True), made
            raise Tried
    except Tried:
        assert found is not None
        return found


def _make_places(job: ImportJob, actor: Actor, drafting: Drafting) -> tuple[Drafting, list[New]]:
    """Make the places that the rows name and that are not there, where that was chosen. Raises `Denied`, `BadInput`."""
    if not job.how.get("make_places"):
        return drafting, []
    require(actor, "place.change", job.place)
    adoption = adoption_at(_method(job), job.place)
    if adoption is None:
        return drafting, []  # why nothing is taken is told by the import itself
    method = usable(adoption)
    desk = method.stages[method.opening.stage].desk
    roles = desk.roles if desk is not None else ()
    proposal = propose(drafting.drafts, job.place, drafting.prepared.mapping.places, roles)
    if not proposal.fresh:
        return drafting, []
    try:
        make_places(proposal, actor.person)
    except PlaceRefused as refused:
        raise BadInput(refused.why) from None
    again = actions.draft(drafting.prepared, method=_method(job), at=job.place, now=drafting.now)
    return again, proposal.fresh


def take(job: ImportJob, actor: Actor, meter: Meter) -> Findings:
    """Take the file in; what came of it. The job's `batch` is set."""
    drafting = _draft(job, actor, meter)
    with transaction.atomic():
        drafting, made = _make_places(job, actor, drafting)
        if made:
            actions.rehearse(actor=actor, drafting=drafting, at=job.place, method=_method(job))
    outcome = _take(job, actor, drafting, meter, dry_run=False)
    if outcome.batch is not None:
        job.batch = Import.objects.get(pk=outcome.batch)
    found = Findings(alike=outcome.alike)
    add_report(found, outcome.report)
    return found


def _draft(job: ImportJob, actor: Actor, meter: Meter) -> Drafting:
    require(actor, "matter.import", job.place)
    how = job.how
    mapping = Mapping()
    if how.get("own_mapping"):
        mapping = read_mapping(how["own_mapping"].encode(), OWN)
    elif how.get("mapping") in shipped():
        mapping = find_mapping(how["mapping"])
    mapping = msgspec.structs.replace(mapping, **{name: how[name] for name in OF_MAPPING if how.get(name)})
    check(mapping)
    content = shelter.path_of(job).read_bytes()
    try:
        prepared = actions.prepare(
            content=content, file=job.file, mapping=mapping, changes=how.get("changes") or None
        )
    except BadInput as refused:
        raise TakenBack(_columns_alone(content, job.file, mapping), refused.sentence) from None
    return actions.draft(prepared, method=_method(job), at=job.place, progress=meter("read"))


def _columns_alone(content: bytes, file: str, mapping: Mapping) -> Findings:
    """The columns of a file whose mapping does not do yet, so that it can be mended on the page."""
    table = read_table(content, file, mapping.columns, mapping.sheet)
    known = recognise(table.headings, mapping)
    return Findings(rows=len(table.rows), columns=_columns(known, table))


def _columns(mapping: Mapping, table: Table) -> list[FileColumn]:
    first = table.rows[0][1] if table.rows else ()
    return [
        FileColumn(heading, what, " ".join(cell.split())[:60])
        for heading, what, cell in told(mapping, table.headings, first)
    ]


def _method(job: ImportJob) -> str:
    return str(job.how.get("method") or "appeal")


def _take(
    job: ImportJob, actor: Actor, drafting: Drafting, meter: Meter, *, dry_run: bool
) -> actions.ImportResult:
    outcome = actions.import_appeals(
        actor=actor,
        drafting=drafting,
        at=job.place,
        method=_method(job),
        dry_run=dry_run,
        anyway=bool(job.how.get("anyway")),
        merge_above=job.how.get("merge_above"),
        window=timedelta(days=job.how["days"]) if job.how.get("days") else WINDOW,
        progress=meter,
    )
    keep_rejected(job, drafting.prepared.table.headings, outcome.report)
    return outcome


def _concluded(drafting: Drafting) -> Findings:
    prepared: Prepared = drafting.prepared
    table, mapping = prepared.table, prepared.mapping
    return Findings(
        rows=len(table.rows),
        columns=_columns(mapping, table),
        lines=[
            FindingLine(words(one.what), one.count, one.columns, one.examples)
            for one in drafting.conclusions.lines
        ],
        odd=[words(one) for one in drafting.conclusions.odd],
        notes=[odd(note) for note in table.asides.values()],
    )

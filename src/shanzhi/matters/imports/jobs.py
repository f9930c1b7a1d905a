"""Imports handed in on a page or over the API: the file is kept, looked at, confirmed by who handed it in, and taken in.

Each is an action over a job; the worker does what takes time (`working`). Who may, the kind says (`kinds`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.matters.files.keeping import most_bytes
from shanzhi.matters.imports import shelter
from shanzhi.matters.imports.kinds import KINDS, Kind
from shanzhi.matters.imports.mapping import read_mapping
from shanzhi.matters.imports.options import chosen
from shanzhi.matters.models import Import, ImportJob
from shanzhi.method.words import Sentence
from shanzhi.people.permission import allowed, require
from shanzhi.people.problems import BadInput
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name
from shanzhi.tables.cells import readable

State = ImportJob.State
RIGHTS = {**{kind: one.right for kind, one in KINDS.items()}, Kind.UNDO: KINDS[Kind.APPEALS].right}
"""Who may hand in a file of a kind, and take an import back: over the place all rows lie in."""
AT_ONCE = 5
"""Files of one person that may wait at a time."""
OWN = "mapping.yaml"
"""What a mapping of one's own is called when a line of it is wrong."""

NO_FILE = Sentence("请选一个文件", "choose a file")
EMPTY = Sentence("“{file}”是空的，请选有内容的文件", "{file} is empty, choose one that holds something")
TOO_LARGE = Sentence(
    "“{file}”超过 {most} MB，请分成几个文件", "{file} is larger than {most} MB, split it into several files"
)
MANY = Sentence(
    "您有 {most} 个文件还没有办完，请先确认或放弃",
    "{most} of your files are not finished, confirm or drop them first",
)
NO_KIND = Sentence("没有这种导入", "there is no such import")
NOT_NOW = Sentence(
    "这一步已经办过，或正在办；请刷新页面", "this was done already or is being done; load the page anew"
)
CLOSED = Sentence("“{place}”已撤销，请选别的地方", "{place} was closed, choose another place")
NOT_THERE = Sentence("没有第 {number} 次导入", "there is no import {number}")
UNDONE = Sentence("第 {number} 次导入已经撤销", "import {number} was taken back already")


def hand_in(
    *, actor: Actor, kind: str, place: Place, file: str, content: bytes, how: Mapping[str, Any] | None = None
) -> ImportJob:
    """Keep a file to be imported below a place; it is looked at next, and nothing is taken in before it is confirmed.

    Raises `Denied`, or `BadInput` with what to do.
    """
    wanted = KINDS.get(kind)
    if wanted is None:
        raise BadInput(NO_KIND)
    require(actor, wanted.right, place)
    if place.closed_at is not None:
        raise BadInput(CLOSED.fill(place=place_name(place)))
    name = readable(file).replace("/", "_").replace("\\", "_").strip()[-200:]
    if not name:
        raise BadInput(NO_FILE)
    if not content.strip(b"\0 \r\n\t"):
        raise BadInput(EMPTY.fill(file=name))
    if len(content) > most_bytes():
        raise BadInput(TOO_LARGE.fill(file=name, most=most_bytes() // 1024 // 1024))
    if not name.lower().endswith(wanted.endings):
        raise BadInput(wanted.no_such_file.fill(file=name))
    kept = _chosen(how)
    mine = ImportJob.objects.filter(by=actor.person or 0).exclude(state__in=[State.DONE, State.DROPPED])
    with transaction.atomic():
        if mine.count() >= AT_ONCE:
            raise BadInput(MANY.fill(most=AT_ONCE))
        job = ImportJob.objects.create(
            kind=kind,
            file=name,
            digest=hashlib.sha256(content).hexdigest(),
            size=len(content),
            place=place,
            how=kept,
            by=actor.person or 0,
            asked_at=timezone.now(),
        )
        shelter.put(job, content)
    return job


def look_again(*, actor: Actor, job: ImportJob, how: Mapping[str, Any]) -> None:
    """Have the file read anew, with other choices."""
    require(actor, RIGHTS[job.kind], job.place)
    waits = ImportJob.objects.filter(pk=job.pk, state__in=[State.READY, State.FAILED]).exclude(kind=Kind.UNDO)
    values = {
        "state": State.LOOK,
        "how": _chosen(how),
        "why_zh": "",
        "why_en": "",
        "tries": 0,
        "beat_at": None,
    }
    if waits.update(**values, done=0, total=0, rejected=0) != 1:
        raise BadInput(NOT_NOW)
    job.refresh_from_db()


def confirm(*, actor: Actor, job: ImportJob) -> None:
    """Have what was looked at taken in. Once."""
    require(actor, RIGHTS[job.kind], job.place)
    waits = ImportJob.objects.filter(pk=job.pk, state=State.READY)
    if waits.update(state=State.TAKE, done=0, total=0, tries=0, beat_at=None) != 1:
        raise BadInput(NOT_NOW)
    job.refresh_from_db()


def drop(*, actor: Actor, job: ImportJob) -> None:
    """Give it up; the file goes. What an import that failed half way has taken in stays, and is undone as an import."""
    require(actor, RIGHTS[job.kind], job.place)
    waits = ImportJob.objects.filter(pk=job.pk, state__in=[State.READY, State.FAILED])
    if waits.update(state=State.DROPPED, told=None, ended_at=timezone.now()) != 1:
        raise BadInput(NOT_NOW)
    shelter.clear(job, whole=True)
    job.refresh_from_db()


def take_back(*, actor: Actor, number: int) -> ImportJob:
    """Have an import undone by the worker."""
    batch = Import.objects.select_related("place").filter(pk=number).first()
    require(actor, "matter.import", batch.place if batch is not None else None)
    if batch is None:
        raise BadInput(NOT_THERE.fill(number=number))
    if batch.undone_at is not None:
        raise BadInput(UNDONE.fill(number=number))
    running = ImportJob.objects.filter(batch=batch, state=State.TAKE)
    with transaction.atomic():
        if running.exists():
            raise BadInput(NOT_NOW)
        return ImportJob.objects.create(
            kind=Kind.UNDO,
            state=State.TAKE,
            file=batch.file,
            digest=batch.digest,
            place=batch.place,
            batch=batch,
            by=actor.person or 0,
            asked_at=timezone.now(),
        )


def sees(actor: Actor, job: ImportJob) -> bool:
    """Whether somebody may see a job and what was found: who may do the same there."""
    return allowed(actor, RIGHTS[job.kind], job.place)


def jobs_below(places: list[Place]) -> Q:
    """The jobs of these places and all below."""
    found = Q(pk__in=())
    for place in places:
        found |= Q(place__path__begins=place.path)
    return found


def _chosen(how: Mapping[str, Any] | None) -> dict[str, Any]:
    """What was chosen, as it is kept; a mapping of one's own is read at once. Raises `BadInput`."""
    found = chosen(how)
    if "own_mapping" in found:
        read_mapping(found["own_mapping"].encode(), OWN)
    return found

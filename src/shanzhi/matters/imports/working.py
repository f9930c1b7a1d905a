"""What the worker does for imports handed in on pages: looks at a file, takes it in, takes one back; killed, it goes on.

A worker claims a job by a conditional update and gives a sign while it works. A job without a sign for `GONE` is taken
up by another: nothing comes twice, since an import knows its rows.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic
from typing import Any

from django.db import Error, close_old_connections, connection, connections
from django.db.models import F, Q
from django.utils import timezone
from msgspec import Struct

from shanzhi.database.faults import is_passing
from shanzhi.matters.imports import shelter
from shanzhi.matters.imports.findings import Findings, keep, words
from shanzhi.matters.imports.looking import look, take
from shanzhi.matters.imports.trials import TakenBack
from shanzhi.matters.models import ImportJob
from shanzhi.method.words import Sentence
from shanzhi.people.permission import Denied
from shanzhi.people.problems import BadInput
from shanzhi.people.queries import load_actor
from shanzhi.places.refused import PlaceRefused
from shanzhi.tables.report import Progress

GONE = timedelta(seconds=60)
SIGN_EVERY = 1.0
"""Seconds between two signs."""
WAIT = 1.0
MOST_TRIES = 3
BROKE = Sentence(
    "程序出了错，已记入日志；请告诉管理员。已经导入的还在，可以再试",
    "the program failed, and the log says why: tell an administrator. What was taken in is there; it may be tried again",
)
NO_FILE = Sentence("文件已经不在了，请重新上传", "the file is gone, upload it again")
Kind, State = ImportJob.Kind, ImportJob.State
log = logging.getLogger(__name__)


class Stopped(Exception):
    """The worker is to end; the job waits for another."""


def run_jobs(*, stop: Event | None = None, held: JobInHand | None = None) -> int:
    """Do whatever waits, one after the other. Returns how many were done."""
    ended, done = stop or Event(), 0
    while not ended.is_set() and (job := claim()) is not None:
        try:
            if held is not None:
                held.job = job.pk
            run(job, ended)
        except Stopped:
            ImportJob.objects.filter(pk=job.pk).update(beat_at=None, tries=F("tries") - 1)
            break
        finally:
            if held is not None:
                held.job = None
        done += 1
    return done


class JobInHand(Struct):
    """The job that a worker has in hand."""

    job: int | None = None


def _stay_alive(held: JobInHand, stop: Event) -> None:
    """Give a sign for the job in hand every so often, whatever long statement the worker is in."""
    try:
        while not stop.wait(GONE.total_seconds() / 4):
            if held.job is not None:
                try:
                    ImportJob.objects.filter(pk=held.job).exclude(beat_at=None).update(beat_at=timezone.now())
                except Error as problem:
                    if not is_passing(problem):
                        raise
                    close_old_connections()  # the next sign may come through
    finally:
        connections.close_all()


def keep_running(stop: Event) -> None:
    """For a thread of the worker: do what waits until it is told to stop."""
    held = JobInHand()
    alive = Thread(target=_stay_alive, args=(held, stop), name="import-signs")
    alive.start()
    try:
        while not stop.is_set():
            try:
                run_jobs(stop=stop, held=held)
            except Error as problem:
                if not is_passing(problem):
                    raise
                log.exception("the database cannot be reached; trying again")
                close_old_connections()
            stop.wait(WAIT)
    finally:
        connections.close_all()
        alive.join()


def claim(now: datetime | None = None) -> ImportJob | None:
    """The first job that waits, for this worker alone; None where there is none."""
    at = now or timezone.now()
    free = Q(beat_at=None) | Q(beat_at__lt=at - GONE)
    for number in (
        ImportJob.objects.filter(free, state__in=[State.LOOK, State.TAKE])
        .order_by("pk")
        .values_list("pk", flat=True)[:20]
    ):
        mine = ImportJob.objects.filter(free, pk=number, state__in=[State.LOOK, State.TAKE])
        if mine.update(beat_at=at, tries=F("tries") + 1):
            return ImportJob.objects.select_related("place", "batch__place").get(pk=number)
    return None


def run(job: ImportJob, stop: Event) -> None:
    """Do what a claimed job waits for; whatever goes wrong is told at the job."""
    if job.tries > MOST_TRIES:
        _end(job, State.FAILED, why=BROKE)
        return
    try:
        actor = load_actor(job.by)
        if job.state == State.LOOK:
            found, state = look(job, actor, _signs(job, stop)), State.READY
        else:
            found, state = take(job, actor, _signs(job, stop)), State.DONE
    except Stopped:
        raise
    except TakenBack as odd:
        _end(job, State.FAILED, odd.findings, odd.sentence)
    except (BadInput, Denied) as refused:
        _end(job, State.FAILED, why=refused.sentence)
    except PlaceRefused as refused:
        _end(job, State.FAILED, why=refused.why)
    except FileNotFoundError:
        _end(job, State.FAILED, why=NO_FILE)
    except Exception as problem:
        if is_passing(problem):
            raise
        log.exception("import job %s failed", job.pk)
        _end(job, State.FAILED, why=BROKE)
    else:
        _end(job, state, found)


def _end(job: ImportJob, state: str, found: Findings | None = None, why: Sentence | None = None) -> None:
    ended = timezone.now() if state == State.DONE else None
    values: dict[str, Any] = {
        "state": state,
        "beat_at": None,
        "ended_at": ended,
        "batch": job.batch,
        "step": "",
    }
    if found is not None:
        values |= {"told": keep(job, found), "rejected": found.rejected}
    if why is not None:
        zh, en = words(why)
        values |= {"why_zh": zh[:1000], "why_en": en[:1000]}
    ImportJob.objects.filter(pk=job.pk).update(**values)
    if state == State.DONE:
        shelter.clear(job)


def _signs(job: ImportJob, stop: Event) -> Callable[[str], Progress]:
    """Meters that tell the page how far it is, and that this worker lives."""
    last = 0.0

    def meter(step: str) -> Progress:
        def told(done: int, total: int) -> None:
            nonlocal last
            if stop.is_set():
                raise Stopped
            if connection.in_atomic_block and job.kind != Kind.UNDO:
                return  # what is told inside would be taken back with it, and hold the job's row meanwhile
            if monotonic() - last >= SIGN_EVERY or done == total:
                last = monotonic()
                ImportJob.objects.filter(pk=job.pk).update(
                    step=step[:16], done=done, total=total, beat_at=timezone.now()
                )

        return told

    return meter

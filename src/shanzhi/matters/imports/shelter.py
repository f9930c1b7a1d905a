"""Where a file handed in for an import lies until it was taken in: `imports/` of the home, readable by nobody else.

It may hold what an office knows of people, so it goes as soon as the job has ended, and after `KEPT` in any case; the
rows that were not taken stay so long beside it, to be fetched and mended.
"""

from __future__ import annotations

import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from shanzhi.matters.models import ImportJob

KEPT = timedelta(days=7)
State = ImportJob.State


def folder() -> Path:
    """The folder, made when there is none."""
    path = Path(settings.SHANZHI_HOME) / "imports" / "pages"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(job: ImportJob) -> Path:
    """Where the file of a job lies; its ending stays, since readers go by it."""
    ending = "".join(Path(job.file).suffixes[-2:]).lower()
    plain = ending if ending.isascii() and len(ending) <= 16 and "/" not in ending else ""
    return folder() / f"{job.pk}{plain}"


def rejected_path(job: ImportJob) -> Path:
    """Where the rows that were not taken lie."""
    return folder() / f"{job.pk}.rejected.csv"


def put(job: ImportJob, content: bytes) -> None:
    """Keep the file, whole or not at all."""
    handle, draft = tempfile.mkstemp(dir=folder())
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(draft).replace(path_of(job))
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise


def clear(job: ImportJob, *, whole: bool = False) -> None:
    """Let the file go; with `whole` the rows that were not taken as well."""
    path_of(job).unlink(missing_ok=True)
    if whole:
        rejected_path(job).unlink(missing_ok=True)


def forget_old(now: datetime | None = None) -> int:
    """Drop what nobody confirmed within `KEPT`, and let go of what was left of old jobs. Returns how many were dropped."""
    before = (now or timezone.now()) - KEPT
    stale = ImportJob.objects.filter(state__in=[State.READY, State.FAILED], asked_at__lt=before)
    dropped = 0
    for job in stale:
        dropped += ImportJob.objects.filter(pk=job.pk, state=job.state).update(
            state=State.DROPPED, told=None, ended_at=timezone.now()
        )
        clear(job, whole=True)
    for old in ImportJob.objects.filter(ended_at__lt=before).exclude(told=None):
        clear(old, whole=True)
        ImportJob.objects.filter(pk=old.pk).update(told=None)
    return dropped

"""What a matter has published as its reader may read it now: the latest heading, all facts, since when.

Mostly that is everybody's to read; what goes to some alone (`whom`), theirs (`rights.readers`). Pages, walls, lists,
search and files ask here; later publications replace earlier ones, fact by fact.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.lists.marks import as_read
from shanzhi.matters.models import Matter, Publication, PublicationVersion
from shanzhi.matters.rights.readers import readable, readable_among
from shanzhi.method.words import Sentence
from shanzhi.places.models import Place


class Public(Struct):
    """What of a matter is public: the latest heading, all facts, since when, and when it was corrected last."""

    title: Sentence
    facts: dict[str, Any]
    since: datetime
    corrected: datetime | None = None


def public_of(matters: Iterable[int], reader: Actor, at: datetime | None = None) -> dict[int, Public]:
    """What somebody may read of what some matters publish, by number; nothing for those of which that is nothing.

    One query; a second where something goes to some alone.
    """
    found: dict[int, Public] = {}
    there = list(running(at).filter(matter__in=list(matters)).order_by("pk"))
    mine = readable_among(reader, there)
    rows = [row for row in there if row.pk in mine]
    for row, title in zip(rows, headings(rows), strict=True):
        before = found.get(row.matter_id)
        if before is None:
            found[row.matter_id] = Public(title, dict(row.fields), row.since, row.corrected)
            continue
        before.title = title
        before.facts.update(row.fields)
        before.corrected = max(filter(None, (before.corrected, row.corrected)), default=None)
    return found


def headings(rows: Iterable[Publication | PublicationVersion]) -> list[Sentence]:
    """The headings of publications as everybody reads them, in both languages."""
    titles = [(row.title_zh, row.title_en) for row in rows]
    texts = iter(as_read([text for both in titles for text in both], whole=False))
    return [Sentence(next(texts), next(texts)) for _title in titles]


def running(at: datetime | None = None) -> QuerySet[Publication]:
    """The publications that stand at a moment (now)."""
    now = at or timezone.now()
    return Publication.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now)


def last_of(matter: int, reader: Actor) -> Publication | None:
    """What a matter published last, standing or not, of what somebody may read."""
    rows = Publication.objects.filter(matter=matter).order_by("-since", "-pk")
    last = rows.first()
    if last is None or not last.whom:
        return last
    return rows.filter(readable(reader)).first()


def published_below(place: Place, reader: Actor, *, current: bool) -> QuerySet[Publication]:
    """What was published in a place and all below it, the latest first: what stands now, or what stood once too."""
    now = timezone.now()
    found = running(now) if current else Publication.objects.filter(since__lte=now)
    here = found.filter(readable(reader), place__path__begins=place.path, matter__void=False)
    return here.select_related("place", "matter").defer("place__geometry").order_by("-pk")


def versions_of(matter: int, most: int) -> QuerySet[PublicationVersion]:
    """What was public of a matter before it was corrected or taken down, the latest first. For who may correct it."""
    return PublicationVersion.objects.filter(publication__matter=matter).order_by("-pk")[:most]


def with_public(rows: QuerySet[Matter], reader: Actor) -> QuerySet[Matter]:
    """Those that publish something now which somebody may read."""
    return rows.filter(Exists(running().filter(readable(reader), matter=OuterRef("pk"))))

"""What is public of a matter now: the latest heading, all facts made public, since when. Everybody may read it.

Pages, walls, lists, search and files ask here; later publications replace earlier ones, fact by fact.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from msgspec import Struct

from shanzhi.matters.lists.marks import as_read
from shanzhi.matters.models import Matter, Publication, PublicationVersion
from shanzhi.method.words import Sentence
from shanzhi.places.models import Place


class Public(Struct):
    """What of a matter is public: the latest heading, all facts, since when, and when it was corrected last."""

    title: Sentence
    facts: dict[str, Any]
    since: datetime
    corrected: datetime | None = None


def public_of(matters: Iterable[int], at: datetime | None = None) -> dict[int, Public]:
    """What is public of some matters, by number; nothing for those of which nothing is. One query."""
    found: dict[int, Public] = {}
    rows = list(running(at).filter(matter__in=list(matters)).order_by("pk"))
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


def published_below(place: Place, *, current: bool) -> QuerySet[Publication]:
    """What was made public in a place and all below it, the latest first: what stands now, or what stood once too."""
    now = timezone.now()
    found = running(now) if current else Publication.objects.filter(since__lte=now)
    here = found.filter(place__path__begins=place.path, matter__void=False)
    return here.select_related("place", "matter").defer("place__geometry").order_by("-pk")


def versions_of(matter: int, most: int) -> QuerySet[PublicationVersion]:
    """What was public of a matter before it was corrected or taken down, the latest first. For who may correct it."""
    return PublicationVersion.objects.filter(publication__matter=matter).order_by("-pk")[:most]


def with_public(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    """Those of which something is public now."""
    return rows.filter(Exists(running().filter(matter=OuterRef("pk"))))

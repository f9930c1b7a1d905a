"""What belongs to a matter, as far as its reader may see it: the matters around it, its files, the documents it gave out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import get_language
from msgspec import Struct

from shanzhi.matters.lists.marks import as_read
from shanzhi.matters.models import Document, File, Link, Matter
from shanzhi.matters.rights.access import seen_by
from shanzhi.reading.files import files_on
from shanzhi.reading.lists import lean
from shanzhi.reading.matter import Seen

MOST = 100
"""Most matters of one kind around another that are told."""


class DocumentSeen(Struct, frozen=True):
    """A document that a matter gave out, as its reader has it."""

    title: str
    text: str
    at: datetime


class Around(Struct, frozen=True):
    """The matter it helps (主办), those that help it, those it is linked with, the earliest first; and what hangs on it, for
    those who see the whole."""

    parent: Matter | None
    children: Sequence[Matter]
    linked: Sequence[Matter]
    files: Sequence[File] = ()
    documents: Sequence[DocumentSeen] = ()


def around(it: Seen) -> Around:
    """What belongs to a matter."""
    others = lean(seen_by(it.who))
    parent = it.loaded.record.matter.parent
    to = list(Link.objects.filter(matter=it.number).values_list("to", flat=True))
    back = list(Link.objects.filter(to=it.number).values_list("matter", flat=True))
    return Around(
        others.filter(pk=parent).first() if parent is not None else None,
        list(others.filter(parent=it.number).order_by("pk")[:MOST]),
        list(others.filter(pk__in=[*to, *back]).order_by("pk")[:MOST]),
        files_on(it),
        papers_of(it),
    )


def papers_of(it: Seen) -> list[DocumentSeen]:
    """The documents that it gave out, in the reader's language, for those who see the whole."""
    if not it.whole:
        return []
    english = (get_language() or "").startswith("en")
    rows = list(Document.objects.filter(matter=it.number).order_by("at", "n"))
    halves = [(d.title_en, d.text_en) if english else (d.title_zh, d.text_zh) for d in rows]
    texts = iter(as_read([text for both in halves for text in both]))
    return [DocumentSeen(next(texts), next(texts), row.at) for row in rows]

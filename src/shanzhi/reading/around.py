"""What belongs to a matter, as far as its reader may see it: the matters around it, its files, the documents it gave out."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from shanzhi.matters.models import Document, File, Link, Matter
from shanzhi.matters.rights.access import seen_by
from shanzhi.reading.lists import lean
from shanzhi.reading.matter import Seen

MOST = 100
"""Most matters of one kind around another that are told."""


class Around(Struct, frozen=True):
    """The matter it helps (主办), those that help it, those it is linked with, the earliest first; and what hangs on it, for
    those who see the whole."""

    parent: Matter | None
    children: Sequence[Matter]
    linked: Sequence[Matter]
    files: Sequence[File] = ()
    documents: Sequence[Document] = ()


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
        list(File.objects.filter(matter=it.number).order_by("at", "pk")) if it.whole else (),
        list(Document.objects.filter(matter=it.number).order_by("at", "n")) if it.whole else (),
    )

"""The plan (方案) that people meet and vote about: what the matter made public last."""

from __future__ import annotations

from shanzhi.matters.models import Publication
from shanzhi.reading.facts import Fact, facts
from shanzhi.reading.matter import Seen


def published(it: Seen, *, besides: str | None = None) -> list[Fact]:
    """What the matter made public last; `besides` is shown already."""
    method = it.loaded.method
    last = Publication.objects.filter(matter=it.number).order_by("-since", "-pk").first()
    if last is None:
        return []
    fields = [method.fields[name] for name in last.fields if name in method.fields and name != besides]
    names = it.names([(field, last.fields[field.name]) for field in fields])
    return facts(fields, last.fields, names)

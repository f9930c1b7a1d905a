"""The plan (方案) that people meet and vote about: what the matter made public last."""

from __future__ import annotations

from shanzhi.reading.facts import Fact, facts
from shanzhi.reading.matter import Seen
from shanzhi.reading.published import last_of


def published(it: Seen, *, besides: str | None = None) -> list[Fact]:
    """What the matter made public last; `besides` is shown already."""
    method = it.loaded.method
    last = last_of(it.number, it.who)
    if last is None:
        return []
    fields = [method.fields[name] for name in last.fields if name in method.fields and name != besides]
    names = it.names([(field, last.fields[field.name]) for field in fields])
    return facts(fields, last.fields, names)

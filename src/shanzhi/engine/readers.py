"""To whom something is published (`whom`), now: the words that a reader is known by, and the place whose people are meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.engine.named import named
from shanzhi.engine.where import ground, lift
from shanzhi.method.people import PREFIX
from shanzhi.method.readers import PUBLIC

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft


def addressed(d: Draft, settings: Mapping[str, Any]) -> dict[str, Any]:
    """`whom`: `place`, `owner`, roles, `person:5`; None for everybody. `within`: whose place."""
    words = settings.get("whom")
    if words is None or PUBLIC in words:
        return {}
    whom: list[str] = []
    for word in words:
        whom += named(d.method, d.data, word.removeprefix(PREFIX)) if word.startswith(PREFIX) else [word]
    narrow = d.data.get(settings.get("within") or "")
    return {"whom": whom, "within": narrow or lift(d.ctx, ground(d), "community")}

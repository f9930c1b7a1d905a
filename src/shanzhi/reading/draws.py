"""The record of a draw: all that it takes to draw again, as whoever sees the matter may have it."""

from __future__ import annotations

from typing import Any

from shanzhi.matters.models import Entry
from shanzhi.method.model import Method
from shanzhi.reading.matter import Seen

FIXED = "entries_fixed"


def draw_record(it: Seen, visit: int | None = None) -> dict[str, Any] | None:
    """The record of the draw of a visit (the latest, if none is named); None where there is none, or it is not the reader's."""
    rows = Entry.objects.filter(matter=it.number, act=FIXED)
    row = (rows if visit is None else rows.filter(visit=visit)).order_by("-seq").first()
    if row is None or not it.looks_on:
        return None
    stage = _stage(it.loaded.method, row)
    settings = stage.block.settings if stage is not None and stage.block is not None else {}
    over = Entry.objects.filter(matter=it.number, visit=row.visit, note="outcome").order_by("-seq").first()
    tally = over.values.get("tally", {}) if over is not None else {}
    drawn, places = tally.get("drawn", []), row.values["places"]
    return {
        "matter": it.number,
        "visit": row.visit,
        "entries": row.values["entries"],
        "digest": row.values["digest"],
        "record": row.values["record"],
        "fixed": row.at.isoformat(),
        "source": settings.get("source", ""),
        "named": settings["named"].zh if "named" in settings else "",
        "begins": row.values["begins"],
        "places": places,
        "reserves": row.values["reserves"],
        "seed": tally.get("numbers", []),
        "key": tally.get("key", ""),
        "drawn": drawn[:places],
        "reserve": drawn[places:],
        "method": "RFC 3797, SHA-256",
    }


def _stage(method: Method, row: Entry) -> Any:
    """The draw's own stage: its line was written on entering it, before anything led on."""
    return method.stages.get(row.to) or method.stages.get(row.stage or "")

"""The changes for each key of a draw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.method.key_consumers import engine, read_out
from tests.method.trees import DROP

DRAW_CASES: dict[str, tuple[Callable[[Any], Any], str, Any]] = {
    "stage.draw": (engine, "stages lotting draw places", 2),
    "draw.of": (engine, "stages sealing draw of", "data.helpers"),
    "draw.shown": (engine, "stages lotting draw shown", DROP),
    "draw.places": (engine, "stages lotting draw places", 2),
    "draw.reserves": (engine, "stages lotting draw reserves", DROP),
    "draw.source": (engine, "stages lotting draw source", "published"),
    "draw.named": (read_out, "stages lotting draw named", "当众掷二十颗"),
    "draw.begins": (engine, "stages lotting draw begins", "data.later"),
    "draw.tellers": (engine, "stages lotting draw tellers", DROP),
    "draw.by": (engine, "stages sealing draw by", ["volunteer"]),
    "draw.unrevealed": (engine, "stages sealing draw unrevealed", DROP),
    "draw.result": (engine, "stages lotting draw result", DROP),
}
DRAW_PREPARED = {
    "draw.begins": ("data later", {"type": "time", "label": "晚些", "default": "2026-03-10T09:00"})
}

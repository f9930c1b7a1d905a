"""The changes to `everything.yaml` for the keys of a gathering and of what answers it; see `key_cases`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.method.key_consumers import engine, read_out
from tests.method.trees import DROP

GATHERING_CASES: dict[str, tuple[Callable[[Any], Any], str, Any]] = {
    "stage.gather": (engine, "stages gathering gather needs", 9),
    "gather.method": (engine, "stages gathering gather method", "assist"),
    "gather.opening": (engine, "stages gathering gather opening", DROP),
    "gather.roll": (engine, "stages gathering gather roll", "households"),
    "gather.form": (engine, "stages gathering gather form worth max", 1),
    "gather.with": (engine, "stages gathering gather with", DROP),
    "gather.most": (engine, "stages gathering gather most", DROP),
    "gather.needs": (engine, "stages gathering gather needs", 9),
    "gather.late": (engine, "stages gathering gather late", DROP),
    "gather.rank": (engine, "stages gathering gather rank", DROP),
    "gather.order": (engine, "stages gathering gather order", DROP),
    "gather.qualifies": (engine, "stages gathering gather qualifies", DROP),
    "gather.takes": (engine, "stages gathering gather takes", DROP),
    "gather.picks": (engine, "stages gathering gather picks", DROP),
    "gather.pick_within": (engine, "stages gathering gather pick_within", DROP),
    "gather.within": (engine, "stages gathering gather within", DROP),
    "gather.result": (engine, "stages gathering gather result gathered", DROP),
    "act_in.of": (
        engine,
        "stages gathering outcomes gathered effects 0 act",
        {"matter": "data.twin", "do": "accept", "with": {"why": "data.gathered"}},
    ),
    "act_in.matter": (engine, "stages gathering outcomes gathered effects 0 act matter", "data.twin"),
    "effect.act": (engine, "stages gathering outcomes gathered effects 0 act", DROP),
    "act_in.do": (engine, "stages gathering outcomes gathered effects 0 act do", "decline"),
    "act_in.with": (engine, "stages gathering outcomes gathered effects 0 act with", DROP),
    "act_in.when": (engine, "stages gathering outcomes gathered effects 0 act when", "false"),
    "act_in.once": (engine, "stages gathering outcomes gathered effects 0 act once", DROP),
    "gather.ties": (read_out, "stages gathering gather ties", "none"),
    "gather.label": (read_out, "stages gathering gather label", "报一件"),
}

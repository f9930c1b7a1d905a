"""The changes for each key of a joint answer (`each`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.method.key_consumers import engine
from tests.method.trees import DROP

JOINT_ANSWER_CASES: dict[str, tuple[Callable[[Any], Any], str, Any]] = {
    "each.of": (
        engine,
        "stages signing each of",
        ["opener", "people.deputy", "community_staff", "data.helpers"],
    ),
    "each.at": (engine, "stages signing each at", "street"),
    "each.options": (engine, "stages signing each options", {"agree": "同意", "against": "不同意"}),
    "each.passes": (engine, "stages signing each passes", ["agree", "against"]),
    "each.needs": (engine, "stages signing each needs", "all"),
    "each.silent": (engine, "stages signing each silent", "agree"),
    "each.reasons": (engine, "stages signing each reasons", DROP),
    "each.form": (engine, "stages signing each form said max", 40),
    "each.shows": (engine, "stages signing each shows", DROP),
    "each.clerks": (engine, "stages signing each clerks", DROP),
    "each.not": (engine, "stages signing each not", DROP),
    "each.several": (engine, "stages signing each several", DROP),
    "each.label": (engine, "stages signing each label", DROP),
    "each.result": (engine, "stages signing each result", DROP),
}

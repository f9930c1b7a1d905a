"""One change to an election in `everything.yaml` for each of its keys, and the consumer that must notice it; None drops the key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.method.key_consumers import checked, engine, read_out

AT = "stages electing choose"
PLAYED: dict[str, Any] = {
    "early": None, "roll": "representatives", "within": None, "places": 2, "already": None, "reserves": None, "most": 2,
    "margin": 9, "write_ins": None, "quorum": None, "pass": "count.votes > 9", "cast": ["paper"], "tellers": ["key_holder"],
    "count_within": "2 days", "give_up_after": "9 days", "proxies": 0, "outside_proxies": 0, "result": None,
}  # fmt: skip
"""What the engine makes of another value."""
OTHERS: dict[str, tuple[Callable[[Any], Any], str, Any]] = {
    "stage.choose": (engine, f"{AT} early", None),
    "choose.ties": (read_out, f"{AT} ties", "draw"),
    "choose.of": (checked, f"{AT} of", "data.size"),
    "choose.signed": (checked, f"{AT} signed", False),
}


def election_cases(drop: object) -> dict[str, tuple[Callable[[Any], Any], str, Any]]:
    """All of them, with what drops a key."""
    found = {f"choose.{key}": (engine, f"{AT} {key}", value) for key, value in PLAYED.items()} | OTHERS
    return {name: (by, path, drop if value is None else value) for name, (by, path, value) in found.items()}

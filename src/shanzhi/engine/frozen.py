"""Facts that an open block rests on: what it shows, puts to the vote or counts by. Nobody changes them until it closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from shanzhi.method.cel import Program
from shanzhi.method.model import Who

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft

NAMING: Final = ("motion", "within", "roll", "shows", "of", "already")
"""Settings that name facts."""


def frozen_facts(d: Draft) -> frozenset[str]:
    """The names of the facts under the present stage's block."""
    stage = d.method.stages.get(d.stage)
    if stage is None or stage.block is None:
        return frozenset()
    named: set[str] = set()
    for key, value in stage.block.settings.items():
        if isinstance(value, Program):
            named.update([name.removeprefix("data.").removeprefix("people.") for name in value.order])
        elif key in NAMING:
            named.update(_names(value))
    return frozenset([name for name in named if name in d.method.fields])


def _names(value: Any) -> list[str]:
    """A fact, one behind an @ (a roll that a fact names), several, or those a who-list names."""
    several = value.names if isinstance(value, Who) else value if isinstance(value, list | tuple) else [value]
    return [_plain(name) for name in several if isinstance(name, str)]


def _plain(name: str) -> str:
    """The name of a fact, however a setting says it."""
    return name.removeprefix("@").removeprefix("data.").removeprefix("people.")

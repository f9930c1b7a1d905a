"""Open matters as figures see them, and all that stands open at a moment in heaps of what is alike."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from shanzhi.engine.types import Clock
from shanzhi.matters.methods.compiled import compiled
from shanzhi.method.model import Method, Stage


class State(Struct):
    """What is read of a matter's state."""

    clocks: dict[str, Clock] = {}
    visits: dict[str, int] = {}
    tally: dict[str, Any] = {}


class Open(Struct):
    """One open matter, with what it takes to say whether and why it is late."""

    pk: int
    method: str
    pin: bytes
    adoption: int
    stage: str
    desk_role: str
    desk_place: int | None
    desk_office: int | None
    expected: datetime
    late: bool
    provisional: bool
    state: State

    @property
    def rule(self) -> Stage | None:
        """The stage it stands in, by the method it is pinned to."""
        return self.compiled.stages.get(self.stage)

    @property
    def compiled(self) -> Method:
        return compiled(self.pin, self.adoption)


class Heap(Struct):
    """Open matters that are alike in all that is asked of them: `one` of them, and how many."""

    one: Open
    kinds: list[str]
    facets: dict[str, list[str]]
    count: int


class Standing(Struct):
    """All that stood open at a moment: the heaps, and for each matter (8 bytes) its heap (8 bytes), soonest first."""

    at: datetime
    heaps: list[Heap]
    numbers: bytes
    of: bytes


read_state = msgspec.json.Decoder(State).decode

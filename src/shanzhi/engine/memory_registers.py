"""Registers in memory, for examples, simulation and tests: they live as those of the store do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shanzhi.method.registers import ENTERED, LEFT, REFUSED, RENEWED


class Registers:
    """Entries that stand, by the register (its keeper and its name) and whose they are. `now` is the time of what is done."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
        self.now: datetime | None = None

    def give(
        self, keeper: str, register: str, whose: str, fields: Mapping[str, Any], since: datetime
    ) -> None:
        """Have an entry stand from the beginning."""
        self.entries.setdefault((keeper, register), {})[whose] = {"since": since, "until": None, **fields}

    def standing(self, keeper: str, register: str, whose: str) -> dict[str, Any] | None:
        """What the entry of somebody says; None where none stands now."""
        entry = self.entries.get((keeper, register), {}).get(whose)
        if entry is None or (
            self.now is not None and entry["until"] is not None and entry["until"] <= self.now
        ):
            return None
        return entry

    def all_standing(self, keeper: str, register: str) -> dict[str, dict[str, Any]]:
        """Every entry of a register that stands now."""
        there = self.entries.get((keeper, register), {})
        return {
            whose: entry for whose in there if (entry := self.standing(keeper, register, whose)) is not None
        }

    def write(self, effect: Mapping[str, Any]) -> None:
        """Carry out what a decision says of an entry."""
        register, whose, event = (effect["keeper"], effect["register"]), effect["whose"], effect["event"]
        there = self.entries.setdefault(register, {})
        if event == LEFT:
            there.pop(whose, None)
        elif event == ENTERED:
            there[whose] = {"since": self.now, "until": effect["until"], **effect["fields"]}
        elif event != REFUSED:
            until = effect["until"] if event == RENEWED else there[whose]["until"]
            there[whose] = {**there[whose], **effect["fields"], "until": until}

"""A book of matters in memory: keeps what decisions come to, as the store keeps it in the database.

For simulation and tests: the same `decide`, the same order of things, no database. A command that was carried out
before gives its first answer again; children are opened and come back to their parents; papers go into the box.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import Any

from msgspec import Struct

from shanzhi.engine.blocks.children import guards
from shanzhi.engine.decide import decide, open_matter
from shanzhi.engine.types import OF_PARENT, SYSTEM, Child, Command, Decision, Effect, Entry, Matter, Refusal
from shanzhi.engine.world import World
from shanzhi.method.model import Method

DEEPEST = 8
"""How far matters may open matters in one act."""


class StoredMatter(Struct):
    """One matter as it stands, with its history and what it brought about. `index`: which child of its parent."""

    method: Method
    matter: Matter
    entries: list[Entry] = []
    effects: list[Effect] = []
    index: int | None = None


class Book:
    """All matters of a world. `methods` are those that may be opened, by id; numbers begin with `first`."""

    def __init__(self, world: World, methods: Mapping[str, Method], first: int = 1) -> None:
        self.world = world
        self.methods = world.books.methods = methods
        self.kept: dict[int, StoredMatter] = {}
        self.awards: list[dict[str, Any]] = []
        self._numbers = count(first)
        self._answers: dict[str, Decision] = {}
        self._alarms: list[tuple[datetime, int]] = []

    def open(self, method: str, command: Command, place: int, opening: str = "") -> Decision | Refusal:
        """Open a matter, by one of its ways in; its number is `decision.matter.id`."""
        if command.id in self._answers:
            return self._answers[command.id]
        self.world.registers.now = command.at
        return self._open(method, command, place, None, None, 0, opening)

    def act(self, number: int, command: Command) -> Decision | Refusal:
        """Do one act on a matter, or let the clock fire once (`due`)."""
        if command.id in self._answers:
            return self._answers[command.id]
        kept = self.kept[number]
        self.world.registers.now = command.at
        sealed = self.world.sealed(kept.method, kept.matter, command)
        if isinstance(sealed, Refusal):
            return sealed
        answer = decide(kept.method, kept.matter, sealed, self.world)
        if isinstance(answer, Decision):
            self.keep(number, command, answer)
        return answer

    def keep(self, number: int, command: Command, decision: Decision, depth: int = 0) -> None:
        """Write a decision down and carry out its effects. Raises ValueError if it was made from another state."""
        kept = self.kept[number]
        if decision.entries[0].seq != kept.matter.seq + 1:
            raise ValueError("the matter has moved on since this was decided")
        taken = {(number, e.visit, e.slot) for e in decision.entries if e.slot is not None}
        if taken & self.world.slots:
            raise ValueError("a slot is taken already")
        self.world.record(number, decision.entries, decision.effects, kept.matter.visit)
        self.world.dues[number] = decision.matter.due
        self._bear(kept, decision.matter)
        kept.matter = decision.matter
        kept.entries += decision.entries
        kept.effects += decision.effects
        if command.id:
            self._answers[command.id] = decision
        self._set_alarm(decision.matter)
        for effect in decision.effects:
            self._carry(kept, command, effect, depth)

    def fire(self, until: datetime) -> int | None:
        """The next matter whose clock is due by `until`, after one firing; None when nothing is due any more."""
        while self._alarms and self._alarms[0][0] <= until:
            at, number = heapq.heappop(self._alarms)
            matter = self.kept[number].matter
            if matter.wakes == at:
                self.act(number, Command("", "due", at, SYSTEM))
                return number
        return None

    def next_alarm(self) -> datetime | None:
        """When the clock must next look at any matter."""
        while self._alarms and self.kept[self._alarms[0][1]].matter.wakes != self._alarms[0][0]:
            heapq.heappop(self._alarms)
        return self._alarms[0][0] if self._alarms else None

    def refused_there(self, other: StoredMatter, why: Refusal) -> None:
        """What a matter was to do in another is refused there; the store then undoes the whole."""

    def _bear(self, kept: StoredMatter, now: Matter) -> None:
        """A child as its parent may know it."""
        if now.parent is not None and now.parent_visit is not None and kept.index is not None:
            self.world.born.setdefault(now.parent, {})[now.id] = Child(
                now.id, now.parent_visit, kept.index, kept.method.id, now.opener, now.opened, now.stage,
                now.end, now.data, *guards(kept.method),
            )  # fmt: skip

    def _set_alarm(self, matter: Matter) -> None:
        if matter.wakes is not None:
            heapq.heappush(self._alarms, (matter.wakes, matter.id))

    def _open(
        self,
        method: str,
        command: Command,
        place: int,
        parent: tuple[int, int] | None,
        index: int | None,
        depth: int,
        opening: str = "",
    ) -> Decision | Refusal:
        number = next(self._numbers)
        rules = self.methods[method]
        answer = open_matter(rules, command, place, self.world, matter=number, parent=parent, opening=opening)
        if isinstance(answer, Decision):
            nothing = Matter(number, rules.hash, 0, 0, "", place, place, None, command.at)
            self.kept[number] = StoredMatter(rules, nothing, index=index)
            self.keep(number, command, answer, depth)
        return answer

    def _carry(self, kept: StoredMatter, command: Command, effect: Effect, depth: int) -> None:
        given, matter = effect.values, kept.matter
        if effect.kind == "award":
            self.awards.append(given)
        elif effect.kind in ("child", "open") and given["method"] in self.methods and depth < DEEPEST:
            asked = Command("", "open", command.at, command.actor, values=given["values"])
            parent = (matter.id, matter.visit)
            self._open(
                given["method"],
                asked,
                given["place"],
                parent,
                given.get("index"),
                depth + 1,
                given.get("opening", ""),
            )
        elif effect.kind == "release_children" and depth < DEEPEST:
            asked = Command("", "released", command.at, SYSTEM)
            for number, child in list(self.kept.items()):
                visits = (None, child.matter.parent_visit)
                mine = child.matter.parent == matter.id and given["visit"] in visits
                if mine and child.index is not None and child.matter.closed is None:
                    answer = decide(child.method, child.matter, asked, self.world)
                    if isinstance(answer, Decision):
                        self.keep(number, asked, answer, depth + 1)
        elif effect.kind == "act" and depth < DEEPEST and given["matter"] in self.kept:
            other = self.kept[given["matter"]]
            asked = Command("", given["act"], command.at, OF_PARENT, values=given["values"])
            if other.matter.parent == matter.id:
                answer = decide(other.method, other.matter, asked, self.world)
                if isinstance(answer, Decision):
                    self.keep(given["matter"], asked, answer, depth + 1)
                elif answer.code != "closed":
                    self.refused_there(other, answer)
        elif effect.kind == "parent" and kept.index is not None and depth < DEEPEST:
            told = {"child": kept.index, "end": given["end"], "visit": given["visit"]}
            asked = Command("", "joined", command.at, SYSTEM, values=told)
            parent_kept = self.kept[given["matter"]]
            answer = decide(parent_kept.method, parent_kept.matter, asked, self.world)
            if isinstance(answer, Decision):
                self.keep(given["matter"], asked, answer, depth + 1)

"""The ballot boxes of a world in memory: what examples, simulation and tests have in the place of encryption.

As for real, a vote is sealed before it is decided, and opened only when the box is: `decide` gets a fingerprint that
says nothing, and at the end what may be published. Nothing here is secret from whoever holds the world.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from shanzhi.engine.asking import faulty
from shanzhi.engine.blocks.ballot import LOGIC
from shanzhi.engine.blocks.base import setting_holds
from shanzhi.engine.blocks.counting import limits_of
from shanzhi.engine.blocks.secret_ballot import CASTS
from shanzhi.engine.draft import Draft
from shanzhi.engine.forms import check_form
from shanzhi.engine.refusals import Refuse
from shanzhi.engine.rolls import ROLL
from shanzhi.method.blocks.options import options_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shanzhi.engine.types import Command, Effect, Matter, Refusal
    from shanzhi.engine.world import World
    from shanzhi.method.model import Act, Block, Method

Box = dict[str, tuple[str, int]]
"""For each elector's code the choice and the weight."""


class MemoryBoxes:
    """All boxes of one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.boxes: dict[tuple[int, int], Box] = {}
        self.papers: dict[tuple[int, int], dict[str, int]] = {}
        self.drawn: dict[tuple[int, int], list[str]] = {}
        self.struck: dict[tuple[int, int], set[str]] = {}
        self.opened: set[int] = set()
        self._on_the_way: dict[str, str] = {}
        self._numbers = count(1)

    def sealed(self, method: Method, matter: Matter, command: Command) -> Command | Refusal:
        """The command as `decide` may see it: of a secret ballot without choices and cards. Others stay as they are."""
        stage = method.stages.get(matter.stage)
        block = stage.block if stage is not None else None
        act = stage.acts.get(command.act) if stage is not None else None
        if block is None or act is None or block.kind != "ballot" or not matter.tally.get("secret"):
            return command
        if command.act not in CASTS and command.act != "open_box":
            return command
        values, faults = check_form(act.form, command.values)
        if faults:
            return faulty(act.form, faults, act.at).refusal
        d = Draft(method, matter, command, self.world, command.at)
        made = self._opened(d, block) if act.name == "open_box" else self._cast(d, act, values)
        return replace(command, values=made)

    def keep(self, matter: int, visit: int, effects: Iterable[Effect]) -> None:
        """What decisions did with the box, as the store keeps it in its transaction."""
        at = (matter, visit)
        for effect in effects:
            given = effect.values
            if effect.kind == "box":
                choice = self._on_the_way.pop(given["fingerprint"], "")
                self.boxes.setdefault(at, {})[given["e"]] = (choice, given["weight"])
            elif effect.kind == "draw":
                self.drawn.setdefault(at, []).append(given["key"])
            elif effect.kind == "strike":
                self.struck.setdefault(at, set()).add(given["key"])
            elif effect.kind == "open_box":
                self.opened.add(matter)
            elif effect.kind == "close_box" and given["paper"] is not None:
                self.papers[at] = given["paper"]["heads"]

    def _cast(self, d: Draft, act: Act, values: dict[str, Any]) -> dict[str, Any]:
        """Votes as the engine takes them; none where it will say why there can be none."""
        if act.name == "seal_paper":
            used = self.boxes.get((d.id, d.visit), {})
            left = sorted(key for key in self.drawn.get((d.id, d.visit), ()) if key not in used)
            return {"votes": [self._vote(left[0] if left else "", values.get("area") or 1, values["choice"])]}
        d.values = {"elector": values.get("elector")}
        made: dict[str, Any] = {} if act.name == "vote" else dict(d.values)
        try:
            voters = LOGIC.voters(d, act)
        except Refuse:
            voters = []
        by_area = d.tally[ROLL] == "owner"
        votes = [self._vote(one.key, one.area if by_area else 1, values["choice"]) for one in voters]
        return {**made, "votes": votes}

    def _vote(self, key: str, weight: int, choice: str) -> dict[str, Any]:
        fingerprint = f"{next(self._numbers):064x}"
        self._on_the_way[fingerprint] = choice
        return {"key": key, "fingerprint": fingerprint, "e": key, "weight": weight}

    def _opened(self, d: Draft, block: Block) -> dict[str, Any]:
        """The result, in the form that so many votes allow; areas are never told."""
        at = (d.id, d.visit)
        options = [o.value for o in options_of(block.settings)]
        heads = {name: self.papers.get(at, {}).get(name, 0) for name in options}
        areas = dict.fromkeys(options, 0)
        for key, (choice, weight) in self.boxes.get(at, {}).items():
            if key not in self.struck.get(at, ()) and choice in heads:
                heads[choice] += 1
                areas[choice] += weight if d.tally[ROLL] == "owner" else 0
        d.count(**heads, **{f"{name}_area": area for name, area in areas.items()})
        passed = setting_holds(d, block, "pass", False)
        told = heads if d.tally["voted"] >= limits_of(d, block).exact and not d.tally["@again"] else None
        failed = None if passed else block.settings["pass"].source
        return {"passed": passed, "holders": [1, 2], "failed": failed, "heads": told}

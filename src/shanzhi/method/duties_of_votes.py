"""Duties of those who decide together: enough of them take part, and objections are judged by others than who ran the vote.

民法典 278: what owners decide together needs two thirds of them, by heads and by area, to take part.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from shanzhi.method.blocks import kind_of
from shanzhi.method.cel import Program
from shanzhi.method.cel_values import CelFault
from shanzhi.method.duty import Duty
from shanzhi.method.model import DESK, Block, Stage
from shanzhi.method.rolls import roll_kind

OWNERS = "owner"
TOO_FEW: tuple[dict[str, int], ...] = (
    {"count.roll": 300, "count.voted": 199, "count.roll_area": 3000, "count.voted_area": 3000},
    {"count.roll": 300, "count.voted": 300, "count.roll_area": 3000, "count.voted_area": 1999},
)
"""Turnouts just short of two thirds: by heads, by area."""
MOST_CASES = 64


class VoteDuties(Duty):
    """What votes and what is shown of them owe."""

    def judged_by_others(self) -> None:
        """Objections to what a vote came to are not judged by the desk that ran it."""
        for stage in self.stages.values():
            block = stage.block
            if block is None or kind_of(block).shows is None:
                continue
            for other in self.stages.values():
                if self._shows_vote(block, other) and self._same_judge(stage, block, other):
                    said = "judged_by" in block.settings
                    path = f"{block.at.path}.{'judged_by' if said else 'shows'}"
                    at = self.root.find(path)
                    weight = "error" if said else "advice"
                    self.problems.add("SZ531", at, name=stage.name, stage=other.name, weight=weight)

    def _shows_vote(self, shown: Block, voted: Stage) -> bool:
        if voted.block is None or not kind_of(voted.block).thresholds:
            return False
        return not set(voted.block.settings.get("result") or ()).isdisjoint(shown.shows)

    def _same_judge(self, stage: Stage, block: Block, other: Stage) -> bool:
        """Whether who ran the vote may judge: where nobody is named, the desk of the stage does."""
        by, barred = block.settings.get("judged_by"), block.settings.get("not")
        if other.desk is None or (barred is not None and other.name in barred.stages):
            return False
        if by is None:
            return stage.desk is not None and not set(stage.desk.posts).isdisjoint(other.desk.posts)
        return bool((by or DESK).desk or by.roles & set(other.desk.posts))

    def owners_take_part(self) -> None:
        """Where owners decide, two thirds of them must take part. A file in older words goes on, and is advised."""
        for stage in self.stages.values():
            block = stage.block
            if block is None or block.kind != "ballot" or stage.name in self.doubtful:
                continue
            quorum = block.settings.get("quorum")
            facts = list(self._owners_vote(block))
            if facts and (quorum is None or any(self._suffices(quorum, known) for known in facts)):
                at = self.root.find(f"{block.at.path}.{'quorum' if quorum is not None else 'roll'}")
                weight = "advice" if self.lifted else "error"
                self.problems.add("SZ536", at, name=stage.name, weight=weight)

    def _owners_vote(self, block: Block) -> Iterator[dict[str, Any]]:
        """What is known where owners vote in a ballot; nothing where they never do."""
        roll = str(block.settings.get("roll"))
        if roll == OWNERS:
            yield {}
        field = self.fields.get(roll[1:]) if roll.startswith("@") else None
        for option in field.options if field is not None else ():
            if roll_kind(option.value) == OWNERS:
                yield {f"data.{roll[1:]}": option.value}

    def _suffices(self, quorum: Program, known: dict[str, Any]) -> bool:
        """Whether it may be met by fewer than two thirds, whatever a place sets. What is open besides is given the benefit of
        the doubt."""
        names = [name for name in quorum.order if name.startswith("inputs.")]
        choices = [self._may_be(name.removeprefix("inputs.")) for name in names]
        for chosen in islice(product(*choices), MOST_CASES):
            given = {**known, **dict(zip(names, chosen, strict=True))}
            for few in TOO_FEW:
                case = {**given, **few}
                try:
                    if quorum.answer(tuple(case.get(name) for name in quorum.order)) is True:
                        return True
                except CelFault:
                    continue
        return False

    def _may_be(self, name: str) -> list[Any]:
        """The values an input may have: each of its options, or what it is unless it is set."""
        given = self.inputs[name]
        return [one.value for one in given.options] or [self.values.get(name)]

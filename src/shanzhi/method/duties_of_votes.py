"""Duties of those who decide together: enough of them take part, and objections are judged by others than who ran the vote.

民法典 278: what owners decide together needs two thirds of them, by heads and by area, to take part; of those three quarters
must agree to raising the repair fund, alteration, rebuilding, change of use and business, and more than half to the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from shanzhi.method.blocks import kind_of
from shanzhi.method.blocks.options import options_of
from shanzhi.method.cel import Program
from shanzhi.method.duties_of_cases import CaseDuty
from shanzhi.method.model import DESK, Block, Stage
from shanzhi.method.rolls import roll_kind
from shanzhi.method.words import Sentence

OWNERS = "owner"
TOO_FEW: tuple[dict[str, int], ...] = (
    {"count.roll": 300, "count.voted": 199, "count.roll_area": 3000, "count.voted_area": 3000},
    {"count.roll": 300, "count.voted": 300, "count.roll_area": 3000, "count.voted_area": 1999},
)
"""Turnouts just short of two thirds: by heads, by area."""
HEADS, AREA = 300, 3000
NOT_ENOUGH: dict[bool, tuple[tuple[int, int], ...]] = {
    True: ((224, AREA), (HEADS, 2249)),
    False: ((150, AREA), (HEADS, 1500)),
}
"""Who agree of those who take part, heads and area, just short of three quarters (True) and of more than half."""
AGREE = "agree"
UNSAID = Sentence(
    "没有写哪些是四分之三事项；请写 three_quarters: data.x（没有的写 false）",
    "it does not say which matters need three quarters; write three_quarters: data.x (false where there are none)",
)
AGAINST = Sentence(
    "写了 three_quarters: false，这里说的“{words}”却是四分之三事项；请写 three_quarters: data.x，或写明条件，不让它走到这里",
    "it says `three_quarters: false`, yet “{words}” needs three quarters; write three_quarters: data.x, or a condition that keeps it from this vote",
)
HEAVY = re.compile(
    r"(?<![不非无没])(?:续筹|[筹募]集[^，。；]{0,6}维修资金|改建|重建|加装电梯|改变[^，。；]{0,8}用途|共有部分[^，。；]{0,6}(?:经营|出租)|(?:用|利用)共有部分挣钱)"
)
"""How a file calls what needs three quarters (民法典 278 第一款第六至八项)."""
SHORT = {
    True: Sentence(
        "四分之三事项，同意的面积或人数不到四分之三也能通过；请写 count.agree * 4 >= count.voted * 3 && count.agree_area * 4 >= count.voted_area * 3",
        "where three quarters are needed fewer suffice, by heads or by area; write count.agree * 4 >= count.voted * 3 && count.agree_area * 4 >= count.voted_area * 3",
    ),
    False: Sentence(
        "同意的面积或人数不过半也能通过；请写 count.agree * 2 > count.voted && count.agree_area * 2 > count.voted_area",
        "half or fewer suffice, by heads or by area; write count.agree * 2 > count.voted && count.agree_area * 2 > count.voted_area",
    ),
}


class VoteDuties(CaseDuty):
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
            if block is None or not kind_of(block).decides or stage.name in self.doubtful:
                continue
            quorum = block.settings.get("quorum")
            facts = list(self._owners_vote(block))
            if facts and (quorum is None or any(self._suffices(quorum, known) for known in facts)):
                at = self.root.find(f"{block.at.path}.{'quorum' if quorum is not None else 'roll'}")
                self.problems.add("SZ536", at, name=stage.name, weight=self.newer)

    def _owners_vote(self, block: Block) -> Iterator[dict[str, Any]]:
        """What is known where owners decide; nothing where they never do."""
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
        return any(
            self.answer(quorum, {**case, **few}) is True
            for case in self.cases(names, known)
            for few in TOO_FEW
        )

    def owners_agree(self) -> None:
        """What owners vote on says when three quarters are needed; then no fewer pass it, and else more than half do."""
        for stage in self.stages.values():
            block = stage.block
            if block is None or not _on_a_motion(block) or stage.name in self.doubtful:
                continue
            wrong = next(
                (one for known in self._owners_vote(block) for one in self._too_light(block, known)), None
            )
            if wrong is not None:
                key, detail = wrong
                at = self.root.find(f"{block.at.path}.{key}")
                self.problems.add("SZ537", at, name=stage.name, detail=detail, weight=self.newer)

    def _too_light(self, block: Block, known: dict[str, Any]) -> Iterator[tuple[str, Sentence]]:
        """What lets owners decide by too few, and the setting it stands in. Of votes with choices of their own nothing is said."""
        heavy, passes = block.settings.get("three_quarters"), block.settings["pass"]
        others = [one.value for one in options_of(block.settings) if one.value != AGREE]
        if heavy is None:
            yield "roll", UNSAID
        elif not heavy.names and (words := self._heavy_words()):
            if self.answer(heavy, {}) is not True:
                yield "three_quarters", AGAINST.fill(words=words)
        elif any(one.value == AGREE for one in options_of(block.settings)):
            for case in self.cases([*heavy.order, *passes.order], known):
                needs = self.answer(heavy, case) is True
                counts = (_counts(few, other) for few in NOT_ENOUGH[needs] for other in others)
                if any(self.answer(passes, {**case, **count}) is True for count in counts):
                    yield "pass", SHORT[needs]
                    return

    def _heavy_words(self) -> str:
        """Where the file itself says that what needs three quarters is voted on: in its title, or in a fact that no condition reads."""
        read = {name for program in self._conditions() for name in program.names}
        title = self.root.value.get("title")
        said = [str(title.value)] if title is not None else []
        for field in self.fields.values():
            if field.path not in read and field.kind.cel is not None:
                said += [one.label.zh for one in field.options] or (
                    [field.label.zh] if field.kind.yes_no else []
                )
        return next((found[0] for text in said if (found := HEAVY.search(text))), "")

    def _conditions(self) -> Iterator[Program]:
        """What decides about a matter: what must hold, where it goes, and what is computed or asked by it."""
        for opening in self.openings:
            yield from (one.that for one in opening.requires)
            yield from (one.when for one in opening.routes if one.when is not None)
        for stage in self.stages.values():
            for act in stage.acts.values():
                yield from (one.that for one in act.requires)
                yield from (one.when for one in act.routes if one.when is not None)
            for routes in stage.outcomes.values():
                yield from (one.when for one in routes if one.when is not None)
        yield from (field.computed for field in self.fields.values() if field.computed is not None)


def _on_a_motion(block: Block) -> bool:
    """Whether it is decided what is done, of which some things need three quarters; an election has its own rule."""
    kind = kind_of(block)
    return kind.decides and "three_quarters" in kind.shape.keys


def _counts(agreed: tuple[int, int], other: str) -> dict[str, int]:
    """A count in which so many agree, and all others chose this."""
    heads, area = agreed
    return {
        "count.roll": HEADS, "count.roll_area": AREA, "count.voted": HEADS, "count.voted_area": AREA,
        f"count.{AGREE}": heads, f"count.{AGREE}_area": area, f"count.{other}": HEADS - heads, f"count.{other}_area": AREA - area,
    }  # fmt: skip

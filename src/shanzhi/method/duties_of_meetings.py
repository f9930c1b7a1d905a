"""Duties of meetings: who is expected comes from the roll, so that whoever else comes never makes the number.

居民会议 is valid with more than half of the roll there, 居民代表会议 with two thirds; what owners decide together is never decided
by those who happen to be in the room (民法典 278).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shanzhi.method.blocks import kind_of
from shanzhi.method.cel import Program
from shanzhi.method.duties_of_cases import CaseDuty
from shanzhi.method.model import Block, Stage
from shanzhi.method.people import PREFIX
from shanzhi.method.rolls import roll_kind
from shanzhi.method.words import Sentence

ROLL = 300
OUTSIDERS = {"count.roll": ROLL, "count.present": 2, "count.others": ROLL - 2}
"""A room full of people of whom two are expected."""
JUST_SHORT = {"representative": 199, "person": 150, "household": 150}
"""How many of the roll are just too few to decide, by who they are."""
NO_NUMBER = Sentence(
    "会议没有写 quorum，来几个人都能定", "the meeting has no `quorum`, so that any few decide"
)
TOO_FEW = Sentence(
    "到会不过半（居民代表不到三分之二）也能定",
    "half of the roll (of representatives fewer than two thirds) may decide",
)
OWNERS_THERE = Sentence(
    "业主共同决定的事按名册、按面积和人数表决（民法典第二百七十八条），请写 roll: owners",
    "what owners decide together is voted on by the roll, by heads and by area (Civil Code, article 278): write roll: owners",
)


class MeetingDuties(CaseDuty):
    """What a meeting's number owes, and a vote of those who came."""

    def expected_by_the_roll(self) -> None:
        """A meeting's number is of those on the roll: neither typed, nor made by whoever else comes."""
        for stage in self.stages.values():
            quorum = self._quorum(stage)
            if stage.block is None or quorum is None or stage.name in self.doubtful:
                continue
            anybody = all(
                self.answer(quorum, {**case, **OUTSIDERS}) is True for case in self.cases(quorum.order, {})
            )
            if "count.roll" not in quorum.names or anybody:
                self._add("SZ538", stage.block, "quorum", name=stage.name)

    def decided_by_enough(self) -> None:
        """Where those who came vote there and then, enough of the roll must have come; owners do not decide so at all."""
        for voted in self.stages.values():
            block = voted.block
            if block is None or not kind_of(block).decides or voted.name in self.doubtful:
                continue
            roll = str(block.settings.get("roll"))
            if not roll.startswith(PREFIX):
                continue
            for met in self._met(roll.removeprefix(PREFIX)):
                wrong = next(self._wrong(met, voted), None)
                if wrong is not None:
                    self._add("SZ539", block, "roll", name=voted.name, stage=met.name, detail=wrong)

    def _add(self, code: str, block: Block, key: str, **values: Any) -> None:
        self.problems.add(code, self.root.find(f"{block.at.path}.{key}"), weight=self.newer, **values)

    def _quorum(self, stage: Stage) -> Program | None:
        if stage.block is None or not kind_of(stage.block).meeting:
            return None
        quorum: Program | None = stage.block.settings.get("quorum")
        return quorum

    def _met(self, fact: str) -> Iterator[Stage]:
        """The meetings that keep who came as this fact."""
        for stage in self.stages.values():
            block = stage.block
            if block is None or not kind_of(block).meeting:
                continue
            if (block.settings.get("result") or {}).get(fact) == "present":
                yield stage

    def _wrong(self, met: Stage, voted: Stage) -> Iterator[Sentence]:
        """What is wrong with deciding in `voted` by those who came to `met`."""
        assert met.block is not None
        quorum = self._quorum(met)
        for known in self._whose(met.block):
            case_of = next(iter(known.values()), str(met.block.settings.get("roll")))
            kind = roll_kind(str(case_of))
            if kind == "owner":
                yield OWNERS_THERE
            elif kind in JUST_SHORT:
                if quorum is None:
                    yield NO_NUMBER
                elif self._may_decide(met, voted, quorum, known, JUST_SHORT[kind]):
                    yield TOO_FEW

    def _whose(self, block: Block) -> Iterator[dict[str, Any]]:
        """Who may be expected: nothing to know where the file says it, else each choice there is."""
        roll = str(block.settings.get("roll"))
        field = self.fields.get(roll[1:]) if roll.startswith("@") else None
        if field is None:
            yield {}
            return
        for option in field.options:
            yield {f"data.{roll[1:]}": option.value}

    def _may_decide(
        self, met: Stage, voted: Stage, quorum: Program, known: dict[str, Any], came: int
    ) -> bool:
        """Whether so few may come and the matter still reach the vote. Where no way leads there straight, only what holds in every
        case counts."""
        routes = met.outcomes.get("held", ())
        names = [name for route in routes if route.when is not None for name in route.when.order]
        straight = any(route.stage == voted.name for route in routes)
        there = {"count.roll": ROLL, "count.present": came, "count.others": 0}
        met_in = []
        for case in self.cases([*quorum.order, *names], known):
            taken = next(
                (r.stage for r in routes if r.when is None or self.answer(r.when, {**case, **there})), ""
            )
            if not straight or taken == voted.name:
                met_in.append(self.answer(quorum, {**case, **there}) is True)
        return any(met_in) if straight else bool(met_in) and all(met_in)

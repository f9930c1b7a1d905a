"""Duties of elections: who may elect whom, and by what; what is void is an error.

民法典 277, 278: owners, and nobody else, elect their committee, with two thirds of them taking part and more than half of those, by
heads and by area. 城市居民委员会组织法: the residents' committee is elected in secret, on paper, of more candidates than places, by more
than half of those entitled (of representatives more than two thirds) and more than half of those who took part; a run-off elects from
a third of the votes; nobody holds more than three proxies.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shanzhi.method.blocks import kind_of
from shanzhi.method.blocks.casting import cast_by
from shanzhi.method.blocks.signing import may_be_secret
from shanzhi.method.cel import Program
from shanzhi.method.duties_of_cases import CaseDuty
from shanzhi.method.effects import EFFECTS
from shanzhi.method.model import Block, Stage
from shanzhi.method.rolls import roll_kind
from shanzhi.method.words import Sentence

OWNERS_COMMITTEE = frozenset(("owners_member",))
RESIDENTS_COMMITTEE = frozenset(("committee_chair", "committee_member"))
MOST_PROXIES = 3
ROLL, AREA = 300, 3000
HALF, JUST_MORE = 150, 151
SHORT_OF = {"person": 150, "household": 150, "representative": 200}
"""How many of 300 who took part are just too few."""


class ElectionDuties(CaseDuty):
    """What an election owes by the posts that it fills."""

    def elected_lawfully(self) -> None:
        """Each election is by those who may elect to these posts, and as the law has it."""
        for stage in self.stages.values():
            block = stage.block
            if block is None or "ties" not in kind_of(block).shape.keys or stage.name in self.doubtful:
                continue
            roles = self._filled_by(block)
            if roles & OWNERS_COMMITTEE and any(kind != "owner" for kind in self._rolls(block)):
                self._add("SZ548", block, "roll", name=stage.name)
            if roles & RESIDENTS_COMMITTEE:
                wrong = next(self._unlawful(block), None)
                if wrong is not None:
                    self._add("SZ549", block, wrong[0], name=stage.name, detail=wrong[1])
            if "owner" in self._rolls(block) and not self._owners_agree(block):
                self._add("SZ537", block, "pass", name=stage.name, detail=OWNERS)

    def _add(self, code: str, block: Block, key: str, **values: Any) -> None:
        written = self._written(block.at.path)
        self.problems.add(
            code, self.root.find(f"{block.at.path}.{key if key in written else 'roll'}"), **values
        )

    def _filled_by(self, block: Block) -> frozenset[str]:
        """The posts to which those are appointed whom an election keeps as elected, in whatever stage."""
        kept = block.settings.get("result") or {}
        facts = {name for name, what in kept.items() if what == "elected"}
        return frozenset(role for one in self.stages.values() for role in self._appointed(one, facts))

    def _appointed(self, stage: Stage, facts: set[str]) -> Iterator[str]:
        for effect in stage.all_effects:
            person = str(effect.values.get("person") or "")
            if not EFFECTS[effect.kind].posts or not (effect.of in facts or person in facts):
                continue
            role = str(effect.values.get("role") or "")
            if not role.startswith("@"):
                yield role
                continue
            name = role.removeprefix("@").removeprefix("line.")
            lines = (
                self.fields[effect.of].form
                if role.startswith("@line.") and effect.of
                else self.fields.values()
            )
            yield from (one.value for field in lines if field.name == name for one in field.options)

    def _rolls(self, block: Block) -> list[str]:
        """The kinds of roll it may be held by."""
        roll = str(block.settings.get("roll"))
        field = self.fields.get(roll[1:]) if roll.startswith("@") else None
        return [roll_kind(one.value) for one in field.options] if field is not None else [roll]

    def _unlawful(self, block: Block) -> Iterator[tuple[str, Sentence]]:
        """What is not as the law has it, and the setting it stands in."""
        s = block.settings
        if not may_be_secret(s):
            yield "signed", SECRET
        if set(cast_by(s)) - {"paper", "box"}:
            yield "cast", ON_PAPER
        run_off = s.get("already") is not None
        if not run_off and not self._at_least(s.get("margin"), 1):
            yield "margin", MARGIN
        if self._more_than(s.get("proxies"), MOST_PROXIES) or s.get("outside_proxies") is not None:
            yield "proxies", PROXIES
        for kind in self._rolls(block):
            if kind not in SHORT_OF:
                yield "roll", ELECTORS
            elif not run_off and self._elects(s.get("quorum"), {"count.voted": SHORT_OF[kind]}):
                yield "quorum", TURNOUT
        if not run_off and self._elects(s.get("pass"), {"count.voted": ROLL, "count.votes": HALF}):
            yield "pass", MAJORITY
        if run_off and self._elects(s.get("pass"), {"count.voted": ROLL, "count.votes": 99}):
            yield "pass", THIRD

    def _elects(self, program: Program | None, counts: dict[str, int]) -> bool:
        """Whether a condition is met by so few, in any case there may be; one that is not there is met by all."""
        if program is None:
            return True
        known = {
            "count.roll": ROLL,
            "count.roll_area": AREA,
            "count.voted_area": AREA,
            "count.votes_area": 0,
            **counts,
        }
        known.setdefault("count.valid", known["count.voted"])
        return any(self.answer(program, case) is True for case in self.cases(program.order, known))

    def _owners_agree(self, block: Block) -> bool:
        """Whether more than half of those who took part must choose each one, by heads and by area."""
        program, known = block.settings.get("pass"), {"count.voted": ROLL, "count.voted_area": AREA}
        few = (
            {"count.votes": HALF, "count.votes_area": AREA},
            {"count.votes": ROLL, "count.votes_area": AREA // 2},
        )
        run_off = block.settings.get("already") is not None
        return run_off or not any(self._elects(program, {**known, **one}) for one in few)

    def _at_least(self, program: Program | None, least: int) -> bool:
        return program is not None and all(
            isinstance(n := self.answer(program, case), int) and n >= least
            for case in self.cases(program.order, {})
        )

    def _more_than(self, program: Program | None, most: int) -> bool:
        return program is not None and any(
            isinstance(n := self.answer(program, case), int) and n > most
            for case in self.cases(program.order, {})
        )


OWNERS = Sentence(
    "选业委会成员，得票的面积或人数不过半也能当选；请写 pass: count.votes * 2 > count.voted && count.votes_area * 2 > count.voted_area",
    "half or fewer elect, by heads or by area; write pass: count.votes * 2 > count.voted && count.votes_area * 2 > count.voted_area",
)
SECRET = Sentence("要无记名投票，请写 signed: false", "it is by secret vote: write signed: false")
ON_PAPER = Sentence(
    "只用选票，不在线上投、不举手，请写 cast: [paper]",
    "it is on paper, neither on screen nor by hands: write cast: [paper]",
)
MARGIN = Sentence(
    "要差额选举，请写 margin: 1（候选人至少多一人）", "there are more candidates than places: write margin: 1"
)
PROXIES = Sentence(
    "一人最多接受三人委托，请写 proxies: 3 或更少",
    "nobody holds more than three proxies: write proxies: 3 or fewer",
)
ELECTORS = Sentence(
    "由全体选民、每户代表或居民代表选举，请改 roll",
    "it is by the voters, the households or the representatives: change `roll`",
)
TURNOUT = Sentence(
    "参加的要过半（居民代表要超过三分之二），请写 quorum: count.voted * 2 > count.roll（居民代表 count.voted * 3 > count.roll * 2）",
    "more than half take part (of representatives more than two thirds): write quorum: count.voted * 2 > count.roll (representatives: count.voted * 3 > count.roll * 2)",
)
MAJORITY = Sentence(
    "要参加投票的过半数同意才当选，请写 pass: count.votes * 2 > count.voted",
    "more than half of those who took part elect: write pass: count.votes * 2 > count.voted",
)
THIRD = Sentence(
    "另行选举得票不少于三分之一才当选，请写 pass: count.votes * 3 >= count.voted",
    "a run-off elects from a third of the votes: write pass: count.votes * 3 >= count.voted",
)

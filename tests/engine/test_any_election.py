"""Elections through any course of events: no vote is lost and none is counted twice, on screen, by proxy or on paper.

After each step the count is made again from the history and the roll, and papers balance; nothing of it depends on who was first.
"""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from shanzhi.engine.types import Decision
from shanzhi.engine.world import World
from tests.engine.electing import NAMES, choosing, election
from tests.engine.play import DAY, HOUR, Play
from tests.engine.test_any_course import THOROUGH

VOTERS = [f"resident{n}" if n > 1 else "resident" for n in range(1, 9)]
TELLERS = ("community_staff", "supervision_member", "secretary")
NUMBERS = st.sampled_from(["1", "2", "3", "Ａ1", "a1"])
MARKS = st.lists(st.integers(1, 5), max_size=3, unique=True)


class Elections(RuleBasedStateMachine):
    """A signed election of households, some of which two persons vote for."""

    @initialize(luck=st.integers(0, 2**32))
    def begin(self, luck: int) -> None:
        world = World(residents=16)
        chance = Random(luck)
        for n in (6, 7, 8):
            door = 100 + chance.randint(1, 5)
            moved = replace(world.people[f"resident{n}"], household=door, home=world.paths[door])
            world.people[f"resident{n}"] = world.by_number[2000 + n] = moved
        self.play: Play = election(NAMES[:4], world=world, proxies="1", **{"pass": "", "quorum": ""})

    def tries(self, act: str, by: str, **values: Any) -> None:
        if self.play.matter.closed is not None or self.play.stage != "first":
            return
        answer = self.play.ask(act, by, **values)
        if isinstance(answer, Decision):
            self.play._keep(answer)

    @rule(who=st.sampled_from(VOTERS), marks=MARKS)
    def votes(self, who: str, marks: list[int]) -> None:
        self.tries("vote", who, marks=choosing(*marks))

    @rule(who=st.sampled_from(VOTERS), holder=st.integers(2001, 2008))
    def entrusts(self, who: str, holder: int) -> None:
        self.tries("entrust", who, proxy=holder)

    @rule(who=st.sampled_from(VOTERS), whose=st.integers(2001, 2008), marks=MARKS)
    def votes_for(self, who: str, whose: int, marks: list[int]) -> None:
        self.tries("vote_for", who, elector=whose, marks=choosing(*marks))

    @rule(by=st.sampled_from(TELLERS), whose=st.integers(2001, 2008), number=NUMBERS)
    def hands_out(self, by: str, whose: int, number: str) -> None:
        self.tries("hand_out", by, elector=whose, number=number, way="signed")

    @rule(
        by=st.sampled_from(TELLERS),
        whose=st.integers(2001, 2008),
        number=NUMBERS,
        marks=MARKS,
        spoilt=st.booleans(),
    )
    def reads(self, by: str, whose: int, number: str, marks: list[int], spoilt: bool) -> None:
        self.tries("paper", by, elector=whose, number=number, marks=choosing(*marks), spoilt=spoilt)

    @rule(by=st.sampled_from(TELLERS))
    def reads_what_was_read(self, by: str) -> None:
        first = [e for e in self.play.entries if e.act == "paper" and "marks" in e.values]
        if first:
            values = first[-1].values
            given = {name: values[name] for name in ("elector", "number", "marks")}
            self.tries("paper", by, spoilt=bool(values.get("spoilt")), **given)

    @rule(by=st.sampled_from(TELLERS), number=NUMBERS)
    def takes_back(self, by: str, number: str) -> None:
        self.tries("void_paper", by, number=number, reason="录错了")

    @rule(by=st.sampled_from(TELLERS))
    def ends_the_count(self, by: str) -> None:
        self.tries("finish_count", by)

    @rule(step=st.sampled_from([HOUR, DAY]))
    def time_passes(self, step: Any) -> None:
        if self.play.stage == "first":
            self.play.run(step)

    @invariant()
    def the_count_is_what_the_history_comes_to(self) -> None:
        play = getattr(self, "play", None)
        if play is None or play.stage != "first":
            return
        tally, slots = play.matter.tally, {e.slot: e for e in play.entries if e.slot}
        standing = {s: e for s, e in slots.items() if f"back:{s}" not in slots}
        votes = {s: e for s, e in standing.items() if s.startswith("vote:")}
        keys = [s.removeprefix("vote:").split("~")[0] for s in votes]
        roll = {one.key for one in play.world.rolls[1, play.matter.visit].electors}
        assert len(keys) == len(set(keys)) == tally["voted"]
        assert set(keys) <= roll
        read = {s.split("~")[0].removeprefix("read:") for s in standing if s.startswith("read:")}
        counted = [0] * 4
        states = {"valid": 0, "blank": 0, "spoilt": 0, "@unread": 0}
        for entry in votes.values():
            values = entry.values
            number = values.get("number", "").upper().replace("Ａ", "A") if entry.act == "paper" else None
            if number is not None and number not in read:
                states["@unread"] += 1
                continue
            marks = values["marks"]
            states["spoilt" if values.get("spoilt") else "valid" if marks else "blank"] += 1
            for mark in [] if values.get("spoilt") else marks:
                counted[mark["candidate"] - 1] += 1
        assert {name: tally[name] for name in states} == states
        assert tally["@votes"] == counted
        assert sum(states.values()) == tally["voted"]


TestElections = Elections.TestCase
TestElections.settings = settings(
    max_examples=200 if THOROUGH else 25,
    stateful_step_count=60 if THOROUGH else 30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

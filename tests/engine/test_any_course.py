"""Whatever people, programs and the clock do, in whatever order and however often, no matter is lost or miscounted.

A machine of random commands plays methods of the library, and one with every block, against the engine, with
retries, old pages, jumps of the clock and commands decided at the same time. After each step everything that must
always hold is looked at. `SHANZHI_THOROUGH=1` plays much longer.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from shanzhi.engine.decide import available, decide, why_not
from shanzhi.engine.memory_store import Book, StoredMatter
from shanzhi.engine.types import Command, Decision, Refusal
from shanzhi.engine.world import World
from shanzhi.method.model import Act, Field, Method, Who
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence
from tests.engine.everything import everything, library
from tests.engine.invariants import (
    came_as_foretold,
    children_come_back,
    counted_once,
    has_desk_and_date,
    history_leads_here,
    keeps_its_secrets,
    points_are_given_once,
)
from tests.engine.play import MONDAY

pytestmark = pytest.mark.installed
THOROUGH = bool(os.environ.get("SHANZHI_THOROUGH"))
COURSES = settings(
    max_examples=600 if THOROUGH else 40,
    stateful_step_count=120 if THOROUGH else 50,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
CAST = (
    "resident", "resident2", "resident3", "resident4", "grid_worker", "community_staff", "street_staff", "district_staff",
    "volunteer", "steward", "neighbour_lead", "department_staff@office1", "department_staff@office2", "system",
)  # fmt: skip
STEPS = [timedelta(minutes=minutes) for minutes in (0, 1, 30, 90, 600, 1440, 5000, -300)]
LUCK = st.integers(0, 2**64 - 1)
MESSAGE = Act("message", Sentence("留言", "message"), Who(), Rule("", 1))
_json = msgspec.json.encode


def an_answer(field: Field, luck: Random, now: datetime = MONDAY) -> Any:
    """Some answer to a question, good more often than not; days and times are around `now`."""
    if luck.random() < 0.05:
        return luck.choice([None, "", "坏\ud800", 2**70, {"x": 1}, [[]]])
    if field.options:
        chosen = luck.choice(field.options).value
        return [chosen] if field.type == "choices" else chosen
    if field.type == "list":
        return [
            {inner.name: an_answer(inner, luck, now) for inner in field.form}
            for _ in range(luck.randint(1, 2))
        ]
    low = field.min if isinstance(field.min, int) else 1
    high = field.max if isinstance(field.max, int) else low + 5
    found: dict[str, Any] = {
        "text": "路灯不亮请来看看" * 3,
        "integer": luck.randint(low, high),
        "money": luck.randint(0, 900),
        "boolean": luck.random() < 0.6,
        "date": (now + timedelta(days=luck.randint(-3, 9))).date().isoformat(),
        "time": (now + timedelta(hours=luck.randint(0, 500))).isoformat(),
        "phone": "13800138000",
        "id_number": "11010519491231002X",
        "point": [104.06, 30.67],
        "place": luck.randint(1, 7),
        "person": luck.randint(2001, 2005),
        "household": 101,
        "office": luck.randint(1, 3),
        "offices": luck.sample([1, 2, 3], 2),
        "people": luck.sample(range(2001, 2006), 2),
        "duration": luck.choice(["2 hours", "1 workday", "3 days"]),
        "matter": luck.randint(1, 4),
        "files": ["a.jpg"],
    }
    answer = found[field.type]
    return answer[: max(low, min(high, 12))] if field.type == "text" else answer


def answers(form: tuple[Field, ...], luck: Random, act: str = "", now: datetime = MONDAY) -> dict[str, Any]:
    """Answers to a form: most questions answered, sometimes one too many."""
    given = {f.name: an_answer(f, luck, now) for f in form if not f.optional or luck.random() < 0.3}
    if act in ("tick", "untick"):
        given["item"] = luck.choice(["one", "two", "three", "matters", "known"])
    if act == "correct":
        given["field"] = luck.choice(["subject", "phone", "begins", "day", "stars", "reply"])
    if luck.random() < 0.03:
        given["nothing"] = 1
    return given


class Course(RuleBasedStateMachine):
    """One world, the methods given by a subclass, and everything that ever happened in it."""

    methods: dict[str, Method] = {}
    opened: tuple[str, ...] = ()
    cast: tuple[str, ...] = CAST
    rare: frozenset[str] = frozenset({"thank"})
    """Acts that people do seldom, so that courses come further."""

    def __init__(self) -> None:
        super().__init__()
        self.foretold: dict[tuple[int, int], set[str]] = {}

    @initialize(luck=LUCK)
    def begin(self, luck: int) -> None:
        vacant = Random(luck).choice([(), (), ("grid_worker",), ("community_staff",), ("department_staff",)])
        self.world = World(residents=5, vacant=frozenset(vacant), facts={"opener.phone": "13800138000"})
        self.book = Book(self.world, self.methods)
        self.now = MONDAY
        self.sent: list[tuple[int, Command, Decision]] = []
        self.serial = 0

    def fill(self, form: tuple[Field, ...], luck: Random, act: str = "") -> dict[str, Any]:
        """Answers to a form at this moment."""
        return answers(form, luck, act, self.now)

    def command(self, act: str, by: str, values: dict[str, Any], seq: int | None = None) -> Command:
        self.serial += 1
        return Command(f"c{self.serial}", act, self.now, self.world.people[by], seq, values)

    def some_open(self, luck: Random) -> StoredMatter | None:
        numbers = [n for n, kept in sorted(self.book.kept.items()) if kept.matter.closed is None]
        return self.book.kept[luck.choice(numbers)] if numbers else None

    def acts_of(self, kept: StoredMatter, by: str) -> list[Act]:
        return available(kept.method, kept.matter, self.world.people[by], self.world, self.now)

    @rule(luck=LUCK)
    def somebody_opens_one(self, luck: int) -> None:
        chance = Random(luck)
        if len(self.book.kept) > 12:
            return
        name = chance.choice(self.opened)
        values = self.fill(self.methods[name].form, chance)
        command = self.command("open", chance.choice(self.cast), values)
        answer = self.book.open(name, command, chance.choice([4, 6, 101, 3]))
        assert isinstance(answer, Decision | Refusal)
        if isinstance(answer, Decision):
            self.sent.append((answer.matter.id, command, answer))

    @rule(luck=LUCK)
    def somebody_tries_anything(self, luck: int) -> None:
        """An act that may not be theirs, on any matter, open or closed."""
        chance = Random(luck)
        if not self.book.kept:
            return
        kept = chance.choice([kept for _, kept in sorted(self.book.kept.items())])
        acts = list(kept.method.stages[kept.matter.stage].acts.values()) or [MESSAGE]
        chosen = chance.choice(acts)
        values = self.fill(chosen.form, chance, chosen.name)
        self.ask(kept, self.command(chosen.name, chance.choice(self.cast), values))

    @rule(luck=LUCK)
    def somebody_does_what_they_are_shown(self, luck: int) -> None:
        """Like a person who sees only the acts open to them."""
        chance = Random(luck)
        kept, by = self.some_open(chance), chance.choice(self.cast)
        if kept is None:
            return
        acts = [a for a in self.acts_of(kept, by) if a.name != "withdraw" or chance.random() < 0.1]
        if acts:
            chosen = chance.choice(acts)
            values = self.fill(chosen.form, chance, chosen.name)
            self.ask(kept, self.command(chosen.name, by, values, kept.matter.seq))

    @rule(luck=LUCK)
    def people_go_on_with_it(self, luck: int) -> None:
        """Any act but the built-in ones, by any of those who can, a few times."""
        chance = Random(luck)
        kept = self.some_open(chance)
        for _ in range(chance.randint(1, 6)):
            if kept is None or kept.matter.closed is not None:
                return
            able: dict[str, list[tuple[str, Act]]] = {}
            for by in self.cast:
                for act in self.acts_of(kept, by):
                    if act.origin != "builtin" and (act.name not in self.rare or chance.random() < 0.2):
                        able.setdefault(act.name, []).append((by, act))
            if able:
                by, chosen = chance.choice(able[chance.choice(sorted(able))])
                self.ask(kept, self.command(chosen.name, by, self.fill(chosen.form, chance, chosen.name)))

    @rule(luck=LUCK)
    def a_command_comes_again(self, luck: int) -> None:
        """The same command a second time gives the first answer again, and nothing happens."""
        chance = Random(luck)
        if not self.sent:
            return
        number, command, first = chance.choice(self.sent)
        before, awards = self.book.kept[number].matter, len(self.book.awards)
        again = msgspec.structs.replace(command, at=command.at + chance.choice(STEPS))
        assert self.book.act(number, again) == first
        assert (self.book.kept[number].matter, len(self.book.awards)) == (before, awards)

    @rule(luck=LUCK)
    def somebody_acts_from_an_old_page(self, luck: int) -> None:
        chance = Random(luck)
        kept = self.some_open(chance)
        if kept is None:
            return
        act = chance.choice(list(kept.method.stages[kept.matter.stage].acts))
        command = self.command(act, chance.choice(self.cast), {}, kept.matter.seq - chance.randint(1, 50))
        answer = self.decided(kept, command)
        assert isinstance(answer, Refusal)
        assert answer.code == "stale"

    @rule(luck=LUCK)
    def two_act_at_the_same_time(self, luck: int) -> None:
        """Both decide from what they see; the slower one cannot be kept, and decides again."""
        chance = Random(luck)
        kept = self.some_open(chance)
        if kept is None:
            return
        able = [(by, act) for by in self.cast for act in self.acts_of(kept, by) if act.name != "withdraw"]
        if not able:
            return
        (a, one), (b, two) = chance.choice(able), chance.choice(able)
        if chance.random() < 0.5:
            two = one
        first = self.command(one.name, a, self.fill(one.form, chance, one.name))
        second = self.command(two.name, b, self.fill(two.form, chance, two.name))
        done, slower = self.decided(kept, first), self.decided(kept, second)
        if not (isinstance(done, Decision) and isinstance(slower, Decision)):
            return
        self.keep(kept, first, done)
        with pytest.raises(ValueError, match="moved on"):
            self.book.keep(kept.matter.id, second, slower)
        seen = msgspec.structs.replace(second, seq=done.matter.seq - 1)
        stale = self.decided(kept, seen)
        assert isinstance(stale, Refusal)
        self.ask(kept, second)

    @rule(step=st.sampled_from(STEPS))
    def time_passes(self, step: timedelta) -> None:
        """The clock may also jump back a little, as clocks of several machines do."""
        self.now += step
        if step > timedelta(0):
            self.sweep()

    @rule(days=st.integers(1, 40))
    def a_long_time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.sweep()

    def sweep(self) -> None:
        fired: Counter[int] = Counter()
        while (number := self.book.fire(self.now)) is not None:
            fired[number] += 1
            assert fired[number] < 120, "the clock fires without end"
        for kept in self.book.kept.values():
            assert kept.matter.wakes is None or kept.matter.wakes > self.now

    def decided(self, kept: StoredMatter, command: Command) -> Decision | Refusal:
        """The decision, twice the same and with nothing changed that was given."""
        before, asked = _json(kept.matter), repr(command)
        answer = decide(kept.method, kept.matter, command, self.world)
        assert decide(kept.method, kept.matter, command, self.world) == answer
        assert (_json(kept.matter), repr(command)) == (before, asked)
        said = why_not(kept.method, kept.matter, command, self.world)
        assert said == (answer if isinstance(answer, Refusal) else None)
        _json(answer)
        return answer

    def ask(self, kept: StoredMatter, command: Command) -> None:
        answer = self.decided(kept, command)
        if isinstance(answer, Decision):
            self.keep(kept, command, answer)

    def keep(self, kept: StoredMatter, command: Command, decision: Decision) -> None:
        self.book.keep(kept.matter.id, command, decision)
        self.sent.append((kept.matter.id, command, decision))

    @invariant()
    def no_guard_is_skipped(self) -> None:
        """What only a method knows; those of the library say it."""

    @invariant()
    def all_is_well(self) -> None:
        if not hasattr(self, "book"):
            return
        for kept in self.book.kept.values():
            has_desk_and_date(kept)
            history_leads_here(kept)
            counted_once(kept, self.world)
            keeps_its_secrets(kept)
            came_as_foretold(kept, self.foretold)
        children_come_back(self.book)
        points_are_given_once(self.book)


DAILY = (
    "somebody_opens_one", "somebody_tries_anything", "somebody_does_what_they_are_shown", "people_go_on_with_it",
    "people_go_on_with_it", "people_go_on_with_it", "a_command_comes_again", "somebody_acts_from_an_old_page",
    "two_act_at_the_same_time", "time_passes", "time_passes", "a_long_time_passes",
)  # fmt: skip


class EveryBlock(Course):
    methods = {"everything": everything(), "assist": library("assist")}
    opened = ("everything",)

    @invariant()
    def no_guard_is_skipped(self) -> None:
        for kept in self.book.kept.values() if hasattr(self, "book") else ():
            clock = kept.matter.clocks.get("whole")
            assert clock is None or clock.extended <= 2
            for entry in kept.entries:
                assert entry.act != "finish" or entry.stage != "hub" or entry.visit > 1


class Library(Course):
    methods = {name: library(name) for name in ("appeal", "assist", "errand")}
    opened = ("appeal", "appeal", "errand")

    @invariant()
    def no_guard_is_skipped(self) -> None:
        for kept in self.book.kept.values() if hasattr(self, "book") else ():
            if kept.method.id != "appeal":
                continue
            visits, inputs = kept.matter.visits, kept.method.values
            assert visits.get("disputed", 0) <= 2
            assert visits.get("telling", 0) <= 2 * max(1, visits.get("dispatching", 0))
            assert visits.get("extending", 0) <= inputs["most_extensions"]
            assert visits.get("redoing", 0) <= inputs["most_redone"]
            clock = kept.matter.clocks.get("handle")
            assert clock is None or clock.extended <= inputs["most_extensions"]
            if kept.matter.end == "refused":
                assert any(entry.act == "decline" and entry.role in OFFICES for entry in kept.entries)


OFFICES = ("street_staff", "district_staff")
"""Who decides that an appeal is not assigned."""


TestEveryBlock = EveryBlock.TestCase
TestEveryBlock.settings = COURSES
TestLibrary = Library.TestCase
TestLibrary.settings = COURSES


@pytest.mark.parametrize("machine", [EveryBlock, Library])
@pytest.mark.parametrize("seed", range(500 if THOROUGH else 30))
def test_long_courses(machine: type[Course], seed: int) -> None:
    """Far into the life of many matters, where the machine above seldom comes; a seed plays the same again."""
    chance, course = Random(seed), machine()
    course.begin(luck=seed)
    for _ in range(400):
        step = chance.choice(DAILY)
        if step == "time_passes":
            course.time_passes(step=chance.choice(STEPS))
        elif step == "a_long_time_passes":
            if chance.random() < 0.1:
                course.a_long_time_passes(days=chance.randint(1, 40))
        else:
            getattr(course, step)(luck=chance.getrandbits(64))
        course.all_is_well()
        course.no_guard_is_skipped()

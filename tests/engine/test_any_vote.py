"""Votes through any course of events: people move, sell and are erased, papers are taken back, proxies outlive their givers.

No sequence of commands counts a vote or an area twice, or loses one: after each step the count is made again from the
history and the roll that was fixed when the block opened.
"""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import initialize, invariant, rule

from shanzhi.engine.memory_store import Book, StoredMatter
from shanzhi.engine.types import Actor, Entry
from shanzhi.engine.world import World
from shanzhi.method.model import Field, Method
from tests.engine.play import MONDAY, method_of
from tests.engine.test_any_course import DAILY, LUCK, STEPS, THOROUGH, Course

PEOPLE = tuple(range(2001, 2010))
CAST = (
    *(f"resident{n}" if n > 1 else "resident" for n in range(1, 8)),
    "community_staff",
    "grid_worker",
    "system",
)


def ballot(electors: str) -> Method:
    stages = f"""
    first:
      label: 表决
      desk: community_staff
      ballot:
        electors: {electors}
        open_for: 5 days
        quorum: voted * 2 >= electors
        pass: yes > no
        proxies: '2'
        early: true
        paper: [community_staff, grid_worker]
      outcomes: {{passed: closed, failed: second, no_quorum: second}}
    second:
      label: 再议
      desk: community_staff
      due: {{in: 2 days}}
      acts: {{again: {{label: 再投, to: first}}}}
    """
    return method_of(stages, opening="{by: [anyone], at: community, to: first}")


def collecting(kind: str) -> Method:
    block = {
        "endorse": "endorse: {by: [resident], per: household, threshold: electors / 2 + 1, open_for: 5 days}",
        "survey": "survey: {by: [resident], per: household, open_for: 5 days, questions: {stars: {type: integer, min: 1, max: 5, label: 几星}}}",
    }[kind]
    outcomes = {"endorse": "{reached: closed, expired: lost}", "survey": "{passed: closed}"}[kind]
    more = "\n    lost: {label: 没成, end: failed}" if kind == "endorse" else ""
    stages = f"""
    first:
      label: 征集
      desk: community_staff
      {block}
      outcomes: {outcomes}{more}
    """
    return method_of(stages, opening="{by: [anyone], at: community, to: first}")


class Votes(Course):
    """Ballots by each roll, support and answers by household, in a town that does not stand still."""

    methods = {
        **{name: ballot(name) for name in ("person", "household", "owner")},
        **{name: collecting(name) for name in ("endorse", "survey")},
    }
    opened = ("owner", "owner", "household", "person", "endorse", "survey")
    cast = CAST

    @initialize(luck=LUCK)
    def begin(self, luck: int) -> None:
        chance = Random(luck)
        self.world = World(residents=5, areas={f"resident{n}": 1_000 * n + 1 for n in range(2, 6)})
        for number in (2006, 2007):
            door = chance.choice([101, 102, 103])
            actor = Actor(number, household=door, home=self.world.paths[door])
            self.world.people[f"resident{number - 2000}"] = self.world.by_number[number] = actor
        for door in self.world.owners:
            self.world.owners[door] = tuple(chance.sample(PEOPLE[:7], chance.choice([0, 1, 1, 2, 3])))
        self.world.developers[105] = 1
        self.erased: set[int] = set()
        self.book = Book(self.world, self.methods)
        self.now = MONDAY
        self.sent = []
        self.serial = 0

    def fill(self, form: tuple[Field, ...], luck: Random, act: str = "") -> dict[str, Any]:
        given = super().fill(form, luck, act)
        for field in form:
            if field.name in ("elector", "proxy"):
                given[field.name] = luck.choice(PEOPLE)
            elif field.name == "number" and luck.random() < 0.9:
                given["number"] = luck.choice(["A1", "A2", "a2", "A3", "A4"])
        return given

    @rule(luck=LUCK)
    def somebody_moves(self, luck: int) -> None:
        chance = Random(luck)
        name = chance.choice(CAST[:7])
        door = chance.choice([101, 102, 103, 104, 105, None])
        actor = self.world.people[name]
        home = self.world.paths[door] if door is not None else (1, 9)
        moved = msgspec.structs.replace(actor, household=door, home=home)
        self.world.people[name] = moved
        if actor.person not in self.erased:
            self.world.by_number[actor.person] = moved

    @rule(luck=LUCK)
    def a_home_is_sold(self, luck: int) -> None:
        chance = Random(luck)
        door = chance.choice(sorted(self.world.owners))
        self.world.owners[door] = tuple(chance.sample(PEOPLE[:7], chance.choice([0, 1, 2])))
        self.world.areas[door] += chance.choice([0, 7])

    @rule(luck=LUCK)
    def somebody_is_erased(self, luck: int) -> None:
        """Off every roll, as the store takes them off; whom they counted as stays."""
        chance = Random(luck)
        if chance.random() < 0.8 or len(self.erased) > 2:
            return
        person = chance.choice(PEOPLE[:7])
        self.erased.add(person)
        self.world.by_number.pop(person, None)
        for at, roll in self.world.rolls.items():
            left = tuple(
                msgspec.structs.replace(one, persons=tuple(p for p in one.persons if p != person))
                for one in roll.electors
            )
            self.world.rolls[at] = msgspec.structs.replace(roll, electors=left)

    @invariant()
    def no_guard_is_skipped(self) -> None:
        for kept in self.book.kept.values() if hasattr(self, "book") else ():
            for visit in {entry.visit for entry in kept.entries}:
                recounted(kept, self.world, visit)


def standing(entries: list[Entry], visit: int, begins: str) -> dict[str, Entry]:
    """What stands of slots of a kind: given, and not taken back."""
    slots = {e.slot: e for e in entries if e.visit == visit and e.slot is not None}
    return {s: e for s, e in slots.items() if s.startswith(begins) and f"back:{s}" not in slots}


def recounted(kept: StoredMatter, world: World, visit: int) -> None:
    """The count of a visit is what its history and its roll come to."""
    roll = world.rolls.get((kept.matter.id, visit))
    if roll is None:
        return
    outcome = next((e for e in kept.entries if e.visit == visit and e.note == "outcome"), None)
    tally = outcome.values["tally"] if outcome is not None else kept.matter.tally
    if visit != kept.matter.visit and outcome is None:
        return
    by_key = {one.key: one for one in roll.electors}
    assert len(by_key) == roll.count == tally["roll"]
    if kept.method.stages["first"].block.kind != "ballot":
        act = "answer" if "answers" in tally else "endorse"
        keys = [
            slot.removeprefix(f"{act}:").split("~")[0] for slot in standing(kept.entries, visit, f"{act}:")
        ]
        assert len(keys) == len(set(keys)) <= roll.count
        assert set(keys) <= by_key.keys()
        assert act == "endorse" or tally["answers"] == len(keys)
        return
    votes = standing(kept.entries, visit, "vote:")
    keys = [slot.removeprefix("vote:").split("~")[0] for slot in votes]
    assert len(keys) == len(set(keys))
    assert set(keys) <= by_key.keys()
    assert (tally["voted"], tally["roll_area"]) == (len(keys), roll.area)
    assert tally["voted_area"] == sum(by_key[key].area for key in keys) <= roll.area
    for option in ("agree", "oppose", "abstain"):
        chosen = [
            key for key, entry in zip(keys, votes.values(), strict=True) if entry.values["choice"] == option
        ]
        assert tally[option] == len(chosen)
        assert tally[f"{option}_area"] == sum(by_key[key].area for key in chosen)
    flats = [flat for key in keys for flat in by_key[key].flats]
    assert len(flats) == len(set(flats))
    papers = {
        e.values["number"].upper(): e.values["keys"] for e in standing(kept.entries, visit, "paper:").values()
    }
    for key, entry in zip(keys, votes.values(), strict=True):
        assert entry.act != "paper" or key in papers[entry.values["number"].upper()]
        assert entry.act != "vote_for" or entry.values["elector"] != entry.person
    for entry in kept.entries:
        if entry.act == "void_paper" and entry.visit == visit and (entry.slot or "").startswith("back:vote:"):
            first = next(
                e for e in kept.entries if e.visit == visit and e.slot == entry.slot.removeprefix("back:")
            )
            assert (first.act, first.person != entry.person) == ("paper", True)


TestVotes = Votes.TestCase
TestVotes.settings = settings(
    max_examples=300 if THOROUGH else 30,
    stateful_step_count=100 if THOROUGH else 40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
OFTEN = (*DAILY, "somebody_moves", "a_home_is_sold", "somebody_is_erased")


@pytest.mark.parametrize("seed", range(300 if THOROUGH else 20))
def test_long_courses(seed: int) -> None:
    chance, course = Random(seed), Votes()
    course.begin(luck=seed)
    for _ in range(250):
        step = chance.choice(OFTEN)
        if step == "time_passes":
            course.time_passes(step=chance.choice(STEPS))
        elif step == "a_long_time_passes":
            if chance.random() < 0.1:
                course.a_long_time_passes(days=chance.randint(1, 10))
        else:
            getattr(course, step)(luck=chance.getrandbits(64))
        course.all_is_well()
        course.no_guard_is_skipped()


def test_the_courses_come_to_what_they_are_for() -> None:
    """Papers are taken back, proxies used and co-owners refused in them, or they would prove little."""
    seen: set[str] = set()
    for seed in range(12):
        chance, course = Random(seed), Votes()
        course.begin(luck=seed)
        for _ in range(250):
            step = chance.choice([one for one in OFTEN if "time" not in one])
            getattr(course, step)(luck=chance.getrandbits(64))
        for kept in course.book.kept.values():
            seen.update(entry.act for entry in kept.entries)
            seen.update("shared" for e in kept.entries if (e.slot or "").startswith("vote:flat:"))
    assert {
        "vote",
        "vote_for",
        "paper",
        "hand_out",
        "void_paper",
        "entrust",
        "endorse",
        "respond",
        "shared",
    } <= seen

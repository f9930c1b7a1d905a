"""Joint answers through any course of events: posts change hands, people answer at once, papers come in, time runs out.

No sequence of commands counts an answer twice, loses one, or asks anybody who was not asked when it began.
"""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import initialize, invariant, rule

from shanzhi.engine.memory_store import Book
from shanzhi.engine.world import World
from shanzhi.method.check import load
from shanzhi.method.model import Field, Method
from tests.engine.play import MONDAY
from tests.engine.test_any_course import DAILY, LUCK, STEPS, THOROUGH, Course
from tests.matters.signing import SIGNING

CAST = (
    "resident",
    "resident2",
    "resident3",
    "community_staff",
    "street_staff",
    "department_staff@office1",
    "system",
)


def signing(**changes: str) -> Method:
    text = SIGNING
    for before, after in changes.values():
        assert before in text
        text = text.replace(before, after)
    return load(text)


SILENT = (
    (", late: again", ""),
    ("needs: all", "needs: count.asked - 1\n      silent: sign\n      several: true"),
)


class JointAnswers(Course):
    """Settlements to be signed, by all or by all but one, in a place where posts change hands."""

    methods = {"all": signing(), "most": signing(one=SILENT[0], two=SILENT[1])}
    opened = ("all", "most")
    cast = CAST

    @initialize(luck=LUCK)
    def begin(self, luck: int) -> None:
        self.world = World(residents=5)
        self.book = Book(self.world, self.methods)
        self.now = MONDAY
        self.sent = []
        self.serial = 0
        self.asked: dict[tuple[int, int], list[str]] = {}

    def fill(self, form: tuple[Field, ...], luck: Random, act: str = "") -> dict[str, Any]:
        given = super().fill(form, luck, act)
        if act.startswith("countersign"):
            given["choice"] = luck.choice(["sign", "sign", "sign", "refuse"])
            if luck.random() < 0.8:
                given["reason"] = "来不及"
            if luck.random() < 0.5 and act == "countersign":
                given.pop("seat", None)
        return given

    @rule(luck=LUCK)
    def a_post_changes_hands(self, luck: int) -> None:
        chance = Random(luck)
        a, b = chance.sample(CAST[:5], 2)
        one, two = self.world.people[a], self.world.people[b]
        for name, actor, posts in ((a, one, two.posts), (b, two, one.posts)):
            self.world.people[name] = self.world.by_number[actor.person] = msgspec.structs.replace(
                actor, posts=posts
            )

    @invariant()
    def no_guard_is_skipped(self) -> None:
        for kept in self.book.kept.values() if hasattr(self, "book") else ():
            tally = kept.matter.tally
            if "@seats" not in tally:
                continue
            seats = self.asked.setdefault((kept.matter.id, kept.matter.visit), tally["@seats"])
            assert tally["@seats"] == seats
            answers = [
                e for e in kept.entries if e.visit == kept.matter.visit and e.act.startswith("countersign")
            ]
            whose = [seats[e.values["seat"] - 1] for e in answers]
            assert sorted(whose) == sorted(set(seats) - set(tally["@asked"])) == sorted(tally["@given"])
            assert [e.slot for e in answers] == [f"sign:{key}" for key in whose]
            signed = sum(e.values["choice"] == "sign" for e in answers)
            assert (tally["answered"], tally["passed"], tally["sign"]) == (len(answers), signed, signed)
            assert tally["refuse"] == len(answers) - signed
            assert all(e.values.get("reason") for e in answers if e.values["choice"] == "refuse")
            own = [e.person for e in answers if e.act == "countersign"]
            assert kept.method is self.methods["most"] or len(own) == len(set(own))
            assert tally["passed"] < tally["@needs"]


TestJointAnswers = JointAnswers.TestCase
TestJointAnswers.settings = settings(
    max_examples=200 if THOROUGH else 15,
    stateful_step_count=80 if THOROUGH else 30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("seed", range(100 if THOROUGH else 6))
def test_long_courses(seed: int) -> None:
    chance, course = Random(seed), JointAnswers()
    course.begin(luck=seed)
    for _ in range(200):
        step = chance.choice((*DAILY, "a_post_changes_hands"))
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
    """All sign, somebody refuses, time runs out, papers are entered in them, or they would prove little."""
    seen: set[str] = set()
    for seed in range(8):
        chance, course = Random(seed), JointAnswers()
        course.begin(luck=seed)
        for _ in range(150):
            step = chance.choice([one for one in DAILY if one not in ("time_passes", "a_long_time_passes")])
            getattr(course, step)(luck=chance.getrandbits(64))
            if chance.random() < 0.01:
                course.a_long_time_passes(days=8)
        seen |= {entry.act for kept in course.book.kept.values() for entry in kept.entries}
    assert {"countersign", "countersign_for", "agreed", "refused", "late", "remind_asked"} <= seen

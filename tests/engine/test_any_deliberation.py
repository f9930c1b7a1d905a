"""Deliberation, the wall and the grid network through any course of events: no guard skipped, nobody counted twice."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant

from shanzhi.method.model import Field
from tests.engine.everything import played
from tests.engine.test_any_course import DAILY, STEPS, THOROUGH, Course

WAYS_BACK = {"amending": "max_amends", "too_few_came": "tries", "too_few_voted": "tries"}
BEFORE = {
    "voting": "meeting",
    "result": "voting",
    "tasking": "result",
    "doing": "tasking",
    "judging": "doing",
}
CAST = (
    "resident", "resident2", "resident3", "resident4", "secretary", "community_staff", "street_staff", "supervision_member",
    "grid_worker", "yard_chief", "owners_member", "volunteer", "system",
)  # fmt: skip


class Deliberation(Course):
    """Everything from a matter on the wall to a task that is checked, and posts that change."""

    methods = {
        name: played(name)
        for name in ("deliberation", "task", "appeal-wall", "grid-network", "appeal", "assist")
    }
    opened = ("deliberation", "deliberation", "appeal-wall", "grid-network")
    cast = CAST
    rare = frozenset(
        ("reject", "settle", "merge", "unendorse", "give_up", "postpone", "decline", "hand_on", "refuse", "take_down",
         "object", "revise", "recall", "drop", "answer", "agenda", "move_item", "drop_item", "supervise", "reassign",
         "ask_time", "minutes", "lower_hand", "absent", "untick", "revoke")
    )  # fmt: skip

    def fill(self, form: tuple[Field, ...], luck: Random, act: str = "") -> dict[str, Any]:
        """Votes in favour, meetings and posts where they can stand, more than chance has it."""
        given = super().fill(form, luck, act)
        likely = {
            "choice": "agree",
            "where": 4,
            "role": "grid_chief",
            "who": 2003,
            "former": 2004,
        }
        asked = {field.name for field in form}
        if luck.random() < 0.8:
            given.update({name: value for name, value in likely.items() if name in asked})
        return given

    @invariant()
    def no_guard_is_skipped(self) -> None:
        for kept in self.book.kept.values() if hasattr(self, "book") else ():
            if kept.method.id == "deliberation":
                visits, inputs = kept.matter.visits, kept.method.values
                assert visits.get("amending", 0) <= inputs["max_amends"]
                for stage, first in BEFORE.items():
                    assert not visits.get(stage) or visits.get(first), f"{stage} without {first}"
                shown = {name for e in kept.effects if e.kind == "publish" for name in e.values["fields"]}
                assert not visits.get("voting") or "question" in shown
                assert visits.get("redo", 0) <= inputs["tries"] + 1
            given = [e for e in kept.effects if e.kind in ("appoint", "dismiss")]
            assert not given or kept.matter.visits.get("taking_over")

    @invariant()
    def supporters_count_once(self) -> None:
        """Whoever supports a proposal from the wall is counted there or here, never twice."""
        for kept in self.book.kept.values() if hasattr(self, "book") else ():
            source = kept.matter.parent
            if source is None or "carried" not in kept.matter.tally:
                continue
            own = self.world.support.slots.get(kept.matter.id, set())
            there = self.world.support.slots.get(source, set())
            back = set(kept.matter.tally.get("back", ()))
            assert kept.matter.tally["supporters"] == len(own | (there - back))


TestDeliberation = Deliberation.TestCase
TestDeliberation.settings = settings(
    max_examples=300 if THOROUGH else 6,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("seed", range(200 if THOROUGH else 6))
def test_long_courses(seed: int) -> None:
    """Far into the life of many proposals; a seed plays the same again."""
    chance, course = Random(seed), Deliberation()
    course.begin(luck=seed)
    for _ in range(200):
        step = chance.choice(DAILY)
        if step == "time_passes":
            course.time_passes(step=chance.choice(STEPS))
        elif step == "a_long_time_passes":
            if chance.random() < 0.05:
                course.a_long_time_passes(days=chance.randint(1, 20))
        else:
            getattr(course, step)(luck=chance.getrandbits(64))
        course.all_is_well()
        course.no_guard_is_skipped()
        course.supporters_count_once()


def test_the_courses_come_far() -> None:
    """The courses above would show nothing if no proposal were ever voted on or carried out."""
    reached: set[str] = set()
    for seed in (0, 1, 9):
        chance, course = Random(seed), Deliberation()
        course.begin(luck=seed)
        for _ in range(400):
            course.people_go_on_with_it(luck=chance.getrandbits(64))
            if sum(kept.matter.closed is None for kept in course.book.kept.values()) < 3:
                course.somebody_opens_one(luck=chance.getrandbits(64))
            course.time_passes(step=chance.choice(STEPS[:5]))
        reached.update(name for kept in course.book.kept.values() for name in kept.matter.visits)
    assert {"meeting", "voting", "result", "topic"} <= reached

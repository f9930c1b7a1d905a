"""What another system recorded: history names the role that acted and no person, and no other act is open that way."""

from __future__ import annotations

import pytest

from shanzhi.engine.decide import decide, open_matter
from shanzhi.engine.types import SYSTEM, Actor, Command, Decision, Matter, Refusal
from shanzhi.engine.world import World
from tests.engine.play import MONDAY, method_of

OPENER, DESK = Actor(None, recorded="opener"), Actor(None, recorded="desk")
GRID = 4
STAGES = """
first:
  label: 办理
  desk: grid_worker
  due: {in: 2 days}
  acts:
    done: {label: 办结, to: rating}
    lead: {label: 督办, by: [grid_chief], to: first}
    lapse: {label: 到期, by: [system], to: closed}
rating:
  label: 评价
  desk: opener
  due: {in: 2 days, then: end}
  acts:
    rate: {label: 评价, to: closed}
    end: {label: 结束, by: [system], to: closed}
"""


def opened(actor: Actor, opening: str = "{by: [anyone], at: grid, to: first}") -> Decision | Refusal:
    return open_matter(method_of(STAGES, opening=opening), Command("", "open", MONDAY, actor), GRID, World())


def code(matter: Matter, act: str, actor: Actor) -> str:
    answer = decide(method_of(STAGES), matter, Command("", act, MONDAY, actor), World())
    return answer.code if isinstance(answer, Refusal) else str(answer.entries[0].role)


@pytest.mark.parametrize(
    ("who", "role"), [("anyone", "anyone"), ("resident", "resident"), ("grid_worker", "grid_worker")]
)
def test_it_is_opened_by_whoever_may(who: str, role: str) -> None:
    answer = opened(OPENER, f"{{by: [{who}], at: grid, to: first}}")
    assert isinstance(answer, Decision)
    assert (answer.entries[0].role, answer.entries[0].person, answer.matter.opener) == (role, None, None)


def test_nobody_else_without_a_name_opens_anything() -> None:
    for actor in (DESK, SYSTEM, Actor(None)):
        answer = opened(actor)
        assert isinstance(answer, Refusal)
        assert answer.code == "not_yours"


def test_the_desk_acts_as_the_post_and_the_opener_as_the_opener() -> None:
    answer = opened(OPENER)
    assert isinstance(answer, Decision)
    first = answer.matter
    assert code(first, "done", DESK) == "grid_worker"
    assert [code(first, act, OPENER) for act in ("done", "lead", "lapse")] == ["not_yours"] * 3
    assert [code(first, act, DESK) for act in ("lead", "lapse")] == ["not_yours"] * 2
    done = decide(method_of(STAGES), first, Command("", "done", MONDAY, DESK), World())
    assert isinstance(done, Decision)
    assert done.matter.handlers["first"].person is None
    rating = done.matter
    assert code(rating, "rate", OPENER) == "opener"
    assert [code(rating, "rate", actor) for actor in (DESK, SYSTEM, Actor(None))] == ["not_yours"] * 3
    assert [code(rating, "end", actor) for actor in (DESK, OPENER)] == ["not_yours"] * 2


def test_nobody_recorded_moves_the_clock() -> None:
    answer = opened(OPENER)
    assert isinstance(answer, Decision)
    due = decide(method_of(STAGES), answer.matter, Command("", "due", MONDAY, DESK), World())
    assert isinstance(due, Refusal)
